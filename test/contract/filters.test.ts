import { beforeAll, expect, it } from 'vitest';
import type { Json } from '../../src/domain/filter.ts';
import { parseFilter } from '../../src/pipelines/parse-filter.ts';
import { type SQL, sql } from '../../src/store/drizzle.ts';
import { buildFilterSql } from '../../src/store/filter-sql.ts';
import { describeEngines } from '../support/engines.ts';
import { makeFilter, makeMetadata } from '../support/make-metadata.ts';
import { matchFilter } from '../support/match-filter.ts';
import { createRandom } from '../support/random.ts';

const SEED = 20261125;
const DOCUMENTS = 150;
const FILTERS = 320;
const FILTERS_PER_STATEMENT = 40;

describeEngines('filters', (context) => {
  const random = createRandom(SEED);
  const all = Array.from({ length: DOCUMENTS }, () => makeMetadata(random));

  beforeAll(async () => {
    // Only what a filter sees; the rest of a document is nobody's business here.
    await context.database.executeSql(
      `with made as (insert into collections (tenant_id, id, name, language) values (1, gen_random_uuid(), 'filters', 'auto') returning id)
       insert into documents (tenant_id, id, collection_id, newest_version_id, external_id, metadata)
       select 1, gen_random_uuid(), made.id, gen_random_uuid(), n - 1, metadata
       from made, jsonb_array_elements($1::jsonb) with ordinality as given(metadata, n)`,
      [JSON.stringify(all)],
    );
  });

  /** Numbers of the documents that each filter selects, by a scan of the table or by its index wherever there is one. */
  async function select(filters: readonly Json[], by: 'scan' | 'index'): Promise<number[][]> {
    const selects: SQL[] = filters.map((filter, index) => {
      const parsed = parseFilter(filter);
      if (parsed === null) throw new Error('no filter');
      const condition = buildFilterSql(parsed);
      return sql`select ${index}::int as filter, array_agg(external_id::int order by external_id::int) as found from documents where tenant_id = 1 and ${condition}`;
    });
    const rows = await context.database.transaction(async (tx) => {
      if (by === 'index')
        await tx.executeSql('set local enable_seqscan = off; set local enable_indexscan = off');
      return (
        await tx.execute<{ filter: number; found: number[] | null }>(sql.join(selects, sql` union all `))
      ).rows;
    });
    return filters.map((_, index) => rows.find(({ filter }) => filter === index)?.found ?? []);
  }

  it(`select what they say: ${FILTERS} of them, over ${DOCUMENTS} documents`, async () => {
    const filters = Array.from({ length: FILTERS }, () => makeFilter(random));
    const expected = filters.map((filter) =>
      all.flatMap((metadata, index) => (matchFilter(metadata, filter) ? [index] : [])),
    );
    for (let from = 0; from < FILTERS; from += FILTERS_PER_STATEMENT) {
      const batch = filters.slice(from, from + FILTERS_PER_STATEMENT);
      const by = (from / FILTERS_PER_STATEMENT) % 2 === 0 ? 'scan' : 'index';
      for (const [index, found] of (await select(batch, by)).entries()) {
        const filter = batch[index] ?? null;
        const odd = [...found, ...(expected[from + index] ?? [])].filter(
          (n) => found.includes(n) !== matchFilter(all[n] ?? null, filter),
        );
        const example = JSON.stringify(all[odd[0] ?? -1]);
        expect(found, `seed ${SEED}, by ${by}, ${JSON.stringify(filter)} on ${example}`).toEqual(
          expected[from + index],
        );
      }
    }
    // Filters that select all or nothing would prove little.
    const telling = expected.filter(({ length }) => length > 0 && length < DOCUMENTS);
    expect(telling.length).toBeGreaterThan(FILTERS / 3);
  });

  it('negated, select the others: nothing is neither', async () => {
    const filters = Array.from({ length: FILTERS_PER_STATEMENT }, () => makeFilter(random, 3));
    const found = await select(filters, 'scan');
    const others = await select(
      filters.map((filter) => ({ $not: filter })),
      'scan',
    );
    for (const [index, numbers] of found.entries()) {
      const both = [...numbers, ...(others[index] ?? [])].toSorted((a, b) => a - b);
      expect(both, `seed ${SEED}, ${JSON.stringify(filters[index])}`).toEqual(all.map((_, n) => n));
    }
  });
});
