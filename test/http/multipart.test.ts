import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Answer, expectProblem, read, send } from '../support/http.ts';

const MAX_UPLOAD = 10_000;
const BOUNDARY = 'footnote-test-boundary';
let app: TestApp;
let expectedDocuments = 0;

beforeAll(async () => {
  app = await startTestApp({
    maxUploadBytes: MAX_UPLOAD,
    limits: { maxMultipartBytes: 30_000, maxFiles: 5, uploadIdleTimeoutMs: 300, lingerMs: 500 },
  });
});
afterAll(() => app.close());

const field = (name: string, value: string, headers = '') =>
  `Content-Disposition: form-data; name="${name}"${headers}\r\n\r\n${value}`;
const file = (filename: string, content: string, name = 'file') =>
  `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: text/plain\r\n\r\n${content}`;
const form = (parts: readonly string[], end = `--${BOUNDARY}--\r\n`) =>
  parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('') + end;

async function upload(
  body: string | Buffer,
  contentType = `multipart/form-data; boundary=${BOUNDARY}`,
): Promise<Answer> {
  return send(`${app.baseUrl}/documents`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: Buffer.from(body as string),
  });
}

async function countDocuments(): Promise<number> {
  const { body } = await send(`${app.baseUrl}/documents?limit=100`);
  return (body as { data: unknown[] }).data.length;
}

describe('a multipart body that is refused leaves nothing behind', () => {
  beforeEach(async () => {
    expectedDocuments = await countDocuments();
  });

  const cases: [name: string, body: string, code: ErrorCode, contentType?: string][] = [
    ['no boundary', form([file('a.txt', 'a')]), 'MULTIPART_INVALID', 'multipart/form-data'],
    [
      'another boundary',
      form([file('a.txt', 'a')]),
      'MULTIPART_INVALID',
      'multipart/form-data; boundary=other',
    ],
    ['an empty body', '', 'MULTIPART_INVALID'],
    ['garbage', 'no boundary anywhere', 'MULTIPART_INVALID'],
    ['only the end', `--${BOUNDARY}--\r\n`, 'MULTIPART_INVALID'],
    ['cut within a file', form([file('a.txt', 'a')], ''), 'MULTIPART_INVALID'],
    ['cut within the headers of a part', `--${BOUNDARY}\r\nContent-Dispos`, 'MULTIPART_INVALID'],
    ['cut after a whole file', `${form([file('a.txt', 'a')], '')}--${BOUNDARY}\r\n`, 'MULTIPART_INVALID'],
    ['no file', form([field('title', 'x')]), 'MULTIPART_INVALID'],
    ['a file part of another name', form([file('a.txt', 'a', 'upload')]), 'MULTIPART_INVALID'],
    ['a part without a name', form(['Content-Type: text/plain\r\n\r\nx']), 'MULTIPART_INVALID'],
    ['a part named __proto__', form([field('__proto__', 'x'), file('a.txt', 'a')]), 'MULTIPART_INVALID'],
    ['a file named constructor', form([file('a.txt', 'a', 'constructor')]), 'MULTIPART_INVALID'],
    [
      'a field after the first file',
      form([file('a.txt', 'a'), field('collection', 'default')]),
      'MULTIPART_INVALID',
    ],
    [
      'a title for two files',
      form([field('title', 'x'), file('a.txt', 'a'), file('b.txt', 'b')]),
      'MULTIPART_INVALID',
    ],
    [
      'an externalId for two files',
      form([field('externalId', 'x'), file('a.txt', 'a'), file('b.txt', 'b')]),
      'MULTIPART_INVALID',
    ],
    [
      'a field twice',
      form([field('title', 'x'), field('title', 'x'), file('a.txt', 'a')]),
      'MULTIPART_INVALID',
    ],
    ['an unknown field', form([field('tags', 'x'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    ['text for a file', form([field('text', 'x'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    [
      'a field that is too long',
      form([field('metadata', `"${'x'.repeat(70_000)}"`), file('a.txt', 'a')]),
      'MULTIPART_INVALID',
    ],
    ['metadata that is not JSON', form([field('metadata', '{'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    ['metadata that is no object', form([field('metadata', '[1]'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    [
      'metadata with __proto__',
      form([field('metadata', '{"__proto__":{"a":1}}'), file('a.txt', 'a')]),
      'REQUEST_INVALID',
    ],
    [
      'metadata declared as JSON that is none',
      form([field('metadata', '{', '\r\nContent-Type: application/json'), file('a.txt', 'a')]),
      'MULTIPART_INVALID',
    ],
    ['NUL in a title', form([field('title', 'a\0b'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    ['an empty title', form([field('title', ''), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    ['an unknown language', form([field('language', 'fr'), file('a.txt', 'a')]), 'REQUEST_INVALID'],
    ['an unknown charset', form([field('charset', 'klingon'), file('a.txt', 'a')]), 'CHARSET_UNKNOWN'],
    [
      'an unknown collection',
      form([field('collection', 'nope'), file('a.txt', 'a')]),
      'COLLECTION_NOT_FOUND',
    ],
    ['a file that is too large', form([file('a.txt', 'x'.repeat(MAX_UPLOAD + 1))]), 'UPLOAD_TOO_LARGE'],
    [
      'every file too large',
      form([file('a.txt', 'x'.repeat(MAX_UPLOAD + 1)), file('b.txt', 'y'.repeat(MAX_UPLOAD + 1))]),
      'UPLOAD_TOO_LARGE',
    ],
    [
      'files too large together',
      form(['a', 'b', 'c', 'd'].map((name) => file(name, name.repeat(MAX_UPLOAD)))),
      'REQUEST_TOO_LARGE',
    ],
    [
      'too many files',
      form(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => file(name, name))),
      'REQUEST_TOO_LARGE',
    ],
    [
      'too many fields',
      form([...Array.from({ length: 30 }, (_, n) => field(`f${n}`, 'x')), file('a.txt', 'a')]),
      'REQUEST_TOO_LARGE',
    ],
    ['a type that is not supported', form([file('a.gif', 'GIF89a\x01\0\0\0')]), 'MEDIA_TYPE_UNSUPPORTED'],
  ];

  it.each(cases)('%s', async (_name, body, code, contentType) => {
    expectProblem(await upload(Buffer.from(body, 'latin1'), contentType), code);
    expect(await countDocuments()).toBe(expectedDocuments);
  });

  it('names the limit', async () => {
    const large = await upload(form([file('a.txt', 'x'.repeat(MAX_UPLOAD + 1))]));
    expect(large.body).toMatchObject({ detail: expect.stringContaining(String(MAX_UPLOAD)) });
    const together = await upload(
      form(['a', 'b', 'c', 'd'].map((name) => file(name, name.repeat(MAX_UPLOAD)))),
    );
    expect(together.body).toMatchObject({ detail: expect.stringContaining('30000') });
    const fields = await upload(form(Array.from({ length: 30 }, (_, n) => field(`f${n}`, 'x'))));
    expect(fields.body).toMatchObject({ detail: expect.stringContaining('20 fields') });
  });

  it('a body that stops in the middle is given up', async () => {
    const parts = form([file('a.txt', 'abc')], '');
    const stalled = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(parts)) });
    const response = await fetch(`${app.baseUrl}/documents`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: stalled,
      duplex: 'half',
    } as RequestInit);
    expectProblem(await read(response), 'MULTIPART_INVALID');
    expect(await countDocuments()).toBe(expectedDocuments);
  });

  it('a length beyond every limit is refused without reading', async () => {
    const raw = await new Promise<string>((resolve) => {
      const socket = connect(app.port, '127.0.0.1', () => {
        socket.write(
          `POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999\r\n\r\n--x`,
        );
      });
      socket.once('data', (chunk) => {
        socket.destroy();
        resolve(chunk.toString());
      });
    });
    expect(raw).toMatch(/^HTTP\/1.1 413/);
  });

  it('uploads that are broken off leave no document and no trouble', async () => {
    const head = `POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: 9000\r\n\r\n`;
    await Promise.all(
      Array.from(
        { length: 30 },
        () =>
          new Promise<void>((resolve) => {
            const socket = connect(app.port, '127.0.0.1', () => {
              socket.write(head + form([file('a.txt', 'abc')], '').slice(0, -5), () => socket.destroy());
            });
            socket.on('close', () => resolve());
          }),
      ),
    );
    expect((await send(`${app.baseUrl}/readyz`)).status).toBe(200);
    expect(await countDocuments()).toBe(expectedDocuments);
  });
});

describe('a multipart body that is accepted', () => {
  it('takes every field, a Korean name in NFD, and metadata', async () => {
    const name = '../설치 안내.txt'.normalize('NFD');
    const answer = await upload(
      form([
        field('collection', 'default'),
        field('externalId', 'ko-1'),
        field('title', '설치 안내서'),
        field('metadata', '{"team":"인프라","n":null}'),
        field('language', 'ko'),
        field('charset', 'utf-8'),
        file(name, '최소 메모리는 780MB입니다.'),
      ]),
    );
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      externalId: 'ko-1',
      title: '설치 안내서',
      filename: '설치 안내.txt',
      metadata: { team: '인프라', n: null },
      status: expect.stringMatching(/queued|loading|splitting|embedding|published/),
      deduplicated: false,
    });
    const { id } = answer.body as { id: string };
    expect(answer.headers.get('location')).toBe(`/documents/${id}`);
  });

  it('gives one entry per file, in order, refused ones as problems', async () => {
    const answer = await upload(
      form([
        file('one.txt', 'The first of three.'),
        file('two.txt', 'x'.repeat(MAX_UPLOAD + 1)),
        file('three.md', '# The third'),
      ]),
    );
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toEqual({
      data: [
        expect.objectContaining({ filename: 'one.txt' }),
        { error: expect.objectContaining({ code: 'UPLOAD_TOO_LARGE', status: 413 }) },
        expect.objectContaining({ filename: 'three.md' }),
      ],
    });
  });

  it('is 201 when all ended in the time that was waited', async () => {
    const response = await fetch(`${app.baseUrl}/documents`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, prefer: 'wait=60' },
      body: form([file('wait-1.txt', 'Waiting for one.'), file('wait-2.txt', 'Waiting for two.')]),
    });
    const answer = await read(response);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('preference-applied')).toBe('wait=60');
    expect(answer.body).toMatchObject({ data: [{ status: 'published' }, { status: 'published' }] });
  });

  it('a file without a name, and one that is exactly as large as it may be', async () => {
    const nameless = await upload(form([file('', 'Something without a name.')]));
    expect(nameless).toMatchObject({ status: 202, body: { filename: null } });
    const largest = await upload(form([file('largest.txt', 'a '.repeat(MAX_UPLOAD / 2))]));
    expect(largest).toMatchObject({ status: 202, body: { bytes: MAX_UPLOAD } });
  });
});
