import type { Collection } from '../domain/collection.ts';
import type { Document } from '../domain/document.ts';
import type { VersionedPage } from '../domain/version-ports.ts';
import type { ChunkWithId } from '../pipelines/pipelines.ts';

/*
 * The nouns as the contract shows them. Fields are named one by one, so that nothing new in a noun becomes public by
 * accident; times become RFC 3339 in UTC.
 */

export function presentDocument(document: Document) {
  return {
    id: document.id,
    externalId: document.externalId,
    collection: document.collection,
    title: document.title,
    filename: document.filename,
    sourceUrl: document.sourceUrl,
    mediaType: document.mediaType,
    language: document.language,
    metadata: document.metadata,
    version: document.version,
    publishedVersion: document.publishedVersion,
    status: document.status,
    progress: document.progress,
    sha256: document.sha256,
    bytes: document.bytes,
    pages: document.pages,
    chunks: document.chunks,
    deduplicated: document.deduplicated,
    warnings: document.warnings,
    error: document.error,
    createdAt: document.createdAt.toISOString(),
    updatedAt: document.updatedAt.toISOString(),
    publishedAt: document.publishedAt?.toISOString() ?? null,
  };
}

export function presentCollection(collection: Collection) {
  return {
    name: collection.name,
    description: collection.description,
    language: collection.language,
    chunking: collection.chunking,
    embedding: collection.embedding,
    documents: collection.documents,
    chunks: collection.chunks,
    createdAt: collection.createdAt.toISOString(),
    updatedAt: collection.updatedAt.toISOString(),
  };
}

export function presentPage(page: VersionedPage) {
  return {
    documentId: page.documentId,
    version: page.version,
    page: page.number,
    pageLabel: page.label,
    text: page.text,
    width: page.width,
    height: page.height,
    lines: page.lines,
  };
}

export function presentChunk(chunk: ChunkWithId) {
  return {
    id: chunk.id,
    ordinal: chunk.ordinal,
    text: chunk.text,
    pageStart: chunk.pageStart,
    pageEnd: chunk.pageEnd,
    start: chunk.start,
    end: chunk.end,
    headings: chunk.headings,
    tokens: chunk.tokens,
  };
}
