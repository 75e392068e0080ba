import { checkAtomicEnqueue } from '../support/reliability/check-atomic-enqueue.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('leaves nothing of a document that was not accepted (check 3)', (stand) =>
  checkAtomicEnqueue(stand, { perFault: 20 }),
);
