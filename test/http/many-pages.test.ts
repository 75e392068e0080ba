import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServices, type TestServices } from '../support/app.ts';
import { createClient } from '../support/client.ts';
import { makeDocx, PAGE_BREAK, paragraph } from '../unit/load/make-docx.ts';

/** More rows of nine parameters than one statement can have. */
const PAGES = 7_400;

const lines: { msg: string; attempt?: number; documentId?: string }[] = [];
let services: TestServices;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  services = await startTestServices({}, log);
  client = createClient((await services.startApp()).baseUrl);
});
afterAll(() => services?.close());

const asFile = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

it.each([
  { name: 'RTF', file: asFile(Buffer.from(`{\\rtf1 first${'\\page '.repeat(PAGES - 1)}last}`)) },
  {
    name: 'Word',
    file: asFile(
      makeDocx({ body: paragraph('first') + paragraph(PAGE_BREAK.repeat(PAGES - 1)) + paragraph('last') }),
    ),
  },
])('a small $name document of thousands of pages is published at its first attempt', async ({ file }) => {
  const { body } = await client.upload(file, {}, { wait: 60 });
  expect(body).toMatchObject({ status: 'published', pages: PAGES, error: null });
  const last = await client.get(`/documents/${body.id}/pages/${PAGES}`);
  expect(last.body.text).toBe('last');
  const told = lines.filter(({ documentId }) => documentId === body.id);
  expect(told.map(({ msg, attempt }) => [msg, attempt])).toEqual([['published', 1]]);
});
