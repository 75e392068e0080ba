import type { LoadLimits } from '../../domain/load.ts';
import { limitExceeded } from '../load-limits.ts';
import { OOXML_NAMESPACES } from '../ooxml/namespaces.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { BodyReader } from './body-reader.ts';
import { NoteBook, type NoteKind, type Notes } from './note-book.ts';
import type { BodyServices } from './paragraph-writer.ts';

/** Types of the lines and words that separate notes from text. */
const SEPARATOR = /^(?:separator|continuationSeparator|continuationNotice)$/;

/** Texts of `footnotes.xml` or `endnotes.xml`, each on one line. Throws `IngestError`; see `XmlParser`. */
export async function readNotes(
  pieces: AsyncIterable<Uint8Array>,
  kind: NoteKind,
  services: Pick<BodyServices, 'styles' | 'lists'>,
  limits: LoadLimits,
): Promise<Notes> {
  const notes = new Map<string, string>();
  let blocks: string[] = [];
  let id: string | undefined;
  let chars = 0;
  const story = {
    isPaged: false,
    addBlock({ text }: { readonly text: string }) {
      chars += text.length;
      if (chars > limits.maxTextBytes) throw limitExceeded('bytes of text', limits.maxTextBytes);
      blocks.push(text.replace(/\s+/gu, ' '));
    },
    breakPage() {},
    markHidden() {},
  };
  const reader = new BodyReader({ ...services, notes: new NoteBook(new Map(), new Map()), story });
  await parseXml(pieces, OOXML_NAMESPACES, {
    open(name, attributes) {
      if (name === `w:${kind}`)
        id = SEPARATOR.test(attributes('w:type') ?? '') ? undefined : attributes('w:id');
      reader.open(name, attributes);
    },
    close(name) {
      reader.close(name);
      if (name !== `w:${kind}`) return;
      if (id !== undefined && blocks.length > 0) notes.set(id, blocks.join(' '));
      blocks = [];
    },
    text(text) {
      reader.text(text);
    },
  });
  return notes;
}
