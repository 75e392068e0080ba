import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { choosePdfTitle } from './choose-pdf-title.ts';
import { PageWriter } from './hangul/page-writer.ts';
import { countAgainstLimits } from './load-limits.ts';
import { ODF_NAMESPACES } from './odf/namespaces.ts';
import { CONTENT_PART, openOdf } from './odf/open-odf.ts';
import { readOdfStyles } from './odf/read-odf-styles.ts';
import { TextReader } from './odf/text-reader.ts';
import { createXmlParser } from './xml/xml-parser.ts';

const LOADER = 'odt 1';

/**
 * Texts in OpenDocument (.odt): what a reader sees, page by page where breaks are stored. Headers, footers, comments,
 * deleted and hidden text are left out; notes come after the paragraph that refers to them.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadOdt(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const { archive, title } = await openOdf(bytes, limits);
  const writer = new PageWriter(limits);
  const reader = new TextReader(await readOdfStyles(archive), writer);
  const parser = createXmlParser(ODF_NAMESPACES, reader);
  const counter = countAgainstLimits(limits);
  let isBegun = false;
  function* hand(pages: Page[]): Generator<LoadEvent> {
    if (pages.length === 0) return;
    const shownTitle = title ?? choosePdfTitle(reader.title ?? '');
    if (!isBegun) yield { kind: 'head', head: { loader: LOADER, pageCount: null, title: shownTitle } };
    isBegun = true;
    for (const page of pages) counter.addPage(page);
    yield { kind: 'pages', pages };
  }
  for await (const piece of archive.read(CONTENT_PART)) {
    parser.write(piece);
    yield* hand(writer.takePages());
  }
  parser.end();
  yield* hand(writer.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: warnOfHidden(reader) };
}

function warnOfHidden({ hasHidden }: TextReader): Warning[] {
  if (!hasHidden) return [];
  const message = 'The document has hidden text, which was left out.';
  return [{ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: [] }];
}
