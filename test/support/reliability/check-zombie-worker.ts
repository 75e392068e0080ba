import { createClient } from '../client.ts';
import { eventually } from '../processes.ts';
import { countFaults } from './count-faults.ts';
import { startHeldModel } from './held-model.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

/**
 * The sleeper's calls are answered while it sleeps, so that it wakes up with everything at hand to write; long enough that all of its
 * documents ask before the first is answered. It is missed after 10 to 15 s.
 */
const HOLD_MS = 8_000;
const REFUSED = 'the attempt was taken over';

/**
 * Check 5: a worker is stopped with `perRound` jobs in work until another has finished them, then goes on. Each of its late
 * writes is refused by the attempt's number; what was published stays as it is.
 */
export async function checkZombieWorker(
  stand: Stand,
  { rounds, perRound }: { rounds: number; perRound: number },
): Promise<void> {
  const startedAt = performance.now();
  const { env, hold, close } = await startHeldModel(HOLD_MS);
  // One parser does: it is free again while the model is asked, and needs only one start.
  const many = { INGEST_CONCURRENCY: String(perRound), PARSER_PROCESSES: '1' };
  const api = await stand.start({ ...env, ROLE: 'api' });
  const client = createClient(api.url);
  const read = async (id: string) => JSON.stringify((await client.get(`/documents/${id}`)).body);
  let refused = 0;
  let changed = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const sleeper = await stand.start({ ...env, ...many, ROLE: 'worker', LOG_LEVEL: 'info' });
      const held = hold(perRound);
      const ids: string[] = [];
      for (let number = 0; number < perRound; number++) {
        const { body } = await client.post('/documents', {
          text: `${round}회 ${number}번 글은 잠든 일꾼의 몫이다.`,
        });
        ids.push(body.id);
      }
      await held.untilAsked();
      sleeper.kill('SIGSTOP');
      held.release();
      const other = await stand.start({ ...env, ...many, ROLE: 'worker' });
      for (const id of ids) await client.untilPublished(id);
      const before = await Promise.all(ids.map(read));
      sleeper.kill('SIGCONT');
      const count = () => sleeper.output().split(REFUSED).length - 1;
      await eventually('late writes are refused', () => count() >= perRound, 30_000).catch(() => {});
      refused += count();
      const after = await Promise.all(ids.map(read));
      changed += after.filter((document, index) => document !== before[index]).length;
      await sleeper.stop();
      await other.stop();
    }
    await api.stop();
  } finally {
    await close();
  }
  const trials = rounds * perRound;
  recordCheck({
    check: 5,
    what: `SIGSTOP of a worker past its lease, SIGCONT after another has published`,
    engine: stand.engine,
    trials,
    bad: {
      'not refused': Math.max(0, trials - refused),
      'changed after publishing': changed,
      ...(await stand.inspect(countFaults)),
    },
    seen: { 'late writes refused': refused },
    startedAt,
  });
}
