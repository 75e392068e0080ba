import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIdCursor, decodeOrdinalCursor, encodeCursor } from '../../../src/pipelines/cursor.ts';

const PROPERTY = { seed: 20261124, numRuns: 60 };
const refused = expect.objectContaining({
  code: 'REQUEST_INVALID',
  errors: [expect.objectContaining({ path: '/cursor' })],
});

describe('cursors', () => {
  test('an id comes back', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(decodeIdCursor(encodeCursor(id))).toBe(id);
      }),
      PROPERTY,
    );
  });

  test('an ordinal comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (ordinal) => {
        expect(decodeOrdinalCursor(encodeCursor(`${ordinal}`))).toBe(ordinal);
      }),
      PROPERTY,
    );
  });

  test('a cursor can stand in a URL as it is', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(encodeCursor(id)).toMatch(/^[\w-]+$/);
      }),
      PROPERTY,
    );
  });

  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['an ordinal', encodeCursor('7')],
    ['an id in capitals', encodeCursor('0193AAAA-0000-7000-8000-000000000000')],
    ['an id with more after it', encodeCursor("0193aaaa-0000-7000-8000-000000000000' or 1=1")],
    ['an id with a line end', encodeCursor('0193aaaa-0000-7000-8000-000000000000\n')],
    ['no key', encodeCursor(undefined)],
  ])('a list of documents refuses %s', (_what, cursor) => {
    expect(() => decodeIdCursor(cursor)).toThrow(refused);
  });

  test.each([
    ['nothing', ''],
    ['an id', encodeCursor('0193aaaa-0000-7000-8000-000000000000')],
    ['a negative number', encodeCursor('-1')],
    ['a fraction', encodeCursor('1.5')],
    ['a number beyond an ordinal', encodeCursor('1234567890')],
    ['digits of another script', encodeCursor('١')],
    ['a number with a line end', encodeCursor('7\n')],
  ])('a list of chunks refuses %s', (_what, cursor) => {
    expect(() => decodeOrdinalCursor(cursor)).toThrow(refused);
  });

  test('no text makes anything else than a key or REQUEST_INVALID', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cursor) => {
        expect(() => decodeIdCursor(cursor)).toThrow(refused);
      }),
      PROPERTY,
    );
  });
});
