import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../client.ts';
import { createRandom } from '../random.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

const MAX_HEAD_START_MS = 4_000;
const TABLES = ['pages', 'chunks', 'chunk_embeddings', 'postings', 'versions', 'uploads', 'upload_pieces'];

/**
 * Check 14: documents are deleted at random moments while they are made. After the 200 nothing of them is left in any
 * table or in the queue, and no later search finds them.
 */
export async function checkDeleteWhileIngesting(
  stand: Stand,
  { documents, queries, seed }: { documents: number; queries: number; seed: number },
): Promise<void> {
  const startedAt = performance.now();
  const random = createRandom(seed);
  const service = await stand.start();
  const client = createClient(service.url);
  const deleted = new Set<string>();
  const stages: Record<string, number> = {};
  let refused = 0;
  for (let number = 0; number < documents; number++) {
    const { body } = await client.post(
      '/documents',
      { text: longText(20, `해바라기${number}`) },
      { 'idempotency-key': `${number}` },
    );
    await sleep(random.integer(0, MAX_HEAD_START_MS));
    const { status: stage } = (await client.get(`/documents/${body.id}`)).body;
    stages[stage] = (stages[stage] ?? 0) + 1;
    const { status } = await client.send('DELETE', `/documents/${body.id}`);
    if (status !== 200) refused++;
    deleted.add(body.id);
  }
  let found = 0;
  for (let query = 0; query < queries; query++) {
    const { body } = await client.post('/search', {
      query: `마지막 표식 해바라기${query % documents} 담당 부서`,
    });
    if (body.hits.length > 0) found++;
  }
  let readable = 0;
  for (const id of deleted) if ((await client.get(`/documents/${id}`)).status !== 404) readable++;
  await service.stop();
  const left = await stand.inspect(async (database) => {
    const sum = TABLES.map((table) => `(select count(*) from ${table})`).join(' + ');
    const { rows } =
      await database.executeSql(`select ${sum} as rows, (select count(*) from term_frequencies) as terms,
      (select count(*) from idempotency_keys where cardinality(document_ids) > 0 or body is not null) as replies,
      (select count(*) from pgboss.job where name = 'ingest' and state in ('created', 'retry', 'active')) as jobs`);
    return rows[0] as Record<string, number>;
  });
  recordCheck({
    check: 14,
    what: `deleted at random moments while being made; ${queries} searches after`,
    engine: stand.engine,
    trials: documents,
    bad: {
      'not 200': refused,
      'still readable': readable,
      'found by a search': found,
      'rows left': left.rows ?? Number.NaN,
      'terms left': left.terms ?? Number.NaN,
      'replies left': left.replies ?? Number.NaN,
      'jobs left': left.jobs ?? Number.NaN,
    },
    seen: Object.fromEntries(
      Object.entries(stages)
        .sort()
        .map(([stage, count]) => [`deleted when ${stage}`, count]),
    ),
    seed,
    startedAt,
  });
}
