import { createClient } from '../client.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

const READERS = 8;
const FACTS = 12;

/** Each fact of a version names its number: whatever is quoted tells where it comes from. */
const textOf = (version: number) =>
  Array.from(
    { length: FACTS },
    (_, fact) => `${fact}번 창고의 보관 책임자는 판본${version}의 제${version * 100 + fact}과이다.`,
  ).join('\n\n');

/** Check 13: while one writer replaces the document again and again, every answer of eight readers is of one version only. */
export async function checkReplaceWhileQuerying(
  stand: Stand,
  { answers }: { answers: number },
): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const client = createClient(service.url);
  const { body } = await client.upload(new Blob([textOf(1)]));
  // With nothing published there would be nothing to mix.
  await client.untilPublished(body.id);
  let written = 1;
  let done = 0;
  const versions = new Set<number>();
  const bad = { 'mixed versions': 0, 'without citation': 0, 'quote of another version': 0, 'not 200': 0 };

  async function read(reader: number): Promise<void> {
    for (let turn = 0; done < answers; turn++, done++) {
      const question = `${(reader + turn) % FACTS}번 창고의 보관 책임자는 누구인가?`;
      const reply = await client.post('/query', { question });
      if (reply.status !== 200) {
        bad['not 200']++;
        continue;
      }
      const cited = reply.body.citations as { version: number; quote: string }[];
      const of = new Set([
        ...cited.map(({ version }) => version),
        ...reply.body.hits.map((hit: { document: { version: number } }) => hit.document.version),
      ]);
      for (const version of of) versions.add(version);
      if (of.size > 1) bad['mixed versions']++;
      if (cited.length === 0) bad['without citation']++;
      for (const { version, quote } of cited)
        if (/판본(\d+)/.exec(quote)?.[1] !== String(version)) bad['quote of another version']++;
    }
  }

  async function write(): Promise<void> {
    while (done < answers) {
      written++;
      const file = new Blob([textOf(written)]);
      await client.upload(file, {}, { path: `/documents/${body.id}/content`, method: 'PUT', wait: 60 });
    }
  }

  await Promise.all([write(), ...Array.from({ length: READERS }, (_, reader) => read(reader))]);
  await service.stop();
  recordCheck({
    check: 13,
    what: `${READERS} readers ask while one writer replaces the document`,
    engine: stand.engine,
    trials: done,
    bad,
    seen: { 'versions written': written, 'versions cited': versions.size },
    startedAt,
  });
}
