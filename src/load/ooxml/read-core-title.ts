import { choosePdfTitle } from '../choose-pdf-title.ts';
import { parseXml } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { OOXML_NAMESPACES } from './namespaces.ts';
import type { Relationships } from './read-relationships.ts';

/** `dc:title` of the package's core properties where a person seems to have written it, else null. */
export async function readCoreTitle(archive: Archive, relationships: Relationships): Promise<string | null> {
  const part = relationships.get('core-properties');
  if (part === undefined) return null;
  let title = '';
  let isInTitle = false;
  await parseXml(archive.read(part), OOXML_NAMESPACES, {
    open(name) {
      isInTitle = name === 'dc:title';
    },
    close() {
      isInTitle = false;
    },
    text(text) {
      if (isInTitle) title += text;
    },
  });
  return choosePdfTitle(title);
}
