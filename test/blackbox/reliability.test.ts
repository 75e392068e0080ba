/** A small sample of what `npm run test:long` does in full: the same code with fewer trials. */
import { checkAckHistory } from '../support/reliability/check-ack-history.ts';
import { checkAtomicEnqueue } from '../support/reliability/check-atomic-enqueue.ts';
import { checkBombs } from '../support/reliability/check-bombs.ts';
import { checkMutations } from '../support/reliability/check-mutations.ts';
import { makeFiles } from '../support/reliability/made-files.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands(
  'loses and doubles nothing that was acknowledged (check 1)',
  (stand) => checkAckHistory(stand, { kills: 2, acks: 20, seed: 1 }),
  ['pglite'],
);

itOnStands(
  'leaves nothing of a document that was not accepted (check 3)',
  (stand) => checkAtomicEnqueue(stand, { perFault: 1 }),
  ['postgres'],
);

itOnStands(
  'lives through a bomb (check 28)',
  (stand) => checkBombs(stand, { only: ['lying-sizes.docx'], warmPages: 50 }),
  ['pglite'],
);

itOnStands(
  'ends every broken copy of a good file with a code (check 30)',
  async (stand) => checkMutations(stand, { files: (await makeFiles()).slice(0, 3), mutations: 5, seed: 1 }),
  ['pglite'],
);
