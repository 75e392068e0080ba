import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { readChart } from './chart/read-chart.ts';
import { countAgainstLimits } from './load-limits.ts';
import { readCoreTitle } from './ooxml/read-core-title.ts';
import { readRelationships } from './ooxml/read-relationships.ts';
import { LinePages } from './table/line-pages.ts';
import { RowWriter } from './table/row-writer.ts';
import { warnOfMissingParts } from './warn-of-missing-parts.ts';
import { CellCounter } from './xlsx/cell-counter.ts';
import { listSheetCharts } from './xlsx/list-sheet-charts.ts';
import { XLSX_NAMESPACES } from './xlsx/namespaces.ts';
import { readCellFormats } from './xlsx/read-cell-formats.ts';
import { readSharedStrings } from './xlsx/read-shared-strings.ts';
import { readWorkbook, type Sheet } from './xlsx/read-workbook.ts';
import { SheetReader } from './xlsx/sheet-reader.ts';
import { type LackingSheet, warnOfCells } from './xlsx/warn-of-cells.ts';
import { createXmlParser } from './xml/xml-parser.ts';
import { unreadableArchive } from './zip/archive-errors.ts';
import { openArchive } from './zip/open-archive.ts';

const LOADER = 'xlsx 1';

/**
 * Excel workbooks (.xlsx and kin): a page a sheet, a row a line with the names of its columns, then the charts, a line
 * a category. Hidden sheets, notes and other drawings are left out.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits, one of
 * which is 1,000,000 filled cells.
 */
export async function* loadXlsx(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  const roots = await readRelationships(archive, '');
  const main = roots.get('officeDocument');
  if (main === undefined) throw unreadableArchive('it does not say where its text is');
  const workbook = await readWorkbook(archive, main);
  const { countsFrom1904, sharedStringsPart, stylesPart } = workbook;
  const title = await readCoreTitle(archive, roots);
  const formats = stylesPart ? await readCellFormats(archive.read(stylesPart)) : [];
  const strings = sharedStringsPart ? await readSharedStrings(archive.read(sharedStringsPart), limits) : [];

  yield { kind: 'head', head: { loader: LOADER, pageCount: null, title } };
  const lines = new LinePages(limits);
  const counter = countAgainstLimits(limits);
  const cells = new CellCounter();
  const lacking: LackingSheet[] = [];
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for (const sheet of workbook.sheets) {
    if (sheet.isHidden || sheet.part === null) continue;
    lines.startSheet(sheet.name);
    const rows = new RowWriter((line) => lines.addLine(line));
    const reader = new SheetReader({ strings, formats, countsFrom1904 }, (row) => {
      cells.addRow(row);
      rows.addRow(row);
    });
    const parser = createXmlParser(XLSX_NAMESPACES, reader);
    for await (const piece of archive.read(sheet.part)) {
      parser.write(piece);
      yield* hand(lines.takePages());
    }
    parser.end();
    rows.finish();
    for (const chart of await listSheetCharts(archive, sheet.part)) {
      for (const line of (await readChart(archive.read(chart))).split(/\n+/))
        if (line !== '') lines.addLine(line);
      yield* hand(lines.takePages());
    }
    const { cellsWithoutValue } = reader;
    if (cellsWithoutValue > 0)
      lacking.push({ name: sheet.name, page: lines.sheetPage, cells: cellsWithoutValue });
  }
  yield* hand(lines.finish());
  counter.checkHasText();
  const missing = workbook.sheets.flatMap(({ part }, index) => (part === null ? index + 1 : []));
  const warnings = [
    ...warnOfMissingParts('sheet', missing),
    ...warnOfHidden(workbook.sheets),
    ...warnOfCells(lacking),
  ];
  yield { kind: 'end', warnings };
}

function warnOfHidden(sheets: readonly Sheet[]): Warning[] {
  const hidden = sheets.filter((sheet) => sheet.isHidden).map((sheet) => JSON.stringify(sheet.name));
  if (hidden.length === 0) return [];
  const message = `${hidden.length} hidden sheet(s) were left out: ${hidden.join(', ')}.`;
  return [{ code: 'HIDDEN_SHEET_LEFT_OUT', message, pages: [] }];
}
