import { describe, expect, test } from 'vitest';
import { checkEmbeddings } from '../../../src/models/check-embeddings.ts';
import { readChatReply, readChatStream } from '../../../src/models/read-chat.ts';
import { parseRetryAfter } from '../../../src/models/read-failure.ts';

const vectors = (...embeddings: unknown[]) => ({
  data: embeddings.map((embedding, index) => ({ index, embedding })),
});

describe('checkEmbeddings', () => {
  test('sorts by index, and takes servers that send none by position', () => {
    const data = [
      { index: 1, embedding: [3, 4] },
      { index: 0, embedding: [1, 2] },
    ];
    expect(checkEmbeddings({ data }, 2, 2).map((vector) => [...vector])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(checkEmbeddings({ data: [{ embedding: [5] }] }, 1, null).map((vector) => [...vector])).toEqual([
      [5],
    ]);
  });

  test.each([
    ['HTML', '<html>', 1, 2, 'no list of vectors'],
    ['null', null, 1, 2, 'no list of vectors'],
    ['too few', vectors([1, 2]), 2, 2, '1 vectors for 2 texts'],
    ['too many', vectors([1, 2], [1, 2]), 1, 2, '2 vectors for 1 texts'],
    ['another dimension', vectors([1, 2, 3]), 1, 2, '3 dimensions in place of 2'],
    ['two dimensions', vectors([1, 2], [1]), 2, null, '1 dimensions in place of 2'],
    ['null in a vector', vectors([1, null]), 1, 2, 'not a finite number'],
    ['NaN', vectors([1, Number.NaN]), 1, 2, 'not a finite number'],
    ['infinity', vectors([1, Number.POSITIVE_INFINITY]), 1, 2, 'not a finite number'],
    ['a string', vectors([1, '2']), 1, 2, 'not a finite number'],
    ['more than a float holds', vectors([1, 1e300]), 1, 2, 'too large'],
    ['less than a float holds', vectors([0, 1e-300]), 1, 2, 'a vector of zeros'],
    ['zeros', vectors([0, 0]), 1, 2, 'a vector of zeros'],
    ['no vector', vectors('AAAA'), 1, 2, 'no vector'],
    ['an empty vector', vectors([]), 1, null, 'no vector'],
    [
      'an index twice',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [1] },
        ],
      },
      2,
      1,
      'two vectors',
    ],
    ['an index beyond', { data: [{ index: 1, embedding: [1] }] }, 1, 1, 'for no text'],
  ])('refuses %s', (_name, reply, count, dimensions, message) => {
    expect(() => checkEmbeddings(reply, count, dimensions)).toThrow(message);
  });
});

async function* from(chunks: readonly unknown[]) {
  yield* chunks;
}
async function collect(chunks: readonly unknown[], signal = new AbortController().signal) {
  const events = [];
  for await (const event of readChatStream(from(chunks), signal)) events.push(event);
  return events;
}
const piece = (content: unknown, finish_reason: unknown = null) => ({
  choices: [{ delta: { content }, finish_reason }],
});

describe('readChatStream', () => {
  test('gives the texts, then the end with what it cost', async () => {
    const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } };
    expect(await collect([piece(''), piece('a'), piece(null), piece('b', 'stop'), usage])).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'b' },
      { kind: 'end', promptTokens: 3, completionTokens: 2 },
    ]);
  });

  test.each([
    ['no finish reason', [piece('a')], 'UPSTREAM_INCOMPLETE'],
    ['a reply cut at the limit of tokens', [piece('a', 'length')], 'UPSTREAM_INCOMPLETE'],
    ['a filtered reply', [piece('a', 'content_filter')], 'UPSTREAM_INCOMPLETE'],
    ['a reply that does not end', Array(201).fill(piece('a'.repeat(1_000))), 'UPSTREAM_INCOMPLETE'],
    ['nothing', [], 'UPSTREAM_FAILED'],
    ['empty choices', [{ choices: [] }], 'UPSTREAM_FAILED'],
    ['no choices', [{}], 'UPSTREAM_FAILED'],
    ['null', [null], 'UPSTREAM_FAILED'],
  ])('refuses %s', async (_name, chunks, code) => {
    await expect(collect(chunks)).rejects.toMatchObject({ code });
  });

  test('that an aborted stream ends quietly does not make it complete', async () => {
    const reason = new Error('gone');
    await expect(collect([piece('a', 'stop')], AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('readChatReply', () => {
  const reply = (finish_reason: unknown) => ({ choices: [{ message: { content: 'a' }, finish_reason }] });
  test('gives the text', () => {
    expect(readChatReply(reply('stop'))).toEqual({ text: 'a', promptTokens: 0, completionTokens: 0 });
  });
  test.each([[reply(null)], [reply('length')], [{ choices: [] }], [{}], ['<html>'], [null]])(
    'refuses %j',
    (value) => {
      expect(() => readChatReply(value)).toThrow();
    },
  );
});

test.each([
  ['2', 2_000],
  ['0.5', 500],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['-5', null],
  ['soon', null],
  [null, null],
])('Retry-After %j is %j ms', (value, expected) => {
  expect(parseRetryAfter(value, 10_000)).toBe(expected);
});
