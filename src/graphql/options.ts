import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusContext } from 'mercurius';
import type { Metrics } from '../domain/metrics-port.ts';
import type { ServiceError } from '../errors.ts';
import type {
  AskInput,
  CollectionsPipeline,
  CreateCollectionInput,
  DocumentFields,
  DocumentsPipeline,
  ListDocumentsInput,
  Pipelines,
  RequestContext,
  SearchInput,
  UploadInput,
  UrlInput,
} from '../pipelines/pipelines.ts';

type Update<Method extends (...args: never[]) => unknown> = Parameters<Method>[2];

export interface TextInput {
  readonly upload: UploadInput;
  /** As the caller gave them; to be checked before anything is stored. */
  readonly given: DocumentFields;
  /** To be accepted with: the bytes were made here, and whatever encoding the text once had, it is UTF-8 now. */
  readonly fields: DocumentFields;
}

export interface UrlDocument {
  readonly input: UrlInput;
  readonly fields: DocumentFields;
}

/**
 * What both faces do alike: the checks of a request's values against the schemas of REST, the context of a use case, the
 * translation of errors. The faces do not import each other; `app.ts` hands this one what the other has. All checks
 * throw REQUEST_INVALID with JSON pointers into the value.
 */
export interface FaceHelpers {
  createContext(reply: FastifyReply): RequestContext;
  toServiceError(error: unknown, request: FastifyRequest): ServiceError;
  /** `Retry-After`, `WWW-Authenticate`: what an error says besides its body. */
  setErrorHeaders(reply: FastifyReply, error: ServiceError): void;
  checkId(id: unknown): string;
  checkPage(value: { number: unknown; version: unknown }): { number: number; version: number | undefined };
  checkFirst(value: { first: unknown; after: unknown }): { limit: number; cursor: string | undefined };
  checkList(value: unknown): ListDocumentsInput;
  checkCollectionName(name: unknown): string;
  checkIngestText(input: unknown): TextInput;
  checkReplaceText(input: unknown): TextInput;
  checkIngestUrl(input: unknown): UrlDocument;
  checkReplaceUrl(input: unknown): UrlDocument;
  checkRetry(input: unknown): { readonly password?: string | undefined };
  checkDocumentChanges(input: unknown): Update<DocumentsPipeline['update']>;
  checkCreateCollection(input: unknown): CreateCollectionInput;
  checkCollectionChanges(input: unknown): Update<CollectionsPipeline['update']>;
  checkSearch(input: unknown): SearchInput;
  checkAsk(input: unknown): AskInput;
}

export interface GraphqlOptions {
  readonly pipelines: Pipelines;
  readonly metrics: Metrics;
  readonly helpers: FaceHelpers;
  /** Of the whole request; texts to ingest come as variables. */
  readonly maxRequestBytes: number;
  /** Of the document alone, without variables. */
  readonly maxDocumentLength: number;
  readonly graphiql: boolean;
  /** Introspection and "did you mean" are for developers. */
  readonly introspection: boolean;
}

/** What resolvers and loaders are given besides mercurius' own. */
export interface FaceContext extends MercuriusContext {
  readonly requestContext: RequestContext;
  /** Of the operation, once it is known. */
  operationType?: 'query' | 'mutation';
}

// biome-ignore lint/suspicious/noExplicitAny: arguments are checked by the helpers, objects are those of the pipelines.
export type Resolver<Source = unknown> = (source: Source, args: any, context: FaceContext) => unknown;
