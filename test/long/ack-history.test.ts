import { checkAckHistory } from '../support/reliability/check-ack-history.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('loses and doubles nothing that was acknowledged (check 1)', (stand) =>
  checkAckHistory(stand, { kills: 20, acks: 500, seed: 1 }),
);
