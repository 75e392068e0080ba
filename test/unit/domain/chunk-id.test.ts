import fc from 'fast-check';
import { v7, validate, version } from 'uuid';
import { describe, expect, test } from 'vitest';
import { chunkIdOf } from '../../../src/domain/chunk-id.ts';

const VERSION_ID = '01930000-1234-7abc-8def-0123456789ab';

describe('chunkIdOf', () => {
  test('is the time of the version and bits of SHA-256', () => {
    // sha256("01930000-1234-7abc-8def-0123456789ab/0") and "/1", by sha256sum.
    expect(chunkIdOf(VERSION_ID, 0)).toBe('01930000-1234-7163-9893-80d16c92142d');
    expect(chunkIdOf(VERSION_ID, 1)).toBe('01930000-1234-7beb-b068-0ad86aeec44b');
  });

  test('is a UUIDv7 that sorts with its version and is the same each time', () => {
    const time = fc.integer({ min: 0, max: 2 ** 47 });
    fc.assert(
      fc.property(time, fc.nat(), (msecs, ordinal) => {
        const versionId = v7({ msecs });
        const id = chunkIdOf(versionId, ordinal);
        expect(validate(id)).toBe(true);
        expect(version(id)).toBe(7);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(msecs);
        expect(chunkIdOf(versionId, ordinal)).toBe(id);
      }),
      { seed: 20261124, numRuns: 300 },
    );
  });

  test('differs from chunk to chunk and from version to version of the same moment', () => {
    const other = '01930000-1234-7abc-8def-0123456789ac';
    const ids = Array.from({ length: 2_000 }, (_, ordinal) => [
      chunkIdOf(VERSION_ID, ordinal),
      chunkIdOf(other, ordinal),
    ]);
    expect(new Set(ids.flat()).size).toBe(4_000);
  });

  test('has every variant that a UUID may have', () => {
    const variants = Array.from({ length: 200 }, (_, ordinal) => chunkIdOf(VERSION_ID, ordinal)[19]);
    expect([...new Set(variants)].sort()).toEqual(['8', '9', 'a', 'b']);
  });
});
