import { readResidentBytes } from '../../../src/workers/read-resident-bytes.ts';
import { createClient } from '../client.ts';
import { type HostileFile, listHostileFiles } from '../make-hostile-files.ts';
import { isAlive } from '../processes.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

const MAX_SECONDS = 20;
/** The limit of the parser is 512 MB; it is looked at now and then. */
const MAX_CHILD_MB = 640;
const MAX_GROWTH_MB = 64;
const MEGABYTE = 2 ** 20;
/** Each look asks `ps`. */
const SAMPLE_EVERY_MS = 200;

/** Check 28: each bomb is refused or fails with a code in 20 s; the parser is ended in time, and the service hardly grows. */
export async function checkBombs(
  stand: Stand,
  { only, warmPages = 1_000 }: { only?: readonly string[]; warmPages?: number } = {},
): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const client = createClient(service.url);
  // What an ordinary document of some megabytes makes the service grow to is not the bombs' doing.
  await client.upload(new Blob([longText(warmPages)]), {}, { wait: 60 });
  const bad = { 'no code': 0, [`over ${MAX_SECONDS} s`]: 0, 'parser over its memory': 0, 'service gone': 0 };
  const bombs = listHostileFiles().filter(({ name }) => only?.includes(name) ?? true);
  const before = readResidentBytes(service.pid) ?? 0;
  let slowest = 0;
  let largest = 0;
  let grown = 0;
  const ends: string[] = [];
  const timer = setInterval(() => {
    for (const pid of service.childPids('parse-worker'))
      largest = Math.max(largest, (readResidentBytes(pid) ?? 0) / MEGABYTE);
    grown = Math.max(grown, ((readResidentBytes(service.pid) ?? 0) - before) / MEGABYTE);
  }, SAMPLE_EVERY_MS);
  for (const bomb of bombs) {
    const { code, seconds } = await upload(client, bomb);
    ends.push(`${bomb.name} ${code ?? 'published'} ${seconds.toFixed(1)} s`);
    console.log(ends.at(-1));
    slowest = Math.max(slowest, seconds);
    if (seconds > MAX_SECONDS) bad[`over ${MAX_SECONDS} s`] = (bad[`over ${MAX_SECONDS} s`] ?? 0) + 1;
    if (code === undefined ? !bomb.mayBePublished : code === 'INTERNAL_ERROR') bad['no code']++;
  }
  clearInterval(timer);
  if (largest > MAX_CHILD_MB) bad['parser over its memory']++;
  if (!isAlive(service.pid) || (await client.get('/readyz')).status !== 200) bad['service gone']++;
  await service.stop();
  recordCheck({
    check: 28,
    what: 'files that unfold, take very long or lie about what they hold',
    engine: stand.engine,
    trials: bombs.length,
    bad: { ...bad, [`service grown over ${MAX_GROWTH_MB} MB`]: Number(grown > MAX_GROWTH_MB) },
    seen: {
      'slowest s': slowest.toFixed(1),
      'largest parser MB': Math.round(largest),
      'service grown MB': Math.round(grown),
      ends: ends.join(', '),
    },
    startedAt,
  });
}

/** The code it was refused or failed with; undefined when it was published. */
async function upload(
  client: ReturnType<typeof createClient>,
  { name, make }: HostileFile,
): Promise<{ code: string | undefined; seconds: number }> {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(make())]), name);
  const since = performance.now();
  const { status, body } = await client.send('POST', '/documents', form, { prefer: 'wait=60' });
  const seconds = (performance.now() - since) / 1000;
  return { code: status >= 400 ? body.code : body.error?.code, seconds };
}
