import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunkIdOf } from '../domain/chunk-id.ts';
import type { Chunking, EmbeddingSpace } from '../domain/collection.ts';
import { type Document, STATUSES_IN_PROGRESS } from '../domain/document.ts';
import { DEFAULT_COLLECTION, type TenantId } from '../domain/ids.ts';
import type { CollectionStore } from '../domain/store-ports.ts';
import type { ContentStore, VersionContent } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import { createBatchedReads } from './batched-reads.ts';
import { decodeIdCursor, decodeOrdinalCursor, encodeCursor } from './cursor.ts';
import { parseFilter } from './parse-filter.ts';
import type { DocumentFields, DocumentsPipeline, RequestContext, StoredUpload } from './pipelines.ts';
import { type ReceiveServices, receiveUpload } from './receive-upload.ts';
import { createUrlIntake, type UrlServices } from './take-url.ts';
import { toUnchanged } from './unchanged.ts';

export interface DocumentsServices extends ReceiveServices, UrlServices {
  readonly collections: CollectionStore;
  readonly contents: ContentStore;
  readonly defaultChunking: Chunking;
  /** The space of the embedder configured now; what a new collection gets. */
  readonly space: EmbeddingSpace;
  /** Whether documents can be embedded into a space now: the configured one, and the built-in one always. */
  readonly canEmbed: (space: EmbeddingSpace) => boolean;
}

const WAIT_POLL_MS = 100;
/** Of a document in which nothing happens for a while. */
const MAX_WATCH_POLL_MS = 2_000;

export function createDocumentsPipeline(services: DocumentsServices): DocumentsPipeline {
  const { documents, collections, contents, uploads } = services;

  async function getOrThrow(tenantId: TenantId, id: string): Promise<Document> {
    const document = await documents.get(tenantId, id);
    if (document === null)
      throw new ServiceError('DOCUMENT_NOT_FOUND', `There is no document with the id ${id}.`);
    return document;
  }

  /** The version asked for, or the published one; errors say which of document and version is missing. */
  async function findVersion(
    tenantId: TenantId,
    id: string,
    version: number | undefined,
  ): Promise<VersionContent> {
    const found = await contents.findVersion(tenantId, id, version);
    if (found !== null) return found;
    const document = await getOrThrow(tenantId, id);
    if (version === undefined)
      throw new ServiceError(
        'DOCUMENT_NOT_READY',
        `No version of the document is published yet; version ${document.version} is ${document.status}.`,
      );
    throw new ServiceError(
      'VERSION_NOT_FOUND',
      `The document has no version ${version}; the newest is ${document.version}.`,
    );
  }

  function checkIfMatch(ifMatch: string | undefined): (document: Document) => void {
    return (document) => {
      if (ifMatch === undefined || matchesEtag(ifMatch, etagOf(document))) return;
      throw new ServiceError(
        'VERSION_CONFLICT',
        'The document was changed since you read it. Read it again, then decide.',
      );
    };
  }

  function checkCharset(charset: string | undefined): void {
    if (charset !== undefined && !services.isKnownCharset(charset))
      throw new ServiceError(
        'CHARSET_UNKNOWN',
        `"${charset}" is no charset that is known here. Usual labels are utf-8, euc-kr and cp949; UTF-16 is known by its byte order mark.`,
      );
  }

  /** A collection keeps its space while that can be embedded into; else the store refuses the configured one. */
  async function chooseSpace(tenantId: TenantId, collection: string): Promise<EmbeddingSpace> {
    const own = (await collections.get(tenantId, collection))?.embedding ?? null;
    return own !== null && services.canEmbed(own) ? own : services.space;
  }

  async function toAcceptInput(
    context: RequestContext,
    collection: string,
    upload: StoredUpload,
    fields: DocumentFields,
  ) {
    return {
      ...upload,
      tenantId: context.tenantId,
      claim: context.claim,
      charset: fields.charset ?? null,
      password: fields.password ?? null,
      language: fields.language ?? null,
      title: fields.title ?? null,
      metadata: fields.metadata ?? null,
      defaultChunking: services.defaultChunking,
      space: await chooseSpace(context.tenantId, collection),
    };
  }

  const byBytes: Omit<DocumentsPipeline, 'acceptUrl' | 'replaceByUrl'> = {
    async check({ tenantId }, { collection = DEFAULT_COLLECTION, charset }) {
      checkCharset(charset);
      const found = await collections.get(tenantId, collection);
      if (found === null)
        throw new ServiceError(
          'COLLECTION_NOT_FOUND',
          `There is no collection named "${collection}". Make it with POST /collections.`,
        );
      if (found.embedding !== null && !services.canEmbed(found.embedding))
        throw new ServiceError(
          'EMBEDDING_UNAVAILABLE',
          `The collection "${collection}" was made with the embedding model ${found.embedding.provider} ${found.embedding.model}, which is not configured now. Configure it again, or use a new collection.`,
        );
    },

    store: ({ tenantId, signal }, input) => receiveUpload(services, tenantId, input, signal),

    discard: ({ tenantId }, { uploadId }) => uploads.remove(tenantId, uploadId),

    async accept(context, upload, fields) {
      checkCharset(fields.charset);
      const { collection = DEFAULT_COLLECTION, externalId = null } = fields;
      const { documentId, kind } = await documents.accept({
        ...(await toAcceptInput(context, collection, upload, fields)),
        collection,
        externalId,
      });
      if (kind === 'unchanged' || kind === 'retry') await uploads.remove(context.tenantId, upload.uploadId);
      const document = await getOrThrow(context.tenantId, documentId);
      if (kind !== 'unchanged') return { document, outcome: 'created' };
      return { document: toUnchanged(document, fields), outcome: 'unchanged' };
    },

    async replace(context, id, upload, fields, ifMatch) {
      checkCharset(fields.charset);
      const { collection } = await getOrThrow(context.tenantId, id);
      const { kind } = await documents.replace({
        ...(await toAcceptInput(context, collection, upload, fields)),
        documentId: id,
        checkCurrent: checkIfMatch(ifMatch),
      });
      if (kind === 'unchanged' || kind === 'retry') await uploads.remove(context.tenantId, upload.uploadId);
      const document = await getOrThrow(context.tenantId, id);
      return { document, outcome: kind === 'unchanged' ? 'unchanged' : 'created' };
    },

    async waitUntilSettled({ tenantId, signal }, id, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const document = await getOrThrow(tenantId, id).catch((error: unknown) => {
          // The database may be busy or starting anew; the wait is not over.
          const isOver = performance.now() >= deadline;
          if (isOver || !(error instanceof ServiceError) || error.code !== 'DATABASE_UNAVAILABLE')
            throw error;
          return null;
        });
        const settled = document !== null && !isInProgress(document);
        if (document !== null && (settled || performance.now() >= deadline)) return document;
        await sleep(WAIT_POLL_MS, undefined, { signal });
      }
    },

    async *watch(context, id) {
      let seen = '';
      for (let delayMs = WAIT_POLL_MS; ; delayMs = Math.min(delayMs * 1.5, MAX_WATCH_POLL_MS)) {
        const document = await getOrThrow(context.tenantId, id).catch((error: unknown) => {
          // Once something was seen, a database that is busy or starting anew only delays the next look.
          const isPassing = error instanceof ServiceError && error.code === 'DATABASE_UNAVAILABLE';
          if (seen === '' || !isPassing) throw error;
          return null;
        });
        // What is left changes with every look, also where nothing moves.
        const progress = { ...document?.progress, etaSeconds: null };
        const state = JSON.stringify([document?.version, document?.status, progress]);
        if (document !== null && state !== seen) {
          yield document;
          if (!isInProgress(document)) return;
          seen = state;
          delayMs = WAIT_POLL_MS;
        }
        await sleep(delayMs, undefined, { signal: context.signal });
      }
    },

    get: ({ tenantId }, id) => getOrThrow(tenantId, id),

    async list({ tenantId }, { collection, status, externalId, filter, limit, cursor }) {
      if (collection !== undefined && (await collections.get(tenantId, collection)) === null)
        throw new ServiceError('COLLECTION_NOT_FOUND', `There is no collection named "${collection}".`);
      const before = cursor === undefined ? undefined : decodeIdCursor(cursor);
      const query = { collection, status, externalId, filter: parseFilter(filter), before, limit: limit + 1 };
      const found = await documents.list(tenantId, query);
      const data = found.slice(0, limit);
      return { data, nextCursor: found.length > limit ? encodeCursor(data.at(-1)?.id) : null };
    },

    update: ({ tenantId }, id, changes, ifMatch) =>
      documents.update(tenantId, id, changes, checkIfMatch(ifMatch)),

    async delete({ tenantId }, id, ifMatch) {
      await documents.hide(tenantId, id, checkIfMatch(ifMatch));
      return { id, deleted: true, counts: await documents.purge(tenantId, id) };
    },

    async retry({ tenantId }, id, password) {
      await documents.retry(tenantId, id, password);
      return getOrThrow(tenantId, id);
    },

    async content({ tenantId }, id, version) {
      const { uploadId, filename, mediaType, bytes, sha256 } = await findVersion(tenantId, id, version);
      return {
        filename,
        mediaType,
        bytes,
        sha256,
        read: (start, end) => uploads.read(tenantId, uploadId, start, end),
      };
    },

    async page({ tenantId }, id, number, version) {
      const found = await findVersion(tenantId, id, version);
      const page = await contents.getPage(tenantId, found.versionId, number);
      if (page === null)
        throw new ServiceError('PAGE_NOT_FOUND', `Version ${found.number} has no page ${number}.`);
      return { ...page, documentId: id, version: found.number };
    },

    async chunks({ tenantId }, id, { version, limit, cursor }) {
      const found = await findVersion(tenantId, id, version);
      if (!found.published)
        throw new ServiceError(
          'VERSION_NOT_PUBLISHED',
          `Chunks are kept for the published version only; version ${found.number} is not it.`,
        );
      const after = cursor === undefined ? -1 : decodeOrdinalCursor(cursor);
      const rows = await contents.listChunks(tenantId, found.versionId, { after, limit: limit + 1 });
      const data = rows
        .slice(0, limit)
        .map((chunk) => ({ ...chunk, id: chunkIdOf(found.versionId, chunk.ordinal) }));
      return { data, nextCursor: rows.length > limit ? encodeCursor(String(data.at(-1)?.ordinal)) : null };
    },

    ...createBatchedReads(services),

    etag: etagOf,
  };
  return { ...byBytes, ...createUrlIntake(services, { ...byBytes, checkIfMatch }) };
}

function isInProgress({ status }: Document): boolean {
  return STATUSES_IN_PROGRESS.some((one) => one === status);
}

/** Over what a caller can change; progress never changes it, nor the title that the document turns out to carry. */
function etagOf({ version, givenTitle, metadata, externalId }: Document): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([version, givenTitle, metadata, externalId]))
    .digest('base64url');
  return `"${digest.slice(0, 22)}"`;
}

function matchesEtag(ifMatch: string, etag: string): boolean {
  return ifMatch.split(',').some((candidate) => candidate.trim() === '*' || candidate.trim() === etag);
}
