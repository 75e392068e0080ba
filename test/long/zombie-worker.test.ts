import { checkZombieWorker } from '../support/reliability/check-zombie-worker.ts';
import { itOnStands } from '../support/reliability/stand.ts';

// PGlite has one owner: whoever sleeps there keeps the folder.
itOnStands(
  'refuses what a worker writes that slept past its lease (check 5)',
  (stand) => checkZombieWorker(stand, { rounds: 5, perRound: 4 }),
  ['postgres'],
);
