import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { PageWriter } from './hangul/page-writer.ts';
import { HeaderReader } from './hwpx/header-reader.ts';
import { HWPX_NAMESPACES } from './hwpx/namespaces.ts';
import { readPackage } from './hwpx/read-package.ts';
import { SectionReader } from './hwpx/section-reader.ts';
import { countAgainstLimits } from './load-limits.ts';
import { warnOfMissingParts } from './warn-of-missing-parts.ts';
import { createXmlParser, parseXml } from './xml/xml-parser.ts';
import { openArchive } from './zip/open-archive.ts';

const LOADER = 'hwpx 1';

/**
 * Hangul documents in XML (.hwpx: OWPML, KS X 6101): what a reader sees, page by page as Hangul last laid it
 * out. Headers, footers, hidden comments, memos and deleted text are left out; notes come after the paragraph
 * that refers to them.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadHwpx(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  const { title, headerPart, sectionParts, missing } = await readPackage(archive);
  const header = new HeaderReader();
  if (headerPart !== null) await parseXml(archive.read(headerPart), HWPX_NAMESPACES, header);

  yield { kind: 'head', head: { loader: LOADER, pageCount: null, title } };
  const writer = new PageWriter(limits);
  const reader = new SectionReader(header.styles, writer);
  const counter = countAgainstLimits(limits);
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for (const part of sectionParts) {
    const parser = createXmlParser(HWPX_NAMESPACES, reader);
    for await (const piece of archive.read(part)) {
      parser.write(piece);
      yield* hand(writer.takePages());
    }
    parser.end();
  }
  yield* hand(writer.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: warnOfMissingParts('section', missing) };
}
