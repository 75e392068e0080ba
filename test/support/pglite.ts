import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE } from '../../src/store/pglite/data-lock.ts';
import type { Log } from '../../src/store/pglite/pglite-process.ts';
import { startPGliteProcess } from '../../src/store/pglite/pglite-process.ts';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A fresh data folder: empty, or a copy of `template`, which saves the 2 s of initdb. */
export async function createDataDir(
  template?: string,
): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'footnote-test-'));
  if (template !== undefined) cpSync(template, path, { recursive: true });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A data folder after initdb, without tables. */
export async function createTemplate(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await createDataDir();
  const pglite = await startPGliteProcess({ dataDir: folder.path, log: silentLog });
  await pglite.close();
  if (existsSync(join(folder.path, LOCK_FILE))) throw new Error('The closed database left its lock behind.');
  return folder;
}
