import { checkKilledRequests, checkSameKey } from '../support/reliability/check-idempotency.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('makes one document under one key (check 11)', (stand) => checkSameKey(stand, { requests: 50 }));

itOnStands('finds what it had committed when the key comes again (check 12)', (stand) =>
  checkKilledRequests(stand, { cuts: 50 }),
);
