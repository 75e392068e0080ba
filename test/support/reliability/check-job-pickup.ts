import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../client.ts';
import { eventually } from '../processes.ts';
import type { RunningService } from '../running-service.ts';
import { countFaults } from './count-faults.ts';
import { startHeldModel } from './held-model.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

/** Longer than a killed worker is missed. */
const HOLD_MS = 60_000;
const LIMIT_SECONDS = { pglite: 2, postgres: 20 };

/**
 * Check 4: a worker is killed in the middle of a job. On Postgres another worker has it within 20 s; PGlite has one owner, whose
 * next start takes it up within 2 s of being ready.
 */
export async function checkJobPickup(stand: Stand, { trials }: { trials: number }): Promise<void> {
  const startedAt = performance.now();
  const { env, hold, model, close } = await startHeldModel(HOLD_MS);
  const isEmbedded = stand.engine === 'pglite';
  const seconds: number[] = [];
  let front = await stand.start({ ...env, ROLE: isEmbedded ? 'all' : 'api' });
  let unfinished = 0;
  try {
    for (let trial = 0; trial < trials; trial++) {
      let worker: RunningService = isEmbedded ? front : await stand.start({ ...env, ROLE: 'worker' });
      const held = hold(1);
      const { body } = await createClient(front.url).post('/documents', {
        text: `시험 ${trial}번의 글이다.`,
      });
      await held.untilAsked();
      held.release();
      const calls = model.calls.length;
      // The other worker is there before, and has nothing to do.
      const other = isEmbedded ? undefined : await stand.start({ ...env, ROLE: 'worker' });
      const since = performance.now();
      await stand.kill(worker);
      if (isEmbedded) front = await stand.start(env);
      worker = other ?? front;
      const ready = isEmbedded ? performance.now() : since;
      // On PGlite everything is queued again before the start is over; on Postgres only the model hears of another attempt.
      const isTaken = async () =>
        isEmbedded
          ? (await createClient(front.url).get(`/documents/${body.id}`)).body.status !== 'queued'
          : model.calls.length > calls;
      await eventually('the job is taken up', isTaken);
      seconds.push((performance.now() - ready) / 1000);
      const document = await createClient(front.url)
        .untilPublished(body.id)
        .catch(() => undefined);
      if (document === undefined) unfinished++;
      if (!isEmbedded) await worker.stop();
      await sleep(100);
    }
    await front.stop();
  } finally {
    await close();
  }
  const limit = LIMIT_SECONDS[stand.engine];
  recordCheck({
    check: 4,
    what: isEmbedded
      ? 'SIGKILL with a job in work; from ready again until it is taken up'
      : 'SIGKILL of a worker with a job; until the other has it',
    engine: stand.engine,
    trials,
    bad: {
      unfinished,
      [`later than ${limit} s`]: seconds.filter((taken) => taken > limit).length,
      ...(await stand.inspect(countFaults)),
    },
    seen: { 'slowest s': Math.max(...seconds).toFixed(1) },
    startedAt,
  });
}
