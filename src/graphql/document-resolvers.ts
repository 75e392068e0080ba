import type { Document } from '../domain/document.ts';
import { DEFAULT_COLLECTION } from '../domain/ids.ts';
import { ServiceError } from '../errors.ts';
import { encodeCursor } from '../pipelines/cursor.ts';
import type { Accepted, RequestContext, StoredUpload } from '../pipelines/pipelines.ts';
import { toConnection } from './connection.ts';
import { dropNulls } from './drop-nulls.ts';
import type { GraphqlOptions, Resolver } from './options.ts';

export function createDocumentResolvers({ pipelines, helpers }: GraphqlOptions) {
  const { documents } = pipelines;

  /** `accept` decides what becomes of stored bytes; when it throws, they are forgotten. */
  async function acceptOrDiscard(
    context: RequestContext,
    upload: StoredUpload,
    accept: () => Promise<Accepted>,
  ): Promise<Document> {
    try {
      return (await accept()).document;
    } catch (error) {
      // The reason matters more than a failed clean-up, and a sweep comes by.
      await documents.discard(context, upload).catch(() => {});
      throw error;
    }
  }

  const Query: Record<string, Resolver> = {
    async document(_source, { id, externalId, collection }, { requestContext }) {
      if ((id ?? null) !== null && (externalId ?? null) === null)
        return documents.get(requestContext, helpers.checkId(id));
      if ((id ?? null) !== null || (externalId ?? null) === null)
        throw new ServiceError('REQUEST_INVALID', 'Give exactly one of id and externalId.');
      const wanted = { collection: collection ?? DEFAULT_COLLECTION, externalId, first: 1 };
      const { data } = await documents.list(requestContext, helpers.checkList(wanted));
      const [found] = data;
      if (found !== undefined) return found;
      const detail = `There is no document with the externalId "${externalId}" in "${wanted.collection}".`;
      throw new ServiceError('DOCUMENT_NOT_FOUND', detail);
    },

    async documents(_source, { first, after, ...rest }, { requestContext }) {
      const wanted = dropNulls({ ...rest, first: first ?? 20, after: after ?? null });
      const page = await documents.list(requestContext, helpers.checkList(wanted));
      return toConnection(page, ({ id }) => encodeCursor(id));
    },
  };

  const Mutation: Record<string, Resolver> = {
    async ingestText(_source, { input }, { requestContext }) {
      const { upload, given, fields } = helpers.checkIngestText(dropNulls(input));
      await documents.check(requestContext, given);
      const stored = await documents.store(requestContext, upload);
      return acceptOrDiscard(requestContext, stored, () => documents.accept(requestContext, stored, fields));
    },

    async replaceText(_source, { id, input }, { requestContext }) {
      const known = helpers.checkId(id);
      const { upload, given, fields } = helpers.checkReplaceText(dropNulls(input));
      const { collection } = await documents.get(requestContext, known);
      await documents.check(requestContext, { ...given, collection });
      const stored = await documents.store(requestContext, upload);
      return acceptOrDiscard(requestContext, stored, () =>
        documents.replace(requestContext, known, stored, fields, undefined),
      );
    },

    async ingestUrl(_source, { input }, { requestContext }) {
      const given = helpers.checkIngestUrl(dropNulls(input));
      return (await documents.acceptUrl(requestContext, given.input, given.fields)).document;
    },

    async replaceUrl(_source, { id, input }, { requestContext }) {
      const known = helpers.checkId(id);
      const given = helpers.checkReplaceUrl(dropNulls(input));
      return (await documents.replaceByUrl(requestContext, known, given.input, given.fields, undefined))
        .document;
    },

    updateDocument(_source, { id, input }, { requestContext }) {
      const changes = helpers.checkDocumentChanges(dropNulls(input, ['title', 'externalId']));
      return documents.update(requestContext, helpers.checkId(id), changes, undefined);
    },

    retryDocument(_source, { id, ...input }, { requestContext }) {
      const known = helpers.checkId(id);
      return documents.retry(requestContext, known, helpers.checkRetry(dropNulls(input)).password);
    },

    deleteDocument: (_source, { id }, { requestContext }) =>
      documents.delete(requestContext, helpers.checkId(id), undefined),
  };

  return {
    Query,
    Mutation,
    Document: {
      pageCount: ({ pages }: Document) => pages,
      chunkCount: ({ chunks }: Document) => chunks,
    },
  };
}
