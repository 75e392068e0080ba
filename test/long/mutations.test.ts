import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkMutations } from '../support/reliability/check-mutations.ts';
import { listSeedFiles } from '../support/reliability/seed-files.ts';
import { makeStand } from '../support/reliability/stand.ts';

const FILES = 30;
const folder = process.env.FOOTNOTE_EVAL_DIR;
/** Fewer for a look: `FUZZ_MUTATIONS=20`. */
const mutations = Number(process.env.FUZZ_MUTATIONS ?? 200);
if (!folder)
  console.error('\n!!! MUTATIONS SKIPPED: FOOTNOTE_EVAL_DIR, the folder of good files, is not set\n');

it.skipIf(!folder)('ends every broken copy of a good file with a code (check 30) on pglite', async () => {
  const files = listSeedFiles(join(folder ?? '', 'docs'), FILES);
  expect(files).toHaveLength(FILES);
  const stand = await makeStand('pglite');
  try {
    await checkMutations(stand, { files, mutations, seed: 30_000 });
  } finally {
    await stand.remove();
  }
});
