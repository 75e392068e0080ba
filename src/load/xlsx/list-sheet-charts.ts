import { readInteger } from '../ooxml/namespaces.ts';
import { listRelationships } from '../ooxml/read-relationships.ts';
import { parseXml, type XmlHandler } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { XLSX_NAMESPACES } from './namespaces.ts';

/** The chart parts that are shown on a sheet, from top to bottom. Throws what reading a part throws. */
export async function listSheetCharts(archive: Archive, sheetPart: string): Promise<string[]> {
  const charts: string[] = [];
  for (const drawing of await listRelationships(archive, sheetPart)) {
    if (drawing.type !== 'drawing') continue;
    const reader = new DrawingReader();
    await parseXml(archive.read(drawing.part), XLSX_NAMESPACES, reader);
    const targets = await listRelationships(archive, drawing.part);
    const placed = reader.charts.toSorted((a, b) => a.row - b.row || a.column - b.column);
    for (const { reference } of placed) {
      const target = targets.find(({ id, type }) => id === reference && type === 'chart');
      if (target) charts.push(target.part);
    }
  }
  return charts;
}

interface PlacedChart {
  /** From 0, as of the cell under its corner; charts without one come first. */
  readonly row: number;
  readonly column: number;
  readonly reference: string;
}

/** Reads where the charts of a drawing stand (SpreadsheetDrawingML, ISO/IEC 29500-1, 20.5). */
class DrawingReader implements XmlHandler {
  readonly charts: PlacedChart[] = [];
  #isInCorner = false;
  #isHidden = false;
  #text = '';
  #row = 0;
  #column = 0;

  open(name: string, attributes: (name: string) => string | undefined): void {
    this.#text = '';
    if (name === 'xdr:from') this.#isInCorner = true;
    if (name === 'xdr:cNvPr')
      this.#isHidden = attributes('hidden') === '1' || attributes('hidden') === 'true';
    const reference = name === 'c:chart' ? attributes('r:id') : undefined;
    if (reference !== undefined && !this.#isHidden)
      this.charts.push({ row: this.#row, column: this.#column, reference });
  }

  close(name: string): void {
    if (name === 'xdr:from') this.#isInCorner = false;
    if (!this.#isInCorner) return;
    if (name === 'xdr:row') this.#row = readInteger(this.#text) ?? 0;
    if (name === 'xdr:col') this.#column = readInteger(this.#text) ?? 0;
  }

  text(text: string): void {
    if (this.#isInCorner) this.#text += text;
  }
}
