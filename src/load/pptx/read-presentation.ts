import { listRelationships } from '../ooxml/read-relationships.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { unreadableArchive } from '../zip/archive-errors.ts';
import type { Archive } from '../zip/open-archive.ts';
import { PPTX_NAMESPACES } from './namespaces.ts';

/**
 * The parts of the slides in the order in which they are shown, null for one that is missing. Throws `IngestError`
 * DOCUMENT_UNREADABLE and what reading a part throws.
 */
export async function readPresentation(archive: Archive, part: string): Promise<readonly (string | null)[]> {
  const relationships = await listRelationships(archive, part);
  const slides: (string | null)[] = [];
  let isPresentation = false;
  await parseXml(archive.read(part), PPTX_NAMESPACES, {
    open(name, attributes) {
      if (name === 'p:presentation') isPresentation = true;
      if (name !== 'p:sldId') return;
      const slide = relationships.find(({ id, type }) => id === attributes('r:id') && type === 'slide');
      slides.push(slide?.part ?? null);
    },
    close() {},
    text() {},
  });
  if (!isPresentation) throw unreadableArchive('it is not a presentation');
  return slides;
}
