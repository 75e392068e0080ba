import { checkDeleteWhileIngesting } from '../support/reliability/check-delete.ts';
import { checkReplaceWhileQuerying } from '../support/reliability/check-replace.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('answers from one version only while it is replaced (check 13)', (stand) =>
  checkReplaceWhileQuerying(stand, { answers: 1_000 }),
);

itOnStands('leaves nothing of documents deleted while they are made (check 14)', (stand) =>
  checkDeleteWhileIngesting(stand, { documents: 20, queries: 200, seed: 14 }),
);
