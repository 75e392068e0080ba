import { parseXml } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { ODF_NAMESPACES } from './namespaces.ts';
import { OdfStyles } from './odf-styles.ts';

const STYLES_PART = 'styles.xml';

/** The styles that a document's own build on. Throws `IngestError` DOCUMENT_UNREADABLE. */
export async function readOdfStyles(archive: Archive): Promise<OdfStyles> {
  const styles = new OdfStyles();
  if (!archive.has(STYLES_PART)) return styles;
  await parseXml(archive.read(STYLES_PART), ODF_NAMESPACES, {
    open: (name, attributes) => styles.open(name, attributes),
    close() {},
    text() {},
  });
  return styles;
}
