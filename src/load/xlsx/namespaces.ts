import { OOXML_NAMESPACES } from '../ooxml/namespaces.ts';

/** Namespaces of SpreadsheetML and its drawings, transitional and strict (ISO/IEC 29500), by the short names used here. */
export const XLSX_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...OOXML_NAMESPACES,
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 's'],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', 's'],
  ['http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing', 'xdr'],
  ['http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing', 'xdr'],
  ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'c'],
  ['http://purl.oclc.org/ooxml/drawingml/chart', 'c'],
]);
