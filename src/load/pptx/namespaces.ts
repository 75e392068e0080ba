import { OOXML_NAMESPACES } from '../ooxml/namespaces.ts';

const TRANSITIONAL = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';

/** Namespaces of PresentationML and DrawingML, transitional and strict (ISO/IEC 29500), by the short names used here. */
export const PPTX_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...OOXML_NAMESPACES,
  [`${TRANSITIONAL}/presentationml/2006/main`, 'p'],
  [`${STRICT}/presentationml/main`, 'p'],
  [`${TRANSITIONAL}/drawingml/2006/main`, 'a'],
  [`${STRICT}/drawingml/main`, 'a'],
  [`${TRANSITIONAL}/drawingml/2006/chart`, 'c'],
  [`${STRICT}/drawingml/chart`, 'c'],
  [`${TRANSITIONAL}/drawingml/2006/diagram`, 'dgm'],
  [`${STRICT}/drawingml/diagram`, 'dgm'],
]);
