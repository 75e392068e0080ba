import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { PageWriter } from './hangul/page-writer.ts';
import { countAgainstLimits } from './load-limits.ts';
import { ODF_NAMESPACES } from './odf/namespaces.ts';
import { CONTENT_PART, openOdf } from './odf/open-odf.ts';
import { readOdfStyles } from './odf/read-odf-styles.ts';
import { SlideReader } from './odf/slide-reader.ts';
import { createXmlParser } from './xml/xml-parser.ts';

/**
 * Presentations in OpenDocument (.odp): a page for each slide, its title first and a heading, its notes last.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadOdp(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const { archive, title } = await openOdf(bytes, limits);
  yield { kind: 'head', head: { loader: 'odp 1', pageCount: null, title } };
  const writer = new PageWriter(limits);
  const parser = createXmlParser(ODF_NAMESPACES, new SlideReader(await readOdfStyles(archive), writer));
  const counter = countAgainstLimits(limits);
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for await (const piece of archive.read(CONTENT_PART)) {
    parser.write(piece);
    yield* hand(writer.takePages());
  }
  parser.end();
  yield* hand(writer.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: [] };
}
