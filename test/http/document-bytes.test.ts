import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServices, type TestApp, type TestServices } from '../support/app.ts';
import { readEvents } from '../support/events.ts';
import { expectProblem, json, read, send } from '../support/http.ts';

let services: TestServices;
let app: TestApp;
/** More than two of the pieces in which bytes are stored. */
const LINES = Array.from({ length: 60_000 }, (_, index) => `${index}: 고양이 has ${index % 9} lives.`);
const TEXT = Buffer.from(LINES.join('\n'));
let url = '';
let id = '';

beforeAll(async () => {
  services = await startTestServices();
  app = await services.startApp();
  const form = new FormData();
  form.set('file', new Blob([TEXT]), '고양이.txt');
  const made = await send(`${app.baseUrl}/documents`, { method: 'POST', body: form });
  expect(made.status).toBe(202);
  id = (made.body as { id: string }).id;
  url = `${app.baseUrl}/documents/${id}`;
});
afterAll(() => services?.close());

describe('GET /documents/{id}/events', () => {
  it('tells of the making as it moves on, and of its end', async () => {
    const events = await readEvents(await fetch(`${url}/events`));
    const last = events.at(-1);
    expect(last).toMatchObject({
      event: 'published',
      data: { id, status: 'published', publishedVersion: 1 },
    });
    expect(last?.data.progress.chunksDone).toBe(last?.data.chunks);
    for (const { event, data } of events.slice(0, -1)) {
      expect(event).toBe('progress');
      expect(data.status).not.toBe('published');
    }
    expect(new Set(events.map(({ data }) => JSON.stringify([data.status, data.progress]))).size).toBe(
      events.length,
    );
  });

  it('tells the end at once where there is nothing to wait for', async () => {
    expect((await readEvents(await fetch(`${url}/events`))).map(({ event }) => event)).toEqual(['published']);
    const empty = await send(`${app.baseUrl}/documents`, json('POST', { text: ' ' }, { prefer: 'wait=60' }));
    const failed = (empty.body as { id: string }).id;
    const events = await readEvents(await fetch(`${app.baseUrl}/documents/${failed}/events`));
    expect(events).toMatchObject([{ event: 'failed', data: { error: { code: 'DOCUMENT_HAS_NO_TEXT' } } }]);
  });

  it('is an ordinary problem for a document that is not there', async () => {
    const nobody = `${app.baseUrl}/documents/01890000-0000-7000-8000-000000000000/events`;
    expectProblem(await send(nobody), 'DOCUMENT_NOT_FOUND');
  });
});

describe('GET /documents/{id}/content', () => {
  const get = (headers: Record<string, string>, method = 'GET') =>
    fetch(`${url}/content`, { headers, method });

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=1048570-1048590', 1_048_570, 1_048_591],
    ['bytes=1000000-', 1_000_000, TEXT.length],
    ['bytes=-10', TEXT.length - 10, TEXT.length],
    [`bytes=${TEXT.length - 1}-`, TEXT.length - 1, TEXT.length],
  ])('%s is a part of it', async (range, start, end) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${TEXT.length}`);
    expect(response.headers.get('content-length')).toBe(String(end - start));
    expect(Buffer.from(await response.arrayBuffer()).equals(TEXT.subarray(start, end))).toBe(true);
  });

  it('is whole without a range, for several, for one of other bytes, and for HEAD', async () => {
    for (const headers of [{}, { range: 'bytes=0-1,5-6' }, { range: 'bytes=0-1', 'if-range': '"other"' }]) {
      const response = await get(headers as Record<string, string>);
      expect(response.status).toBe(200);
      expect(response.headers.get('accept-ranges')).toBe('bytes');
      expect(Buffer.from(await response.arrayBuffer()).equals(TEXT)).toBe(true);
    }
    expect((await get({ range: 'bytes=0-1' }, 'HEAD')).status).toBe(200);
  });

  it('knows its ETag', async () => {
    const etag = (await get({}, 'HEAD')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await get({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
  });

  it('says how many bytes there are when the range lies beyond them', async () => {
    const answer = await read(await get({ range: `bytes=${TEXT.length}-` }));
    expectProblem(answer, 'RANGE_UNSATISFIABLE');
    expect(answer.headers.get('content-range')).toBe(`bytes */${TEXT.length}`);
  });
});
