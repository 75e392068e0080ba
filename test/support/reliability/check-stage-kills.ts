import { expect } from 'vitest';
import type { OpenDatabase } from '../../../src/store/open-database.ts';
import { createClient, type Reply } from '../client.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../fake-openai.ts';
import { eventually } from '../processes.ts';
import type { RunningService } from '../running-service.ts';
import { countFaults } from './count-faults.ts';
import { type CrashPoint, type CrashPoints, installCrashPoints } from './crash-points.ts';
import { listDocuments } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import { STAGE_POINTS } from './stage-points.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

/** Three calls to the embedding model, of 64 chunks at most. */
const TEXT = longText(10);
const CHUNKING = { CHUNK_MAX_TOKENS: '60', CHUNK_OVERLAP_TOKENS: '10' };
const DEADLINE_MS = 60_000;

type Victim = 'service' | 'database';

/** A point to be killed at: in the database, or at the nth call to the embedding model. */
export type Point = CrashPoint | { readonly name: string; readonly call: number };

export const POINTS: readonly Point[] = [
  ...STAGE_POINTS,
  ...[1, 2, 3].map((call) => ({ name: `embedding call ${call} not answered`, call })),
];

/**
 * Check 2: killed at each point, the document is published after the restart, with the same rows as one that nobody
 * disturbed. A request that got no answer is sent again, as a client would.
 */
export async function checkStageKills(
  stand: Stand,
  { points, victim }: { points: readonly Point[]; victim: Victim },
): Promise<void> {
  const startedAt = performance.now();
  const model = await startFakeOpenAI();
  const env = {
    ...CHUNKING,
    OPENAI_EMBEDDING_BASE_URL: model.baseUrl,
    OPENAI_EMBEDDING_API_KEY: 'none',
    OPENAI_EMBEDDING_MODEL: 'fake',
    OPENAI_EMBEDDING_DIMENSIONS: '32',
  };
  try {
    // The queue makes its tables at the first start.
    await (await stand.start(env)).stop();
    const crash = await installCrashPoints(stand, STAGE_POINTS);
    let service = await stand.start(env);
    await upload(service, 'undisturbed').then((reply) => untilPublished(service, reply?.body.id));
    let slowestMs = 0;
    for (const { name, ...point } of points) {
      const reached = await holdAt(crash, model, { name, ...point });
      const request = upload(service, name);
      await reached();
      if (victim === 'service') await stand.kill(service);
      else for (const pid of service.childPids('pglite-worker')) process.kill(pid, 'SIGKILL');
      await crash.disarm();
      model.script();
      const since = performance.now();
      if (victim === 'service') service = await stand.start(env);
      const startMs = performance.now() - since;
      const answered = await request;
      const id = answered?.body.id ?? (await resend(service, name));
      await untilPublished(service, id);
      const tookMs = performance.now() - since;
      slowestMs = Math.max(slowestMs, tookMs);
      console.log(
        `${name}: published ${(tookMs / 1000).toFixed(1)} s after the kill, ready ${(startMs / 1000).toFixed(1)} s after`,
      );
    }
    const documents = await listDocuments(createClient(service.url));
    await service.stop();
    const prints = await stand.inspect(fingerprint);
    const faults = await stand.inspect(countFaults);
    const [whole] = prints.filter((print) => print.externalId === 'undisturbed');
    expect(Number(whole?.counts.split(' ')[1]), 'chunks, of three calls').toBeGreaterThan(128);
    const differing = prints.filter(
      ({ counts, hash }) => counts !== whole?.counts || hash !== whole.hash,
    ).length;
    const count = points.length;
    recordCheck({
      check: 2,
      what: `SIGKILL of the ${victim} at each of ${count} points`,
      engine: stand.engine,
      trials: count,
      bad: {
        lost: points.filter(({ name }) => !prints.some((print) => print.externalId === name)).length,
        doubled: documents.length - new Set(documents.map(({ externalId }) => externalId)).size,
        'differs from undisturbed': differing,
        ...faults,
      },
      seen: { 'slowest s until published': (slowestMs / 1000).toFixed(1) },
      startedAt,
    });
  } finally {
    await model.close();
  }
}

/** Lets the next document stand still at `point`; the result waits until it does. */
async function holdAt(crash: CrashPoints, model: FakeOpenAI, point: Point): Promise<() => Promise<void>> {
  if (!('call' in point)) {
    await crash.arm(point);
    return () => crash.untilReached();
  }
  const before = model.calls.length;
  model.script(...Array.from({ length: point.call - 1 }, () => 'good' as const), 'slow');
  return async () => {
    await eventually('the call comes', () => model.calls.length >= before + point.call);
  };
}

const upload = (service: RunningService, externalId: string): Promise<Reply | undefined> =>
  createClient(service.url)
    .post('/documents', { text: TEXT, externalId })
    .then(
      (reply) => (reply.status < 300 ? reply : undefined),
      () => undefined,
    );

const resend = (service: RunningService, externalId: string): Promise<string> =>
  eventually('the document is accepted', async () => (await upload(service, externalId))?.body.id);

const untilPublished = (service: RunningService, id: string) =>
  createClient(service.url).untilPublished(id, DEADLINE_MS);

/** Per document: how many rows it has, and a hash over all that they hold. */
async function fingerprint(
  database: OpenDatabase,
): Promise<{ externalId: string; counts: string; hash: string }[]> {
  const { rows } = await database.executeSql(`
    select d.external_id, concat_ws(' ', p.n, c.n, e.n, t.n) as counts, concat(p.h, c.h, e.h, t.h) as hash
    from documents d,
    lateral (select count(*) as n, md5(string_agg(concat_ws('|', number, text, headings), '#' order by number)) as h
      from pages where version_id = d.published_version_id) p,
    lateral (select count(*) as n, md5(string_agg(
        concat_ws('|', ordinal, text, page_start, page_end, start, "end", headings, tokens), '#' order by ordinal)) as h
      from chunks where version_id = d.published_version_id) c,
    lateral (select count(*) as n, md5(string_agg(concat_ws('|', ordinal, embedding), '#' order by ordinal)) as h
      from chunk_embeddings where version_id = d.published_version_id) e,
    lateral (select count(*) as n, md5(string_agg(
        concat_ws('|', term, segment, ordinals, frequencies, lengths), '#' order by term, segment)) as h
      from postings where version_id = d.published_version_id) t`);
  return rows.map((row) => ({
    externalId: String(row.external_id),
    counts: String(row.counts),
    hash: String(row.hash),
  }));
}
