import iconv from 'iconv-lite';
import { afterEach, describe, expect, test } from 'vitest';
import type { LoadEvent, LoadSource } from '../../../src/domain/load.ts';
import type { DocumentParser, ParseSession } from '../../../src/domain/ports.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { createParsePool, type ParsePoolOptions } from '../../../src/workers/parse-pool.ts';
import { collectLoad, WIDE_LIMITS } from '../load/collect-load.ts';
import { makePdf, readExamplePdf } from '../load/make-pdf.ts';
import { makeBombPdf, makeHeavyPdf, makeSlowPdf } from './hostile-pdf.ts';
import {
  isRunning,
  listParseWorkers,
  readWrittenBytes,
  waitUntil,
  waitUntilStill,
} from './list-processes.ts';

const never = new AbortController().signal;
let pool: DocumentParser;

const createPool = (options: Partial<ParsePoolOptions> = {}): DocumentParser => {
  pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 2 ** 20, ...options });
  return pool;
};

afterEach(async () => {
  await pool.close();
  expect(listParseWorkers(process.pid)).toEqual([]);
});

async function* send(bytes: Uint8Array, pieceBytes = 40_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceBytes)
    yield bytes.subarray(start, start + pieceBytes);
}

const sourceOf = (bytes: Uint8Array, mediaType = 'application/pdf'): LoadSource => ({
  mediaType,
  bytes: bytes.length,
  charset: null,
});

/** Loads a document in a session of its own. */
async function loadOnce(bytes: Uint8Array, mediaType?: string, signal = never) {
  const session = await pool.open(signal);
  try {
    return await collectLoad(session.load(sourceOf(bytes, mediaType), () => send(bytes), WIDE_LIMITS));
  } finally {
    await session.close();
  }
}

async function takeFirst(session: ParseSession, bytes: Uint8Array): Promise<AsyncIterator<LoadEvent>> {
  const events = session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)[Symbol.asyncIterator]();
  await events.next();
  return events;
}

const manyPages = () =>
  makePdf((pdf) => {
    for (let page = 1; page < 1000; page += 1) pdf.text(`harbour ${page}`).addPage();
    pdf.text('last');
  });

describe('documents', () => {
  test.each([
    ['a Korean PDF', 'application/pdf', readExamplePdf()],
    ['Markdown', 'text/markdown', Buffer.from('# 안내\n\n본문 👩‍💻\n')],
    [
      'HTML',
      'text/html',
      Buffer.from('<title>안내</title><h1>안내</h1><p>본문 👩‍💻<p hidden>열두 글자보다 긴 숨은 글입니다'),
    ],
    ['CP949 text', 'text/plain', iconv.encode('재택근무는 하루 전까지 신청해야 합니다. 똠방각하.', 'cp949')],
  ])('%s arrives as the loader made it', async (_what, mediaType, bytes) => {
    createPool();
    const direct = await collectLoad(loadDocument(bytes, sourceOf(bytes, mediaType), WIDE_LIMITS));
    expect(await loadOnce(bytes, mediaType)).toEqual(direct);
  });

  test('a PDF as large as an upload may be lies in the process once', async () => {
    createPool();
    const bytes = makeHeavyPdf(190);
    const session = await pool.open(never);
    const events = session.load(sourceOf(bytes), () => send(bytes, 2 ** 20), WIDE_LIMITS);
    const { pages } = await collectLoad(events);
    expect(pages.map(({ text }) => text)).toEqual(['harbour']);
    await session.close();
  });

  test('no process before the first document; one that ended well is used again, then replaced by count', async () => {
    createPool({ maxDocumentsPerProcess: 2 });
    expect(listParseWorkers(process.pid)).toEqual([]);
    const pids: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await loadOnce(readExamplePdf());
      pids.push(...listParseWorkers(process.pid));
    }
    expect(pids).toHaveLength(3);
    expect(pids[1]).not.toBe(pids[0]);
    expect(pids[2]).toBe(pids[1]);
  });

  test('errors of the loaders keep code, message and hint', async () => {
    createPool();
    await expect(loadOnce(Buffer.from('%PDF-1.7 nothing'))).rejects.toMatchObject({
      name: 'IngestError',
      code: 'DOCUMENT_UNREADABLE',
      hint: expect.stringContaining('PDF viewer'),
      retryable: false,
    });
    await expect(loadOnce(Buffer.from([0xff, 0xff]), 'text/plain')).rejects.toMatchObject({
      code: 'CHARSET_UNKNOWN',
    });
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('an error of the byte source reaches the consumer as it is', async () => {
    createPool();
    const session = await pool.open(never);
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x');
      throw new Error('storage gone');
    };
    const events = session.load({ mediaType: 'text/plain', bytes: 10, charset: null }, broken, WIDE_LIMITS);
    await expect(collectLoad(events)).rejects.toThrow('storage gone');
    await session.close();
  });
});

describe('a long PDF and an idle process', () => {
  test('both read it, and it arrives as one loader makes it', async () => {
    createPool({ size: 2 });
    const bytes = await manyPages();
    const direct = await collectLoad(loadDocument(bytes, sourceOf(bytes), WIDE_LIMITS));
    const session = await pool.open(never);
    const events: LoadEvent[] = [];
    let processes = 0;
    for await (const event of session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)) {
      events.push(event);
      processes = Math.max(processes, listParseWorkers(process.pid).length);
    }
    await session.close();
    const collected = await collectLoad(
      (async function* () {
        yield* events;
      })(),
    );
    expect(collected).toEqual(direct);
    expect(processes).toBe(2);
  });

  test('the helper leaves when another document comes', async () => {
    createPool({ size: 2 });
    const bytes = await manyPages();
    const session = await pool.open(never);
    const long = session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)[Symbol.asyncIterator]();
    let pages = 0;
    const readOn = async (until: number): Promise<void> => {
      while (pages < until) {
        const { value } = await long.next();
        if (value?.kind === 'pages') pages += value.pages.length;
      }
    };
    await readOn(100);
    expect(listParseWorkers(process.pid)).toHaveLength(2);
    // It ends although nobody takes more of the long one, which is not even half read.
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
    await readOn(1000);
    await session.close();
  });

  test('a helper that is killed fails the document, and the pool goes on', async () => {
    createPool({ size: 2 });
    const bytes = await manyPages();
    const session = await pool.open(never);
    const long = session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)[Symbol.asyncIterator]();
    const drain = async (): Promise<void> => {
      for (let next = await long.next(); !next.done; next = await long.next()) {
        const [, helper] = listParseWorkers(process.pid);
        if (helper !== undefined) process.kill(helper, 'SIGKILL');
      }
    };
    await expect(drain()).rejects.toMatchObject({ code: 'PARSER_CRASHED' });
    await session.close();
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('whether there is text, and which pages have none, is decided over all of them', async () => {
    createPool({ size: 2 });
    const makePages = (last: string) =>
      makePdf((pdf) => {
        for (let page = 1; page < 100; page += 1) pdf.addPage();
        pdf.text(last);
      });
    await expect(loadOnce(await makePages(''))).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
    const { pages, warnings } = await loadOnce(await makePages('only here'));
    expect(pages).toHaveLength(100);
    expect(warnings).toEqual([expect.objectContaining({ code: 'PAGE_WITHOUT_TEXT' })]);
    expect(warnings[0]?.pages).toEqual(Array.from({ length: 99 }, (_, index) => index + 1));
  });
});

describe('limits', () => {
  test('a bomb ends with PARSER_MEMORY and the pool goes on', async () => {
    createPool({ maxMemoryBytes: 256 * 2 ** 20 });
    const bomb = makeBombPdf(400);
    expect(bomb.length).toBeLessThan(5000);
    await expect(loadOnce(bomb)).rejects.toMatchObject({ code: 'PARSER_MEMORY', retryable: false });
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('a page that takes too long ends with PARSER_TIMEOUT', async () => {
    createPool({ pageTimeoutMs: 300, maxMemoryBytes: 2 ** 31 });
    await expect(loadOnce(makeSlowPdf(150_000))).rejects.toMatchObject({ code: 'PARSER_TIMEOUT' });
  });

  test('the time the consumer and the source take does not count', async () => {
    // Less than the six seconds of waiting, more than a thousand pages take on a busy machine.
    createPool({ pageTimeoutMs: 2500, pageBudgetMs: 3 });
    const bytes = await manyPages();
    const session = await pool.open(never);
    const slowly = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1000);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      yield bytes.subarray(1000);
    };
    let pages = 0;
    for await (const event of session.load(sourceOf(bytes), slowly, WIDE_LIMITS)) {
      if (event.kind === 'head') await new Promise((resolve) => setTimeout(resolve, 3000));
      if (event.kind === 'pages') pages += event.pages.length;
    }
    await session.close();
    expect(pages).toBe(1000);
  });
});

test('a worker waits for a slow consumer instead of filling it up', async () => {
  createPool();
  const bytes = await makePdf((pdf) => {
    pdf.fontSize(6);
    for (let page = 1; page < 400; page += 1) pdf.text('harbour '.repeat(400)).addPage();
    pdf.text('last');
  });
  const session = await pool.open(never);
  const events = session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)[Symbol.asyncIterator]();
  await events.next();
  const [pid = 0] = listParseWorkers(process.pid);
  const written = await waitUntilStill(() => readWrittenBytes(pid));
  let chars = 0;
  for (let event = await events.next(); !event.done; event = await events.next()) {
    if (event.value.kind === 'pages')
      chars += event.value.pages.reduce((sum, page) => sum + page.text.length, 0);
  }
  await session.close();
  expect(chars).toBeGreaterThan(1_000_000);
  // Four batches of 8 pages ahead of 400.
  expect(written).toBeGreaterThan(50_000);
  expect(written).toBeLessThan(chars / 3);
});

describe('ends', () => {
  test('a worker killed midway is PARSER_CRASHED, and the pool goes on', async () => {
    createPool();
    const session = await pool.open(never);
    const events = await takeFirst(session, await manyPages());
    const [pid] = listParseWorkers(process.pid);
    process.kill(pid ?? 0, 'SIGKILL');
    const drain = async (): Promise<void> => {
      while (!(await events.next()).done);
    };
    await expect(drain()).rejects.toMatchObject({ code: 'PARSER_CRASHED', retryable: true });
    await session.close();
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('abort ends the worker and the wait for one', async () => {
    createPool();
    const controller = new AbortController();
    const session = await pool.open(controller.signal);
    const events = await takeFirst(session, await manyPages());
    const [pid] = listParseWorkers(process.pid);
    const waiting = pool.open(controller.signal);
    controller.abort(new Error('the caller left'));
    await expect(waiting).rejects.toThrow('the caller left');
    await expect(events.next()).rejects.toThrow('the caller left');
    await session.close();
    expect(await waitUntil(() => !isRunning(pid ?? 0))).toBe(true);
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('a consumer that stops early leaves no work behind', async () => {
    createPool();
    const session = await pool.open(never);
    const bytes = await manyPages();
    for await (const event of session.load(sourceOf(bytes), () => send(bytes), WIDE_LIMITS)) {
      if (event.kind === 'pages') break;
    }
    await session.close();
    expect((await loadOnce(readExamplePdf())).pages).toHaveLength(3);
  });

  test('as many documents at once as the pool has places', async () => {
    createPool({ size: 2 });
    const results = await Promise.all(Array.from({ length: 5 }, () => loadOnce(readExamplePdf())));
    expect(results.map((result) => result.pages.length)).toEqual([3, 3, 3, 3, 3]);
    expect(listParseWorkers(process.pid).length).toBeLessThanOrEqual(2);
  });

  test('close kills workers at work', async () => {
    createPool();
    const session = await pool.open(never);
    const events = await takeFirst(session, await manyPages());
    const [pid] = listParseWorkers(process.pid);
    await pool.close();
    expect(isRunning(pid ?? 0)).toBe(false);
    await expect(events.next()).rejects.toMatchObject({ code: 'PARSER_CRASHED' });
    await expect(pool.open(never)).rejects.toThrow('closed');
    await session.close();
  });

  test('nothing of the environment reaches the worker', async () => {
    process.env.FOOTNOTE_TEST_SECRET = 'harbour-secret';
    createPool();
    await loadOnce(readExamplePdf());
    const [pid] = listParseWorkers(process.pid);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('harbour-secret');
    delete process.env.FOOTNOTE_TEST_SECRET;
  });
});
