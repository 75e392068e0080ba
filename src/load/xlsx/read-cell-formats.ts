import { readInteger } from '../ooxml/namespaces.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { XLSX_NAMESPACES } from './namespaces.ts';
import { getBuiltInFormat, type NumberFormat, parseNumberFormat } from './number-format.ts';

/** Number formats by the style index of cells (`cellXfs` of the styles part). */
export async function readCellFormats(pieces: AsyncIterable<Uint8Array>): Promise<readonly NumberFormat[]> {
  const custom = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let isInCellFormats = false;
  await parseXml(pieces, XLSX_NAMESPACES, {
    open(name, attributes) {
      if (name === 's:cellXfs') isInCellFormats = true;
      const id = readInteger(attributes('numFmtId')) ?? 0;
      if (name === 's:numFmt') custom.set(id, parseNumberFormat(attributes('formatCode') ?? ''));
      if (name === 's:xf' && isInCellFormats) formats.push(custom.get(id) ?? getBuiltInFormat(id));
    },
    close(name) {
      if (name === 's:cellXfs') isInCellFormats = false;
    },
    text() {},
  });
  return formats;
}
