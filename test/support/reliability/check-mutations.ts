import { createClient, type Reply } from '../client.ts';
import { eventually, isAlive } from '../processes.ts';
import { createRandom } from '../random.ts';
import { mutate } from './mutate.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

const PARALLEL = 4;
/** Far above the limits of the parser: 20 s without a page, and 20 s in all for a short document, three times at most. */
const HANG_MS = 120_000;
const ENDED = ['published', 'failed'];

export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Outcomes {
  readonly bad: Record<'no end' | '5xx' | 'INTERNAL_ERROR' | 'published without chunks', number>;
  /** By state or code. */
  readonly ends: Map<string, number>;
}

/**
 * Check 30: broken copies of good files, four uploads at a time, each ends in published, failed or refused with a code.
 * What is bad is printed with the seed and the file; `mutate` with that seed makes the same bytes again.
 */
export async function checkMutations(
  stand: Stand,
  { files, mutations, seed }: { files: readonly SeedFile[]; mutations: number; seed: number },
): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const outcomes: Outcomes = {
    bad: { 'no end': 0, '5xx': 0, INTERNAL_ERROR: 0, 'published without chunks': 0 },
    ends: new Map(),
  };
  const trials = files.flatMap((file, index) =>
    Array.from({ length: mutations }, (_, number) => ({ file, seed: seed + index * 1_000 + number })),
  );
  const queue = trials.values();
  // One iterator for all: whoever is free takes the next.
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const trial of queue) await tryOne(service.url, trial.file, trial.seed, outcomes);
    }),
  );
  const isGone = !isAlive(service.pid) || (await createClient(service.url).get('/readyz')).status !== 200;
  const ends = [...outcomes.ends].sort(([a], [b]) => (a < b ? -1 : 1));
  recordCheck({
    check: 30,
    what: `${files.length} good files × ${mutations} mutations (cut, flip, splice)`,
    engine: stand.engine,
    trials: trials.length,
    bad: { ...outcomes.bad, 'service gone': Number(isGone) },
    seen: Object.fromEntries(ends),
    seed,
    startedAt,
  });
}

async function tryOne(url: string, file: SeedFile, seed: number, { bad, ends }: Outcomes): Promise<void> {
  const { bytes, what } = mutate(file.bytes, createRandom(seed));
  const fail = (kind: keyof Outcomes['bad'], reply?: Reply) => {
    bad[kind]++;
    console.error(
      `${kind}: ${file.name}, seed ${seed}, ${what}: ${JSON.stringify(reply?.body)?.slice(0, 600)}`,
    );
  };
  const reply = await settle(url, file.name, bytes).catch(() => undefined);
  if (reply === undefined) return fail('no end');
  const { status, body } = reply;
  const end = status >= 400 ? `${status} ${body.code}` : (body.error?.code ?? body.status);
  ends.set(end, (ends.get(end) ?? 0) + 1);
  if (status >= 500) fail('5xx', reply);
  if (body.error?.code === 'INTERNAL_ERROR') fail('INTERNAL_ERROR', reply);
  if (body.status === 'published' && body.chunks === 0) fail('published without chunks', reply);
}

/** The refusal, or the document once it has ended; it is deleted then, so that the next one finds room. */
async function settle(url: string, name: string, bytes: Buffer): Promise<Reply> {
  const client = createClient(url);
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  const first = await client.send('POST', '/documents', form, { prefer: 'wait=30' });
  if (first.status >= 400) return first;
  const reply = ENDED.includes(first.body.status)
    ? first
    : await eventually(
        'the document ends',
        async () => {
          const now = await client.get(`/documents/${first.body.id}`);
          return ENDED.includes(now.body.status) && now;
        },
        HANG_MS,
      );
  const { status } = await client.send('DELETE', `/documents/${first.body.id}`);
  return status >= 500 ? { ...reply, status } : reply;
}
