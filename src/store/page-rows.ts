import type { Page } from '../domain/page.ts';
import type { Attempt } from '../domain/version-ports.ts';
import type { Executor } from './database.ts';
import { sql } from './drizzle.ts';
import { decodeLines, encodeLines } from './line-boxes.ts';
import type { pages } from './schema.ts';

type PageRow = typeof pages.$inferSelect;

/** One statement of nine parameters: a row of its own for each page came to 65,535 of them, the most that there can be. */
export async function insertPages(
  tx: Executor,
  { tenantId, versionId }: Attempt,
  batch: readonly Page[],
): Promise<void> {
  const column = <Value>(pick: (page: Page) => Value) => sql.param(batch.map(pick));
  await tx.execute(sql`
    insert into pages (tenant_id, version_id, number, label, text, width, height, lines, headings)
    select ${tenantId}, ${versionId}::uuid, t.*
    from unnest(${column(({ number }) => number)}::int[], ${column(({ label }) => label)}::text[],
      ${column(({ text }) => text)}::text[], ${column(({ width }) => width)}::real[],
      ${column(({ height }) => height)}::real[], ${column(({ lines }) => encodeLines(lines))}::bytea[],
      ${column(({ headings }) => JSON.stringify(headings))}::jsonb[]) as t`);
}

export function toPage(row: PageRow): Page {
  const { number, label, text, width, height, lines, headings } = row;
  return { number, label, text, width, height, lines: decodeLines(lines), headings };
}
