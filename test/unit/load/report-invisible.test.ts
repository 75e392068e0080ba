import { expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

const warningsOf = async (text: string) => {
  const bytes = Buffer.from(text);
  const source = { mediaType: 'text/plain', bytes: bytes.length, charset: null };
  return (await collectLoad(loadDocument(bytes, source, WIDE_LIMITS))).warnings;
};

test.each([
  ['zero-width spaces', 'har\u200Bbour\u2060', 2],
  ['an override of direction', 'file\u202Egnp.exe', 1],
  ['tags', 'Hi\u{E0049}\u{E0067}', 2],
  ['joiners in a row', 'a\u200C\u200D\u200C', 3],
])('%s are counted, with their page', async (_what, text, count) => {
  expect(await warningsOf(`first\f${text}`)).toMatchObject([
    { code: 'TEXT_INVISIBLE_CHARACTERS', message: expect.stringMatching(`^${count} invisible`), pages: [2] },
  ]);
});

test.each([
  ['a byte order mark at the start', '\uFEFFharbour'],
  ['a family', '👨\u200D👩\u200D👧'],
  ['the flag of Scotland', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
  ['Persian with a joiner', 'می\u200Cخواهم'],
])('%s is none', async (_what, text) => {
  expect(await warningsOf(text)).toEqual([]);
});
