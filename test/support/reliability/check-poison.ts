import { setTimeout as sleep } from 'node:timers/promises';
import { makeSlowPdf } from '../../unit/workers/hostile-pdf.ts';
import { createClient } from '../client.ts';
import { eventually, isAlive } from '../processes.ts';
import { countFaults } from './count-faults.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

/** Takes its parser seconds, time enough to kill it. */
const SLOW_WORDS = 400_000;
const MAX_ATTEMPTS = 3;
const OTHERS = 5;

/**
 * Check 6: a document whose parser dies each time ends as failed with a code after three attempts at most; documents
 * that came after it are published meanwhile, by the same one parser, and the service lives.
 */
export async function checkPoison(stand: Stand, { trials }: { trials: number }): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start({ INGEST_CONCURRENCY: '1', PARSER_PROCESSES: '1' });
  const client = createClient(service.url);
  const poison = new Blob([Buffer.from(makeSlowPdf(SLOW_WORDS))]);
  const bad = { 'attempts none or over 3': 0, 'without a code': 0, 'others held up': 0, 'service gone': 0 };
  let attempts = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { body } = await client.upload(poison, { externalId: `poison-${trial}` });
    const others: string[] = [];
    let isFirst = true;
    const document = await eventually('the poison ends', async () => {
      const { body: now } = await client.get(`/documents/${body.id}`);
      if (now.status === 'failed' || now.status === 'published') return now;
      const [parser] = service.childPids('parse-worker');
      if (now.status !== 'loading' || parser === undefined) return undefined;
      process.kill(parser, 'SIGKILL');
      // Else the next one to be killed might be at work for another document.
      const isNoticed = async () => (await client.get(`/documents/${body.id}`)).body.status !== 'loading';
      await eventually('the dead parser was noticed', isNoticed, 3_000).catch(() => {});
      if (!isFirst) return undefined;
      isFirst = false;
      for (let number = 0; number < OTHERS; number++) {
        const text = `${trial}회 ${number}번, 뒤에 온 글이다.`;
        others.push((await client.post('/documents', { text })).body.id);
      }
      return undefined;
    });
    // More processes were killed: one that was started meanwhile, before anybody had use for it.
    const failures = service
      .output()
      .split('\n')
      .filter((line) => line.includes(body.id) && line.includes('attempt failed: PARSER_CRASHED'));
    attempts = Math.max(attempts, failures.length);
    if (failures.length > MAX_ATTEMPTS || failures.length === 0) bad['attempts none or over 3']++;
    if (document.error?.code !== 'PARSER_CRASHED') bad['without a code']++;
    for (const id of others) {
      const isPublished = await client.untilPublished(id, 10_000).catch(() => undefined);
      if (isPublished === undefined) bad['others held up']++;
    }
    await sleep(100);
  }
  if (!isAlive(service.pid)) bad['service gone']++;
  await service.stop();
  recordCheck({
    check: 6,
    what: 'the parser of one document is killed at each attempt; five others come after it',
    engine: stand.engine,
    trials,
    bad: { ...bad, ...(await stand.inspect(countFaults)) },
    seen: { 'most attempts': attempts },
    startedAt,
  });
}
