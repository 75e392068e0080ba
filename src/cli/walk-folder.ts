import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, UsageError } from './cli-errors.ts';

export interface FolderFile {
  /** As it is spelled on the disk. */
  readonly path: string;
  /** Path below the folder, NFC, with forward slashes. */
  readonly externalId: string;
  readonly bytes: number;
}

/** A file or folder that cannot be taken in. */
export interface FolderProblem {
  readonly externalId: string;
  readonly code: 'FILE_UNREADABLE' | 'FOLDER_UNREADABLE' | 'PATH_TOO_LONG' | 'PATH_AMBIGUOUS';
  readonly message: string;
}

export interface FolderContent {
  readonly files: readonly FolderFile[];
  readonly problems: readonly FolderProblem[];
  /** Links to folders, which are not followed: they may lead in circles, or out. */
  readonly skippedLinks: readonly string[];
}

/** What the service takes as an `externalId`, in code points. */
const MAX_EXTERNAL_ID = 512;

/**
 * The files below a folder, in the order of their names, links to files included; without hidden files and folders and
 * node_modules. What cannot be read is told and left out. Throws UsageError when the folder itself cannot be read.
 */
export async function walkFolder(root: string): Promise<FolderContent> {
  const files = new Map<string, FolderFile>();
  const problems: FolderProblem[] = [];
  const skippedLinks: string[] = [];

  async function visit(folder: string, prefix: string): Promise<void> {
    for (const entry of await listEntries(folder, prefix)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      const externalId = `${prefix}${entry.name}`.normalize('NFC');
      if (entry.isDirectory()) await visit(path, `${externalId}/`);
      else if (entry.isFile() || entry.isSymbolicLink()) await take(path, externalId);
    }
  }

  async function listEntries(folder: string, prefix: string): Promise<Dirent[]> {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    } catch (error) {
      if (prefix === '') throw new UsageError(`The folder cannot be read: ${reasonOf(error)}.`);
      problems.push({ externalId: prefix, code: 'FOLDER_UNREADABLE', message: reasonOf(error) });
      return [];
    }
  }

  async function take(path: string, externalId: string): Promise<void> {
    const report = (code: FolderProblem['code'], message: string) =>
      problems.push({ externalId, code, message });
    try {
      const stats = await stat(path);
      if (stats.isDirectory()) skippedLinks.push(externalId);
      if (!stats.isFile()) return;
      const length = [...externalId].length;
      if (length > MAX_EXTERNAL_ID)
        report('PATH_TOO_LONG', `The path has ${length} characters; ${MAX_EXTERNAL_ID} are possible.`);
      // A disk can hold both spellings of one Korean name.
      else if (files.has(externalId))
        report('PATH_AMBIGUOUS', 'Another file has the same name in another Unicode spelling (NFC, NFD).');
      else files.set(externalId, { path, externalId, bytes: stats.size });
    } catch (error) {
      report('FILE_UNREADABLE', reasonOf(error));
    }
  }

  await visit(root, '');
  return { files: [...files.values()], problems, skippedLinks };
}
