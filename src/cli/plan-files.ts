import { matchesGlob } from 'node:path';
import { type DocumentBody, hasEnded } from './service-types.ts';
import type { FolderFile } from './walk-folder.ts';

/** What is to be done with a file: send it, hash it and ask again, nothing, or wait for what is being made of it. */
export type FilePlan = 'upload' | 'compare' | 'unchanged' | 'wait';

/**
 * `known`: the document with the file's externalId. `sha256`: of the file, null while it was not computed; it is asked for
 * ('compare') only where it can matter, since a folder may be large.
 */
export function planFile(
  file: Pick<FolderFile, 'bytes'>,
  known: DocumentBody | undefined,
  sha256: string | null,
): FilePlan {
  if (known === undefined || known.status === 'failed') return 'upload';
  // Size and hash are those of the older, published version then; the service knows the newest, and skips equal bytes.
  if (!hasEnded(known) && known.publishedVersion !== null) return 'upload';
  if (known.bytes !== file.bytes) return 'upload';
  if (sha256 === null) return 'compare';
  if (known.sha256 !== sha256) return 'upload';
  return known.status === 'published' ? 'unchanged' : 'wait';
}

/** The files that one of the globs takes (none: all). A glob without a slash is about names, in any folder. */
export function selectFiles<File extends Pick<FolderFile, 'externalId'>>(
  files: readonly File[],
  globs: readonly string[],
): readonly File[] {
  if (globs.length === 0) return files;
  return files.filter(({ externalId }) =>
    globs.some((glob) => matchesGlob(externalId, glob.includes('/') ? glob : `**/${glob}`)),
  );
}

/** Documents whose file is gone. Those without an externalId were not made of a folder. */
export function findOrphans(
  documents: Iterable<DocumentBody>,
  files: readonly Pick<FolderFile, 'externalId'>[],
): DocumentBody[] {
  const present = new Set(files.map(({ externalId }) => externalId));
  return [...documents].filter(
    ({ externalId }) => externalId !== null && !present.has(externalId.normalize('NFC')),
  );
}
