import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { countAgainstLimits } from './load-limits.ts';
import { ODF_NAMESPACES } from './odf/namespaces.ts';
import { CONTENT_PART, openOdf } from './odf/open-odf.ts';
import { readOdfStyles } from './odf/read-odf-styles.ts';
import { SheetReader } from './odf/sheet-reader.ts';
import { LinePages } from './table/line-pages.ts';
import { RowWriter } from './table/row-writer.ts';
import { createXmlParser } from './xml/xml-parser.ts';

const MAX_WARNED_PAGES = 100;

/**
 * Spreadsheets in OpenDocument (.ods): a page for each sheet, a line for each row with the names of its columns.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadOds(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const { archive, title } = await openOdf(bytes, limits);
  yield { kind: 'head', head: { loader: 'ods 1', pageCount: null, title } };
  const lines = new LinePages(limits);
  const newRows = () => new RowWriter((line) => lines.addLine(line));
  let rows = newRows();
  let isCut = false;
  const cutPages: number[] = [];
  const finishSheet = () => {
    rows.finish();
    if (isCut && lines.sheetPage !== null) cutPages.push(lines.sheetPage);
    isCut = false;
  };
  const reader = new SheetReader(await readOdfStyles(archive), {
    startSheet(name) {
      finishSheet();
      rows = newRows();
      lines.startSheet(name);
    },
    addRow: (row) => rows.addRow(row),
    cutRepeats() {
      isCut = true;
    },
  });
  const parser = createXmlParser(ODF_NAMESPACES, reader);
  const counter = countAgainstLimits(limits);
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for await (const piece of archive.read(CONTENT_PART)) {
    parser.write(piece);
    yield* hand(lines.takePages());
  }
  parser.end();
  finishSheet();
  yield* hand(lines.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: [...warnOfHidden(reader.hiddenSheets), ...warnOfCuts(cutPages)] };
}

function warnOfHidden(count: number): Warning[] {
  if (count === 0) return [];
  const message = `${count} hidden sheet(s) were left out.`;
  return [{ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: [] }];
}

function warnOfCuts(pages: readonly number[]): Warning[] {
  if (pages.length === 0) return [];
  const message = `Rows or cells that repeat more than 100 times were read 100 times, in ${pages.length} sheet(s).`;
  return [{ code: 'REPEATS_CUT', message, pages: pages.slice(0, MAX_WARNED_PAGES) }];
}
