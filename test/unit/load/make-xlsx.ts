import { zipFiles } from './make-docx.ts';
import { listPackageParts, type MadePart, OFFICE } from './make-package.ts';

const TRANSITIONAL = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** A text; a number, with its format code or the id of one that is built in; or a whole `c` element. */
export type MadeCell = string | readonly [value: number, format: string | number];

export interface MadeSheet {
  readonly name: string;
  readonly rows: readonly (readonly MadeCell[])[];
  readonly state?: string;
  /** Charts: the row that the corner stands on, and the children of `c:chartSpace`. */
  readonly charts?: readonly MadeChart[];
}

export interface MadeChart {
  readonly row: number;
  readonly chart: string;
  readonly isHidden?: boolean;
}

export interface XlsxParts {
  readonly sheets: readonly MadeSheet[];
  /** Children of `sst`. */
  readonly strings?: string;
  readonly countsFrom1904?: boolean;
  readonly title?: string;
  readonly namespace?: string;
}

/** The parts of a workbook by name. An empty text is a cell that is missing. */
export function listXlsxParts(parts: XlsxParts): Record<string, string> {
  const { sheets, strings = '', namespace = TRANSITIONAL, countsFrom1904 = false } = parts;
  const formats = new Map<string | number, number>([['General', 0]]);
  const root = (name: string, children: string): MadePart => ({
    xml: `<s:${name} xmlns:s="${namespace}" xmlns:r="${OFFICE}">${children}</s:${name}>`,
  });
  const entries: Record<string, MadePart> = {};
  const relationships: Record<string, [string, string]> = {
    strings: ['sharedStrings', 'xl/sharedStrings.xml'],
    styles: ['styles', 'xl/styles.xml'],
  };
  const list = sheets.map(({ name, rows, state = 'visible', charts = [] }, index) => {
    const drawing = `xl/drawings/drawing${index}.xml`;
    entries[`xl/worksheets/sheet${index}.xml`] = {
      ...root(
        'worksheet',
        `<s:sheetData>${rows.map((row, at) => writeRow(row, at + 1, formats)).join('')}</s:sheetData>`,
      ),
      relationships: charts.length === 0 ? {} : { drawing: ['drawing', drawing] },
    };
    if (charts.length > 0) Object.assign(entries, listChartParts(drawing, charts));
    relationships[`sheet${index}`] = ['worksheet', `xl/worksheets/sheet${index}.xml`];
    return `<s:sheet name="${name}" state="${state}" r:id="sheet${index}"/>`;
  });
  entries['xl/workbook.xml'] = {
    ...root(
      'workbook',
      `<s:workbookPr date1904="${countsFrom1904 ? 1 : 0}"/><s:sheets>${list.join('')}</s:sheets>`,
    ),
    relationships,
  };
  entries['xl/sharedStrings.xml'] = root('sst', strings);
  entries['xl/styles.xml'] = root('styleSheet', writeStyles([...formats.keys()]));
  return listPackageParts('xl/workbook.xml', TYPE, entries, parts.title);
}

/** A workbook made in memory. */
export function makeXlsx(parts: XlsxParts): Uint8Array {
  return zipFiles(listXlsxParts(parts));
}

/** Text of a cell that is not in the shared strings. */
export function inline(text: string): string {
  return `<s:c t="inlineStr"><s:is><s:t>${text}</s:t></s:is></s:c>`;
}

function listChartParts(drawing: string, charts: readonly MadeChart[]): Record<string, MadePart> {
  const parts: Record<string, MadePart> = {};
  const relationships: Record<string, [string, string]> = {};
  const anchors = charts.map(({ row, chart, isHidden = false }, index) => {
    const part = drawing.replace('.xml', `-chart${index}.xml`);
    parts[part] = {
      xml: `<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main">${chart}</c:chartSpace>`,
    };
    relationships[`chart${index}`] = ['chart', part];
    return `<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>${row}</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>99</xdr:row></xdr:to><xdr:graphicFrame><xdr:cNvPr hidden="${isHidden ? 1 : 0}"/><c:chart r:id="chart${index}"/></xdr:graphicFrame></xdr:twoCellAnchor>`;
  });
  const xml = `<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:c="${DRAWING}/chart" xmlns:r="${OFFICE}">${anchors.join('')}</xdr:wsDr>`;
  return { ...parts, [drawing]: { xml, relationships } };
}

function writeRow(cells: readonly MadeCell[], number: number, formats: Map<string | number, number>): string {
  const written = cells.map((cell, column) => {
    if (cell === '') return '';
    const reference = `${String.fromCharCode(65 + column)}${number}`;
    if (typeof cell === 'string')
      return (cell.startsWith('<') ? cell : inline(cell)).replace('<s:c', `<s:c r="${reference}"`);
    const [value, format] = cell;
    if (!formats.has(format)) formats.set(format, formats.size);
    return `<s:c r="${reference}" s="${formats.get(format)}"><s:v>${value}</s:v></s:c>`;
  });
  return `<s:row r="${number}">${written.join('')}</s:row>`;
}

function writeStyles(formats: readonly (string | number)[]): string {
  const escapeCode = (code: string) =>
    code.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const idOf = (format: string | number, index: number) =>
    typeof format === 'number' ? format : format === 'General' ? 0 : 164 + index;
  const custom = formats.map((format, index) =>
    typeof format === 'number'
      ? ''
      : `<s:numFmt numFmtId="${idOf(format, index)}" formatCode="${escapeCode(format)}"/>`,
  );
  const cells = formats.map((format, index) => `<s:xf numFmtId="${idOf(format, index)}"/>`);
  // Styles of styles have number formats too, which no cell refers to.
  return `<s:numFmts>${custom.join('')}</s:numFmts><s:cellStyleXfs><s:xf numFmtId="14"/></s:cellStyleXfs><s:cellXfs>${cells.join('')}</s:cellXfs>`;
}
