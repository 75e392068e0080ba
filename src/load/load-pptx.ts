import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { choosePdfTitle } from './choose-pdf-title.ts';
import { countAgainstLimits } from './load-limits.ts';
import { readCoreTitle } from './ooxml/read-core-title.ts';
import { readRelationships } from './ooxml/read-relationships.ts';
import { paginateText } from './paginate-text.ts';
import { readPresentation } from './pptx/read-presentation.ts';
import { SlideSource } from './pptx/slide-source.ts';
import { type WrittenSlide, writeSlide } from './pptx/write-slide.ts';
import { warnOfMissingParts } from './warn-of-missing-parts.ts';
import { unreadableArchive } from './zip/archive-errors.ts';
import { openArchive } from './zip/open-archive.ts';

const LOADER = 'pptx 1';
const MAX_WARNED_PAGES = 100;

/**
 * PowerPoint presentations (.pptx and kin): a page a slide, title first, then the shapes in reading order and the
 * speaker's notes. Hidden and missing slides are blank pages, so that pages count as slides do; comments, footers and what stands
 * in layouts are left out.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadPptx(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  const roots = await readRelationships(archive, '');
  const main = roots.get('officeDocument');
  if (main === undefined) throw unreadableArchive('it does not say where its text is');
  const parts = await readPresentation(archive, main);
  const coreTitle = await readCoreTitle(archive, roots);
  const counter = countAgainstLimits(limits);
  counter.checkPageCount(parts.length);

  const slides = new SlideSource(archive, limits);
  const hidden: number[] = [];
  const missing: { number: number; page: number }[] = [];
  let pageCount = 0;
  for (const [index, part] of parts.entries()) {
    const slide = part === null ? null : await slides.read(part);
    const written = slide ? writeSlide(slide) : { title: '', text: '' };
    if (slide === null) missing.push({ number: index + 1, page: pageCount + 1 });
    else if (slide.isHidden) hidden.push(pageCount + 1);
    if (index === 0) {
      const title = coreTitle ?? choosePdfTitle(written.title);
      yield { kind: 'head', head: { loader: LOADER, pageCount: null, title } };
    }
    const pages = writePages(written, String(index + 1), pageCount + 1);
    pageCount += pages.length;
    for (const page of pages) counter.addPage(page);
    yield { kind: 'pages', pages };
  }
  counter.checkHasText();
  const numbers = missing.map(({ number }) => number);
  const blankPages = missing.map(({ page }) => page);
  const warnings = [...warnOfMissingParts('slide', numbers, blankPages), ...warnOfHidden(hidden)];
  yield { kind: 'end', warnings };
}

/** One page, or several where the slide has more than 50,000 characters; the first gets `number`. */
function writePages({ title, text }: WrittenSlide, label: string, number: number): Page[] {
  const headings = title === '' ? [] : [{ start: 0, level: 1, title }];
  return paginateText(text, headings).map((page, index) => ({ ...page, label, number: number + index }));
}

function warnOfHidden(pages: readonly number[]): Warning[] {
  if (pages.length === 0) return [];
  const message = `${pages.length} hidden slide(s) were left out.`;
  return [{ code: 'HIDDEN_SLIDE_LEFT_OUT', message, pages: pages.slice(0, MAX_WARNED_PAGES) }];
}
