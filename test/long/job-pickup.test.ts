import { checkJobPickup } from '../support/reliability/check-job-pickup.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('takes a job up that a killed process left (check 4)', (stand) =>
  checkJobPickup(stand, { trials: 3 }),
);
