import { checkStageKills, POINTS } from '../support/reliability/check-stage-kills.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('is killed at every stage and ends with the same rows (check 2)', (stand) =>
  checkStageKills(stand, { points: POINTS, victim: 'service' }),
);

itOnStands(
  'has its database killed at every stage and ends with the same rows (check 2)',
  (stand) => checkStageKills(stand, { points: POINTS, victim: 'database' }),
  ['pglite'],
);
