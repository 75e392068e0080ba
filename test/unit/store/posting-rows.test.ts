import { expect, test } from 'vitest';
import type { Attempt } from '../../../src/domain/version-ports.ts';
import { PgDialect } from '../../../src/store/drizzle.ts';
import { buildPostingInsert, cutPostings } from '../../../src/store/posting-rows.ts';

test('terms that stand in every chunk are written by several statements', async () => {
  const chunks = Array.from({ length: 500 }, (_, ordinal) => ({
    ordinal,
    text: '',
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: 0,
    headings: [],
    tokens: 0,
    terms: Array.from({ length: 500 }, (_, term) => [`term${term}`, 1] as const),
    length: 500,
  }));
  const sizes: number[] = [];
  const dialect = new PgDialect();
  const attempt = { tenantId: 1, collectionId: 'c', versionId: 'v' } as Attempt;
  for await (const postings of cutPostings(chunks)) {
    const statement = buildPostingInsert(attempt, 0, postings);
    const buffers = dialect.sqlToQuery(statement).params.filter((param) => Buffer.isBuffer(param));
    sizes.push(buffers.reduce((sum, buffer) => sum + buffer.length, 0));
  }
  // A quarter of a million places of 20 bytes each.
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(5_000_000);
  for (const size of sizes) expect(size).toBeLessThan(1_100_000);
});
