import { checkBombs } from '../support/reliability/check-bombs.ts';
import { checkTypeLies } from '../support/reliability/check-type-lies.ts';
import { itOnStands } from '../support/reliability/stand.ts';

itOnStands('lives through bombs (check 28)', (stand) => checkBombs(stand), ['pglite']);

itOnStands('goes by the content (check 31)', (stand) => checkTypeLies(stand), ['pglite']);
