import { parseXml } from '../xml/xml-parser.ts';
import { PPTX_NAMESPACES } from './namespaces.ts';
import { ParagraphReader } from './paragraph-reader.ts';

/** The texts of a diagram (SmartArt, its data part), one list item each, in the order of the file. */
export async function readDiagram(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const paragraphs = new ParagraphReader();
  await parseXml(pieces, PPTX_NAMESPACES, {
    open: (name, attributes) => paragraphs.open(name, attributes),
    close: (name) => paragraphs.close(name),
    text: (text) => paragraphs.text(text),
  });
  return paragraphs
    .take()
    .map(({ text }) => `- ${text}`)
    .join('\n');
}
