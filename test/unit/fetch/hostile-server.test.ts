import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, type Lab, type LabOptions, startLab } from './fetch-lab.ts';

const URL = 'http://docs.example.com/';
const MEGABYTE = 1024 * 1024;
const SECRET = 'SECRET-BODY';
let lab: Lab;
afterEach(() => lab.close());

async function failWith(options: LabOptions) {
  lab = await startLab({ timeoutMs: 500, ...options });
  const failure = await failureOf(lab.read(URL));
  expect(failure.message).not.toMatch(/SECRET|93\.184|127\.0\.0\.1/);
  return failure;
}

/** Writes for as long as somebody reads. */
function writeForEver(write: (piece: Buffer) => boolean, target: NodeJS.EventEmitter, piece: Buffer): void {
  const more = () => {
    while (write(piece));
  };
  target.on('drain', more);
  more();
}

describe('a hostile server', () => {
  it('that never ends is cut at the limit', async () => {
    const failure = await failWith({
      timeoutMs: 15_000,
      maxBytes: 2 * MEGABYTE,
      answer: (_request, response) =>
        writeForEver((piece) => response.write(piece), response, Buffer.alloc(65_536, SECRET)),
    });
    expect(failure).toMatchObject({
      code: 'UPLOAD_TOO_LARGE',
      message: expect.stringContaining('FETCH_MAX_BYTES'),
    });
  });

  it('that says how long it will be is not read at all', async () => {
    const failure = await failWith({
      answer: (_request, response) =>
        void response.writeHead(200, { 'content-length': 10 ** 12 }).flushHeaders(),
    });
    expect(failure.code).toBe('UPLOAD_TOO_LARGE');
  });

  it('with a gzip bomb is cut at the limit of decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE));
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const failure = await failWith({
      timeoutMs: 15_000,
      maxBytes: 20 * MEGABYTE,
      answer: (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    });
    expect(failure.code).toBe('UPLOAD_TOO_LARGE');
  });

  it('with a gzip bomb that never ends is cut too', async () => {
    const failure = await failWith({
      timeoutMs: 15_000,
      maxBytes: 20 * MEGABYTE,
      answer: (_request, response) => {
        const gzip = createGzip();
        gzip.pipe(response.writeHead(200, { 'content-encoding': 'gzip' }));
        writeForEver((piece) => gzip.write(piece), gzip, Buffer.alloc(65_536));
        response.on('close', () => gzip.destroy());
      },
    });
    expect(failure.code).toBe('UPLOAD_TOO_LARGE');
  });

  it.each<[string, LabOptions['speak']]>([
    ['says nothing', () => {}],
    ['drips headers', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: ')],
    ['drips a body', (socket) => drip(socket, `HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${SECRET}`)],
    [
      'drips a chunked body',
      (socket) =>
        drip(socket, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n', '1\r\na\r\n'),
    ],
    ['never stops to announce', (socket) => drip(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  ])('that %s is cut at the deadline', async (_what, speak) => {
    const failure = await failWith({ speak });
    expect(failure).toMatchObject({ code: 'FETCH_FAILED', message: expect.stringContaining('500 ms') });
  });

  it.each<[string, string]>([
    ['ends before the length it gave', `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${SECRET}`],
    ['ends within a chunk', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n${SECRET}`],
    ['gives two lengths', `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\n${SECRET}`],
    [
      'gives a length and chunks',
      `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n${SECRET}`,
    ],
    ['speaks no HTTP', `220 mail.example.com ESMTP ${SECRET}\r\n`],
    ['sends long headers', `HTTP/1.1 200 OK\r\nx: ${SECRET.repeat(5_000)}\r\n\r\n`],
    ['closes at once', ''],
    ['calls text gzip', `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 11\r\n\r\n${SECRET}`],
    [
      'encodes oddly',
      `HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\ncontent-length: 11\r\n\r\n${SECRET}`,
    ],
    ['encodes by a name of JavaScript', `HTTP/1.1 200 OK\r\ncontent-encoding: constructor\r\n\r\n${SECRET}`],
  ])('that %s fails', async (_what, reply) => {
    const failure = await failWith({
      timeoutMs: 10_000,
      speak: (socket) => socket.once('data', () => socket.end(reply)),
    });
    expect(failure.code).toBe('FETCH_FAILED');
  });

  it('that cuts a gzip stream short fails', async () => {
    const cut = gzipSync('a'.repeat(10_000)).subarray(0, 30);
    const failure = await failWith({
      timeoutMs: 10_000,
      answer: (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(cut),
    });
    expect(failure.code).toBe('FETCH_FAILED');
  });

  it('gives no more than the length it gave', async () => {
    lab = await startLab({
      speak: (socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello and more')),
    });
    const read = await lab.read(URL).catch((error: { code: string }) => error.code);
    expect([read, typeof read === 'object' && read.bytes.toString()]).not.toContain('hello and more');
  });
});

it('a caller who leaves takes the connection along', async () => {
  let closed: () => void = () => {};
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  lab = await startLab({
    answer: (_request, response) => {
      response.on('close', closed);
      response.write('a');
    },
  });
  const controller = new AbortController();
  const page = await lab.fetch(URL, null, controller.signal);
  const reading = Array.fromAsync(page?.body as AsyncIterable<Buffer>);
  const left = new Error('left');
  controller.abort(left);
  await expect(reading).rejects.toBe(left);
  await isClosed;
});

/** Sends the start, then a byte or `piece` every 20 ms. */
function drip(socket: import('node:net').Socket, start: string, piece = 'a'): void {
  socket.once('data', () => {
    socket.write(start);
    const timer = setInterval(() => socket.write(piece), 20);
    socket.on('close', () => clearInterval(timer));
  });
}
