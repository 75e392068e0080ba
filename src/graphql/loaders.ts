import type { Citation } from '../domain/answer.ts';
import type { Document } from '../domain/document.ts';
import type { Hit } from '../domain/hit.ts';
import type { VersionedPage } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import { encodeCursor } from '../pipelines/cursor.ts';
import type { RequestContext } from '../pipelines/pipelines.ts';
import { toConnection } from './connection.ts';
import type { FaceContext, GraphqlOptions } from './options.ts';

interface LoaderQuery<Source> {
  readonly obj: Source;
  // biome-ignore lint/suspicious/noExplicitAny: arguments are checked by the helpers.
  readonly params: any;
}
type Loader<Source> = (queries: LoaderQuery<Source>[], context: FaceContext) => Promise<unknown[]>;

/** What one request may read through its documents: a chunk costs 1, a page with its lines 10. */
const BUDGET = 10_000;
const PAGE_COST = 10;

/**
 * One statement per field, however many objects of a response have it. An entry that is an Error fails that field alone:
 * graphql-js throws what a resolver resolves to when it is one.
 */
export function createLoaders({ pipelines, helpers }: GraphqlOptions) {
  const { documents, collections } = pipelines;
  const spent = new WeakMap<RequestContext, number>();

  /** Aliases times documents times chunks is far more than any of their limits: 15 x 100 x 100. */
  function spend(context: RequestContext, cost: number): void {
    const sum = (spent.get(context) ?? 0) + cost;
    spent.set(context, sum);
    if (sum <= BUDGET) return;
    const detail = `The request asks for more than ${BUDGET} chunks (a page counts as ${PAGE_COST}); ask for fewer at once.`;
    throw new ServiceError('REQUEST_INVALID', detail);
  }

  const collectionOf: Loader<Document> = async (queries, { requestContext }) => {
    const names = queries.map(({ obj }) => obj.collection);
    const found = await collections.getMany(requestContext, names);
    const missing = (name: string) =>
      new ServiceError('COLLECTION_NOT_FOUND', `There is no collection named "${name}" any more.`);
    return names.map((name) => found.get(name) ?? missing(name));
  };

  const chunksOf: Loader<Document> = async (queries, { requestContext }) => {
    const requests = queries.map(({ obj, params }) =>
      attempt(() => ({
        documentId: obj.id,
        ...helpers.checkFirst({ first: params.first, after: params.after }),
      })),
    );
    const fine = requests.filter(isFine);
    spend(
      requestContext,
      fine.reduce((sum, { limit }) => sum + limit, 0),
    );
    const pages = await documents.chunksOfMany(requestContext, fine);
    return weave(requests, pages).map((page) =>
      page instanceof ServiceError
        ? page
        : toConnection(page, ({ ordinal }) => encodeCursor(String(ordinal))),
    );
  };

  const pageOf: Loader<Document> = async (queries, { requestContext }) => {
    const requests = queries.map(({ obj, params }) =>
      attempt(() => ({
        document: obj,
        ...helpers.checkPage({ number: params.number, version: params.version }),
      })),
    );
    const fine = requests.filter(isFine);
    spend(requestContext, fine.length * PAGE_COST);
    const pages = await documents.pagesOfMany(requestContext, fine);
    return weave(requests, pages).map((page) => (page instanceof ServiceError ? page : presentPage(page)));
  };

  const documentOf: Loader<Hit | Citation> = async (queries, { requestContext }) => {
    const ids = queries.map(({ obj }) => ('documentId' in obj ? obj.documentId : obj.document.id));
    const found = await documents.getMany(requestContext, ids);
    return ids.map((id) => found.get(id) ?? null);
  };

  return {
    Document: { collection: collectionOf, chunks: chunksOf, page: pageOf },
    Hit: { document: documentOf },
    Citation: { document: documentOf },
  };
}

function presentPage({ number, label, ...rest }: VersionedPage) {
  return { ...rest, page: number, pageLabel: label };
}

/** A request that its own checks refuse must not fail those it was batched with. */
function attempt<Result>(check: () => Result): Result | ServiceError {
  try {
    return check();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function isFine<Value>(value: Value | ServiceError): value is Value {
  return !(value instanceof ServiceError);
}

/** The results of the requests that were made, with the refusals of the others back in their places. */
function weave<Result>(
  requests: readonly unknown[],
  results: readonly (Result | ServiceError)[],
): (Result | ServiceError)[] {
  const left = [...results];
  return requests.map((request) => (request instanceof ServiceError ? request : (left.shift() as Result)));
}
