import { chunkIdOf } from '../domain/chunk-id.ts';
import type { DocumentStore } from '../domain/store-ports.ts';
import type { ContentStore, PageRef, VersionedPage } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import { decodeOrdinalCursor, encodeCursor } from './cursor.ts';
import type { DocumentsPipeline, PageRequest } from './pipelines.ts';

/**
 * What many documents are asked for at once, in one statement each. A request that fails is an error in its place: the
 * others of the batch are not its business.
 */
export function createBatchedReads({
  documents,
  contents,
}: {
  readonly documents: DocumentStore;
  readonly contents: ContentStore;
}): Pick<DocumentsPipeline, 'getMany' | 'pagesOfMany' | 'chunksOfMany'> {
  return {
    async getMany({ tenantId }, ids) {
      const found = await documents.getMany(tenantId, [...new Set(ids)]);
      return new Map(found.map((document) => [document.id, document]));
    },

    async pagesOfMany({ tenantId }, requests) {
      const refs = requests.map(toPageRef);
      const wanted = refs.filter((ref): ref is PageRef => !(ref instanceof ServiceError));
      const pages = new Map<string, VersionedPage>();
      for (const page of await contents.getPages(tenantId, wanted))
        pages.set(keyOf({ ...page, page: page.number }), page);
      return refs.map((ref) => {
        if (ref instanceof ServiceError) return ref;
        const missing = `Version ${ref.version} has no page ${ref.page}.`;
        return pages.get(keyOf(ref)) ?? new ServiceError('PAGE_NOT_FOUND', missing);
      });
    },

    async chunksOfMany({ tenantId }, requests) {
      const afters = requests.map(({ cursor }) => readCursor(cursor));
      const wanted = requests.flatMap(({ documentId, limit }, position) => {
        const after = afters[position];
        return typeof after === 'number' ? [{ documentId, after, limit: limit + 1, position }] : [];
      });
      const lists = await contents.listChunksOfMany(tenantId, wanted);
      const byPosition = new Map(wanted.map(({ position }, index) => [position, lists[index] ?? []]));
      return requests.map(({ limit }, position) => {
        const after = afters[position];
        if (after instanceof ServiceError) return after;
        const rows = byPosition.get(position) ?? [];
        const data = rows.slice(0, limit).map(({ versionId, ...chunk }) => ({
          ...chunk,
          id: chunkIdOf(versionId, chunk.ordinal),
        }));
        return { data, nextCursor: rows.length > limit ? encodeCursor(String(data.at(-1)?.ordinal)) : null };
      });
    },
  };
}

/** Every version from 1 to the newest is kept as long as its document, so the document knows which there are. */
function toPageRef({ document, number, version }: PageRequest): PageRef | ServiceError {
  const { id: documentId, publishedVersion } = document;
  if (version !== undefined && version > document.version)
    return new ServiceError(
      'VERSION_NOT_FOUND',
      `The document has no version ${version}; the newest is ${document.version}.`,
    );
  const shown = version ?? publishedVersion;
  if (shown === null)
    return new ServiceError(
      'DOCUMENT_NOT_READY',
      `No version of the document is published yet; version ${document.version} is ${document.status}.`,
    );
  return { documentId, version: shown, page: number };
}

function keyOf({ documentId, version, page }: PageRef): string {
  return `${documentId}/${version}/${page}`;
}

function readCursor(cursor: string | undefined): number | ServiceError {
  try {
    return cursor === undefined ? -1 : decodeOrdinalCursor(cursor);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}
