import { createClient } from '../client.ts';
import { eventually } from '../processes.ts';
import { countFaults } from './count-faults.ts';
import { listDocuments } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';
import { longText } from './texts.ts';

const KEYS_PER_KILL = 5;
/** A lease, and the wait for five documents of a service that has just been killed. */
const KEY_DEADLINE_MS = 180_000;

/** Check 11: many requests with one Idempotency-Key at once make one document; the others get its answer, or 409. */
export async function checkSameKey(stand: Stand, { requests }: { requests: number }): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const client = createClient(service.url);
  const body = { text: '하나의 열쇠에는 하나의 문서가 있다.' };
  const headers = { 'idempotency-key': 'one key' };
  const replies = await Promise.all(
    Array.from({ length: requests }, () => client.post('/documents', body, headers)),
  );
  const accepted = replies.filter(({ status }) => status < 300);
  const first = JSON.stringify(accepted[0]?.body);
  const replay = await client.post('/documents', body, headers);
  const reused = await client.post('/documents', { text: '다른 글이다.' }, headers);
  const tooLong = await client.post('/documents', body, { 'idempotency-key': 'k'.repeat(256) });
  const same = { text: '열쇠 없이 스무 번 보낸 글이다.' };
  await Promise.all(Array.from({ length: 20 }, () => client.post('/documents', same)));
  const documents = await listDocuments(client);
  await service.stop();
  recordCheck({
    check: 11,
    what: `${requests} requests with one Idempotency-Key at once; then replayed, reused, too long; 20 × the same bytes without a key`,
    engine: stand.engine,
    trials: requests,
    bad: {
      'documents too many': documents.length - 2,
      'other answers': replies.filter((reply) => reply.status !== 409 && reply.status >= 300).length,
      'other bodies': accepted.filter((reply) => JSON.stringify(reply.body) !== first).length,
      'replay differs': Number(JSON.stringify(replay.body) !== first),
      'reuse not 422': Number(reused.status !== 422),
      'too long not 400': Number(tooLong.status !== 400),
    },
    seen: { accepted: accepted.length, 'refused with 409': requests - accepted.length },
    startedAt,
  });
}

/** Check 12: the service is killed when documents are committed and their requests unanswered; the key sent again finds them. */
export async function checkKilledRequests(stand: Stand, { cuts }: { cuts: number }): Promise<void> {
  const startedAt = performance.now();
  let service = await stand.start();
  const bad = { 'another document': 0, 'not accepted': 0 };
  let cut = 0;
  let kills = 0;
  while (cut < cuts) {
    const keys = Array.from({ length: KEYS_PER_KILL }, (_, index) => `${kills}-${index}`);
    const { url } = service;
    const send = (to: string, key: string) =>
      createClient(to).post(
        '/documents',
        { text: longText(3, key), metadata: { key } },
        { 'idempotency-key': key, prefer: to === url ? 'wait=60' : 'wait=0' },
      );
    const requests = keys.map((key) => send(url, key).catch(() => null));
    const ids = await eventually('all are committed', () => findByKey(url, keys));
    await stand.kill(service);
    const answers = await Promise.all(requests);
    service = await stand.start();
    kills++;
    for (const [index, key] of keys.entries()) {
      if (answers[index] !== null) continue;
      cut++;
      // The answer may say that it is in flight until the lease of the killed process is over.
      const again = await eventually(
        'the key is answered',
        async () => {
          const reply = await send(service.url, key);
          return reply.status !== 409 && reply;
        },
        KEY_DEADLINE_MS,
      );
      if (again.status >= 300) bad['not accepted']++;
      else if (again.body.id !== ids.get(key)) bad['another document']++;
    }
  }
  const documents = await listDocuments(createClient(service.url));
  await Promise.all(documents.map(({ id }) => createClient(service.url).untilPublished(id, 300_000)));
  await service.stop();
  recordCheck({
    check: 12,
    what: `SIGKILL between commit and answer of ${KEYS_PER_KILL} requests each, sent again with their keys`,
    engine: stand.engine,
    trials: cut,
    bad: {
      ...bad,
      doubled: documents.length - kills * KEYS_PER_KILL,
      ...(await stand.inspect(countFaults)),
    },
    seen: { kills },
    startedAt,
  });
}

/** Ids of the documents that carry these keys in their metadata; undefined until all are there. */
async function findByKey(url: string, keys: readonly string[]): Promise<Map<string, string> | undefined> {
  const { status, body } = await createClient(url).get('/documents?limit=100');
  if (status !== 200) return undefined;
  const wanted = body.data.filter((document: { metadata: { key: string } }) =>
    keys.includes(document.metadata.key),
  );
  if (wanted.length < keys.length) return undefined;
  return new Map(
    wanted.map((document: { id: string; metadata: { key: string } }) => [document.metadata.key, document.id]),
  );
}
