import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Reply } from '../client.ts';
import { eventually, isAlive } from '../processes.ts';
import { countFaults } from './count-faults.ts';
import { untilAllEnded } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import type { SealedDisk } from './sealed-disk.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

const LEFT_BYTES = 3 * 2 ** 20;
const MAX_REQUEST_MS = 10_000;
const MAX_RED_MS = 5_000;
/** How long writes go on after the first was refused. */
const FULL_MS = 15_000;
const MAX_DOCUMENTS = 400;

/**
 * Check 8: the disk of the database fills up while documents are posted. Writes get 503 with Retry-After, no request hangs,
 * readiness turns red; when there is space again (and after `revive`, for a server that ended), everything acknowledged is there.
 */
export async function checkDiskFull(
  stand: Stand,
  disk: SealedDisk,
  { megabytes, revive = async () => {} }: { megabytes: number; revive?: () => Promise<void> },
): Promise<void> {
  const startedAt = performance.now();
  let service = await stand.start();
  const acknowledged: string[] = [];
  const bad = { hung: 0, 'other than 503': 0, 'without Retry-After': 0, 'readiness not red': 0, lost: 0 };
  let refusals = 0;
  let slowestMs = 0;
  let redAfterMs = Number.NaN;

  async function request(send: () => Promise<Reply>): Promise<Reply | undefined> {
    const since = performance.now();
    const reply = await Promise.race([
      send().catch(() => undefined),
      sleep(60_000, undefined, { ref: false }),
    ]);
    const tookMs = performance.now() - since;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > MAX_REQUEST_MS) bad.hung++;
    return reply;
  }

  async function post(number: number): Promise<boolean> {
    const text = longText(3, `표식${number}`);
    const reply = await request(() => createClient(service.url).post('/documents', { text }));
    if (reply !== undefined && reply.status < 300) {
      acknowledged.push(reply.body.id);
      return true;
    }
    refusals++;
    if (reply?.body.code !== 'DATABASE_UNAVAILABLE') {
      bad['other than 503']++;
      console.error(`disk full: ${reply?.status} ${JSON.stringify(reply?.body)}`);
    } else if (reply.headers.get('retry-after') === null) bad['without Retry-After']++;
    return false;
  }

  for (let number = 0; number < 5; number++) await post(number);
  await untilAllEnded(createClient(service.url));
  disk.fill(LEFT_BYTES);
  let number = 5;
  while (number < MAX_DOCUMENTS && (await post(number))) number++;
  const fullSince = performance.now();
  while (performance.now() - fullSince < FULL_MS) {
    const ready = await request(() => createClient(service.url).get('/readyz'));
    if (ready?.status === 503 && Number.isNaN(redAfterMs)) redAfterMs = performance.now() - fullSince;
    await post(number++);
    await sleep(100);
  }
  if (!(redAfterMs <= MAX_RED_MS)) bad['readiness not red']++;
  disk.free();
  await revive();
  const isBack = async () =>
    (
      await createClient(service.url)
        .get('/readyz')
        .catch(() => undefined)
    )?.status === 200;
  const backByItself = await eventually('ready again', isBack, 30_000).catch(() => false);
  if (!backByItself) {
    if (isAlive(service.pid)) await stand.kill(service);
    service = await stand.start();
  }
  const client = createClient(service.url);
  await untilAllEnded(client);
  for (const id of acknowledged) {
    const { status, body } = await client.get(`/documents/${id}`);
    if (status === 200 && body.status === 'published') continue;
    bad.lost++;
    console.error(`lost: ${status} ${body.status} ${JSON.stringify(body.error)}`);
  }
  await service.stop();
  recordCheck({
    check: 8,
    what: `the ${megabytes} MB disk of the database fills up while documents are posted, then has space again`,
    engine: stand.engine,
    trials: acknowledged.length + refusals,
    bad: { ...bad, ...(await stand.inspect(countFaults)) },
    seen: {
      acknowledged: acknowledged.length,
      refused: refusals,
      'slowest request s': (slowestMs / 1000).toFixed(1),
      'red after s': (redAfterMs / 1000).toFixed(1),
      'ready again': backByItself ? 'by itself' : 'after a restart',
    },
    startedAt,
  });
}
