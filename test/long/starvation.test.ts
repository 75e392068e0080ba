import { checkStarvation } from '../support/reliability/check-starvation.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('answers while many documents are made (check 17)', (stand) =>
  checkStarvation(stand, { documents: 500 }),
);
