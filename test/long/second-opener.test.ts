import { checkSecondOpener } from '../support/reliability/check-second-opener.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands(
  'refuses a second service on a folder (check 7)',
  (stand) => checkSecondOpener(stand, { trials: 5 }),
  ['pglite'],
);
