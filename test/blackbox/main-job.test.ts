import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { makeDataDir, type RunningService, startService } from '../support/running-service.ts';

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/remote-work-policy.ko.pdf', import.meta.url));

let data: Awaited<ReturnType<typeof makeDataDir>>;
let service: RunningService;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  data = await makeDataDir();
  service = await startService({ DATA_DIR: data.path });
  client = createClient(service.url);
});
afterAll(async () => {
  await service?.stop();
  await data?.remove();
});

/** Every citation, sliced from the page of its version, is exactly its quote. */
async function expectCitationsToHold(answer: {
  citations: {
    documentId: string;
    version: number;
    page: number;
    start: number;
    end: number;
    quote: string;
    verified: boolean;
  }[];
}) {
  expect(answer.citations.length).toBeGreaterThan(0);
  for (const { documentId, version, page, start, end, quote, verified } of answer.citations) {
    const { body } = await client.get(`/documents/${documentId}/pages/${page}?version=${version}`);
    expect(body.text.slice(start, end)).toBe(quote);
    expect(verified).toBe(true);
  }
}

it('says in one line where it listens and how to try it', () => {
  expect(service.readyLine).toMatch(
    /ready at http:\/\/127\.0\.0\.1:\d+ \(database: PGlite in .*embedder: built-in.*generator: extractive\)\. Try: curl /,
  );
});

it('answers a question about a Korean PDF with a citation that holds on the page', async () => {
  const uploaded = await client.upload(EXAMPLE, {}, { wait: 60 });
  expect(uploaded.status).toBe(201);
  expect(uploaded.body).toMatchObject({
    status: 'published',
    mediaType: 'application/pdf',
    version: 1,
    pages: 3,
  });
  const { body: answer } = await client.post('/query', {
    question: '재택근무는 일주일에 며칠까지 할 수 있나요?',
  });
  expect(answer).toMatchObject({ answerable: true, language: 'ko', generator: { provider: 'extractive' } });
  await expectCitationsToHold(answer);
  for (const { start, end, citations } of answer.statements) {
    expect(answer.answer.slice(start, end).trim()).not.toBe('');
    for (const number of citations)
      expect(answer.citations.map((citation: { number: number }) => citation.number)).toContain(number);
  }
  expect(answer.citations[0].boxes.length).toBeGreaterThan(0);
});

it('does not answer what the documents do not say', async () => {
  const { body } = await client.post('/query', { question: '서울에서 부산까지 KTX 요금은?' });
  expect(body).toMatchObject({ answerable: false, citations: [], statements: [], language: 'ko' });
});

it('answers from the new version, keeps the old citation checkable, and finds nothing after a delete', async () => {
  const text = (days: number) => ({
    text: `# 휴가 규정\n\n신입 사원의 여름 특별 휴가는 ${days}일이다.`,
    mediaType: 'text/markdown',
    externalId: 'summer',
  });
  const first = await client.post('/documents', text(3), { prefer: 'wait=60' });
  expect(first.status).toBe(201);
  const ask = async () =>
    (
      await client.post('/query', {
        question: '신입 사원의 여름 특별 휴가는 며칠인가요?',
        documentIds: [first.body.id],
      })
    ).body;
  const before = await ask();
  expect(before.answer).toContain('3일');

  const second = await client.post('/documents', text(5), { prefer: 'wait=60' });
  expect(second.body).toMatchObject({ id: first.body.id, version: 2, publishedVersion: 2 });
  const after = await ask();
  expect(after.answer).toContain('5일');
  expect(after.answer).not.toContain('3일');
  await expectCitationsToHold(before);
  await expectCitationsToHold(after);

  const deleted = await client.send('DELETE', `/documents/${first.body.id}`);
  expect(deleted).toMatchObject({
    status: 200,
    body: { id: first.body.id, deleted: true, counts: { versions: 2 } },
  });
  const { body: found } = await client.post('/search', { query: '신입 사원 여름 특별 휴가' });
  expect(found.hits.map((hit: { document: { id: string } }) => hit.document.id)).not.toContain(first.body.id);
  expect((await ask()).answerable).toBe(false);
  expect((await client.get(`/documents/${first.body.id}`)).body.code).toBe('DOCUMENT_NOT_FOUND');
});

it('makes one document of 20 parallel uploads of the same bytes', async () => {
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => client.upload(new Blob(['스무 번 올린 같은 글입니다.']))),
  );
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(replies.filter((reply) => reply.body.deduplicated)).toHaveLength(19);
});

it('gives the original bytes back', async () => {
  const { body: list } = await client.get('/documents?limit=100');
  const example = list.data.find(
    (document: { mediaType: string }) => document.mediaType === 'application/pdf',
  );
  const response = await fetch(`${service.url}/documents/${example.id}/content`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
  expect(digest).toBe(example.sha256);
});
