import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import { findPackage } from './epub/find-package.ts';
import { readChapter } from './epub/read-chapter.ts';
import { readPackage } from './epub/read-package.ts';
import { countAgainstLimits } from './load-limits.ts';
import { paginateText } from './paginate-text.ts';
import { warnOfMissingParts } from './warn-of-missing-parts.ts';
import { unreadableArchive } from './zip/archive-errors.ts';
import { type Archive, openArchive } from './zip/open-archive.ts';

const LOADER = 'epub 1';
const MAX_WARNED_PAGES = 100;

/**
 * Books (EPUB 2 and 3): the chapters in reading order, each on a page of its own or, where it is long, on several.
 * Tables of contents are left out, and chapters without text are no pages.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX, CHARSET_UNKNOWN and those of the
 * limits.
 */
export async function* loadEpub(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  const { title, chapters, missing } = await readPackage(archive, await findPackage(archive));
  if (chapters.length === 0) throw unreadableArchive('it has no chapters');

  yield { kind: 'head', head: { loader: LOADER, pageCount: null, title } };
  const counter = countAgainstLimits(limits);
  const hiddenPages: number[] = [];
  let pageCount = 0;
  for (const chapter of chapters) {
    const read = readChapter(await readPart(archive, chapter.part), chapter.isSaidContents);
    if (read === null || read.text === '') continue;
    const { text, headings, hidden } = read;
    if (hidden.length > 0) hiddenPages.push(pageCount + 1);
    const pages = paginateText(text, headings).map((page) => ({ ...page, number: pageCount + page.number }));
    pageCount += pages.length;
    for (const page of pages) counter.addPage(page);
    yield { kind: 'pages', pages };
  }
  counter.checkHasText();
  yield { kind: 'end', warnings: [...warnOfMissingParts('chapter', missing), ...warnOfHidden(hiddenPages)] };
}

async function readPart(archive: Archive, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.read(name)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function warnOfHidden(pages: readonly number[]): Warning[] {
  if (pages.length === 0) return [];
  const message = `${pages.length} chapter(s) have hidden text, which was left out.`;
  return [{ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: pages.slice(0, MAX_WARNED_PAGES) }];
}
