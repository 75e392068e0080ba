import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { choosePdfTitle } from './choose-pdf-title.ts';
import { BodyReader } from './docx/body-reader.ts';
import { ListCounter } from './docx/list-counter.ts';
import { NoteBook, type NoteKind } from './docx/note-book.ts';
import { PageBuilder } from './docx/page-builder.ts';
import { readNotes } from './docx/read-notes.ts';
import { readNumbering } from './docx/read-numbering.ts';
import { readStyles, StyleSheet } from './docx/read-styles.ts';
import { countAgainstLimits } from './load-limits.ts';
import { OOXML_NAMESPACES } from './ooxml/namespaces.ts';
import { readCoreTitle } from './ooxml/read-core-title.ts';
import { readRelationships } from './ooxml/read-relationships.ts';
import { createXmlParser } from './xml/xml-parser.ts';
import { unreadableArchive } from './zip/archive-errors.ts';
import { openArchive } from './zip/open-archive.ts';

const LOADER = 'docx 2';

/**
 * Word documents (Office Open XML, transitional and strict): what a reader sees, page by page where page breaks are
 * stored. Headers, footers, comments, deleted and hidden text are left out; notes stand at the end of their page.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadDocx(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  const roots = await readRelationships(archive, '');
  const main = roots.get('officeDocument');
  if (main === undefined) throw unreadableArchive('it does not say where its text is');
  const parts = await readRelationships(archive, main);
  const coreTitle = await readCoreTitle(archive, roots);

  const stylesPart = parts.get('styles');
  const styles = stylesPart ? await readStyles(archive.read(stylesPart)) : new StyleSheet(new Map());
  const numberingPart = parts.get('numbering');
  const lists = numberingPart ? await readNumbering(archive.read(numberingPart)) : new Map();
  const notesOf = async (kind: NoteKind) => {
    const part = parts.get(`${kind}s`);
    return part
      ? readNotes(archive.read(part), kind, { styles, lists: new ListCounter(lists) }, limits)
      : new Map();
  };
  const notes = new NoteBook(await notesOf('footnote'), await notesOf('endnote'));

  const story = new PageBuilder(limits);
  const reader = new BodyReader({ styles, lists: new ListCounter(lists), notes, story });
  const parser = createXmlParser(OOXML_NAMESPACES, reader);
  const counter = countAgainstLimits(limits);
  let isBegun = false;
  function* hand(pages: Page[]): Generator<LoadEvent> {
    if (pages.length === 0) return;
    const title = coreTitle ?? choosePdfTitle(story.title ?? '');
    if (!isBegun) yield { kind: 'head', head: { loader: LOADER, pageCount: null, title } };
    isBegun = true;
    for (const page of pages) counter.addPage(page);
    yield { kind: 'pages', pages };
  }
  for await (const piece of archive.read(main)) {
    parser.write(piece);
    yield* hand(story.takePages());
  }
  parser.end();
  if (!reader.hasBody) throw unreadableArchive('it is not a Word document');
  yield* hand(story.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: [...story.listWarnings(), ...warnOfAltChunk(reader)] };
}

function warnOfAltChunk({ hasAltChunk }: BodyReader): Warning[] {
  if (!hasAltChunk) return [];
  const message = 'The document shows other files in its text; they were left out.';
  return [{ code: 'EMBEDDED_FILE_LEFT_OUT', message, pages: [] }];
}
