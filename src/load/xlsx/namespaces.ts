import { OOXML_NAMESPACES } from '../ooxml/namespaces.ts';

/** Namespaces of SpreadsheetML, transitional and strict (ISO/IEC 29500), by the short names used here. */
export const XLSX_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...OOXML_NAMESPACES,
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 's'],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', 's'],
]);
