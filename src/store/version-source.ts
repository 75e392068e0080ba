import type { KnownSource, VersionSource } from '../domain/fetch.ts';
import type { TenantId } from '../domain/ids.ts';
import type { SourcePlace } from '../domain/store-ports.ts';
import { isVisible } from './collection-store.ts';
import type { Executor } from './database.ts';
import { newestVersion } from './document-rows.ts';
import { and, asc, eq, inArray, type SQL } from './drizzle.ts';
import { collections, documents, versions } from './schema.ts';

export function toSourceColumns(source: VersionSource | undefined) {
  if (source === undefined) return {};
  const { url, finalUrl, etag, lastModified } = source;
  return { sourceUrl: url, sourceFinalUrl: finalUrl, sourceEtag: etag, sourceLastModified: lastModified };
}

/** See `DocumentStore.findSource`. */
export async function findSource(
  executor: Executor,
  tenantId: TenantId,
  url: string,
  place: SourcePlace,
): Promise<KnownSource | null> {
  const [row] = await executor
    .select({ documentId: documents.id, newest: newestVersion })
    .from(documents)
    .innerJoin(
      newestVersion,
      and(eq(newestVersion.tenantId, documents.tenantId), eq(newestVersion.id, documents.newestVersionId)),
    )
    .innerJoin(
      collections,
      and(eq(collections.tenantId, documents.tenantId), eq(collections.id, documents.collectionId)),
    )
    .where(and(eq(documents.tenantId, tenantId), isVisible, eq(newestVersion.sourceUrl, url), isAt(place)))
    .orderBy(asc(documents.id))
    .limit(1);
  // A failed version wants its bytes, to be tried again.
  if (row === undefined || row.newest.status === 'failed') return null;
  const { number, sourceFinalUrl, sourceEtag: etag, sourceLastModified: lastModified } = row.newest;
  return {
    documentId: row.documentId,
    version: number,
    url,
    finalUrl: sourceFinalUrl ?? url,
    etag,
    lastModified,
  };
}

function isAt(place: SourcePlace): SQL | undefined {
  if ('documentId' in place) return eq(documents.id, place.documentId);
  const { collection, externalId } = place;
  const isNamed = externalId === null ? undefined : eq(documents.externalId, externalId);
  return and(eq(collections.name, collection), isNamed);
}

/** The same bytes came again: what their server now says of them is what it will be asked by. */
export async function renewSource(
  tx: Executor,
  tenantId: TenantId,
  documentId: string,
  source: VersionSource | undefined,
): Promise<void> {
  if (source === undefined) return;
  const newest = tx.select({ id: documents.newestVersionId }).from(documents);
  const isOfDocument = and(eq(documents.tenantId, tenantId), eq(documents.id, documentId));
  await tx
    .update(versions)
    .set(toSourceColumns(source))
    .where(
      and(
        eq(versions.tenantId, tenantId),
        inArray(versions.id, newest.where(isOfDocument)),
        eq(versions.sourceUrl, source.url),
      ),
    );
}
