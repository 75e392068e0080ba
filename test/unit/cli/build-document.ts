import type { DocumentBody } from '../../../src/cli/service-types.ts';

/** A published document as the service lists it. */
export function buildDocument(changes: Partial<DocumentBody> = {}): DocumentBody {
  return {
    id: '01a21112-92ab-73fb-b048-69e228353303',
    externalId: 'guide.md',
    collection: 'handbook',
    version: 1,
    publishedVersion: 1,
    status: 'published',
    progress: { pages: 3, pagesDone: 3 },
    sha256: 'aa',
    bytes: 100,
    pages: 3,
    error: null,
    ...changes,
  };
}
