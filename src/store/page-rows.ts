import type { Page } from '../domain/page.ts';
import { decodeLines, encodeLines } from './line-boxes.ts';
import type { pages } from './schema.ts';

type PageRow = typeof pages.$inferSelect;

export function toPageRow(tenantId: number, versionId: string, page: Page): PageRow {
  const { number, label, text, width, height, lines, headings } = page;
  return {
    tenantId,
    versionId,
    number,
    label,
    text,
    width,
    height,
    lines: encodeLines(lines),
    headings: [...headings],
  };
}

export function toPage(row: PageRow): Page {
  const { number, label, text, width, height, lines, headings } = row;
  return { number, label, text, width, height, lines: decodeLines(lines), headings };
}
