import { checkPoison } from '../support/reliability/check-poison.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('gives a document up that kills its parser (check 6)', (stand) =>
  checkPoison(stand, { trials: 3 }),
);
