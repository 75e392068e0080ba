import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../client.ts';
import { untilAllEnded } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

const TARGET_FACTOR = 2;
const TARGET_DELAY_MS = 100;
/** More than this would be starvation on any machine. */
const MAX_FACTOR = 20;
const PING_EVERY_MS = 20;
const QUESTIONS = 100;
/** So long that documents still wait when the last question is answered. */
const PAGES = 12;
const CLIENTS = 8;

/** Check 17: the p95 of answers while many documents wait and are made, beside that of the same service at rest. */
export async function checkStarvation(stand: Stand, { documents }: { documents: number }): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const client = createClient(service.url);
  await client.upload(new Blob([longText(20)]), {}, { wait: 60 });
  await measureAnswers(client);
  const idle = await measureAnswers(client);
  const numbers = Array.from({ length: documents }, (_, number) => number).values();
  const postAll = async (): Promise<void> => {
    for (const number of numbers) await client.post('/documents', { text: longText(PAGES, `표식${number}`) });
  };
  // Faster than they can be made.
  await Promise.all(Array.from({ length: CLIENTS }, postAll));
  const pings = startPings(client);
  const busy = await measureAnswers(client);
  const delayMs = await pings.stop();
  const { body } = await client.get('/documents?status=queued&limit=100');
  const stuck = await untilAllEnded(client, 600_000);
  await service.stop();
  const factor = busy.p95Ms / idle.p95Ms;
  recordCheck({
    check: 17,
    what: `questions while ${documents} documents are made, beside the same at rest`,
    engine: stand.engine,
    trials: QUESTIONS,
    bad: {
      stuck,
      failed: idle.failed + busy.failed,
      [`more than ${MAX_FACTOR} times slower`]: Number(busy.p95Ms > idle.p95Ms * MAX_FACTOR),
      'nothing waited at the end': Number(body.data.length === 0),
    },
    seen: {
      'p95 at rest ms': Math.round(idle.p95Ms),
      'p95 busy ms': Math.round(busy.p95Ms),
      factor: factor.toFixed(1),
      'p99 of /healthz meanwhile ms': Math.round(delayMs),
    },
    missed: [
      ...(factor > TARGET_FACTOR ? [`factor at most ${TARGET_FACTOR}`] : []),
      ...(delayMs > TARGET_DELAY_MS ? [`event loop at most ${TARGET_DELAY_MS} ms behind`] : []),
    ],
    startedAt,
  });
}

/** Asks for what needs nothing but the event loop, again and again; `stop` gives the 99th percentile of how long it took. */
function startPings(client: ReturnType<typeof createClient>): { stop(): Promise<number> } {
  const times: number[] = [];
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      const since = performance.now();
      await client.get('/healthz');
      times.push(performance.now() - since);
      await sleep(PING_EVERY_MS);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await running;
      times.sort((a, b) => a - b);
      return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
    },
  };
}

async function measureAnswers(
  client: ReturnType<typeof createClient>,
): Promise<{ p95Ms: number; failed: number }> {
  const times: number[] = [];
  let failed = 0;
  for (let number = 0; number < QUESTIONS; number++) {
    const since = performance.now();
    const question = `${(number % 20) + 1}쪽 ${number % 40}번 항목의 담당 부서는?`;
    const { status } = await client.post('/query', { question });
    if (status !== 200) failed++;
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  return { p95Ms: times[Math.floor(QUESTIONS * 0.95)] ?? Number.NaN, failed };
}
