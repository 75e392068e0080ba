import { posix } from 'node:path';
import { choosePdfTitle } from '../choose-pdf-title.ts';
import { parseXml } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { EPUB_NAMESPACES } from './namespaces.ts';

const CHAPTER_TYPES = new Set(['application/xhtml+xml', 'text/html', 'text/x-oeb1-document']);

export interface EpubChapter {
  /** Its name in the archive. */
  readonly part: string;
  /** The book says that its table of contents is here. */
  readonly isSaidContents: boolean;
}

/** What a book says about itself. */
export interface EpubPackage {
  readonly title: string | null;
  /** In reading order, without navigation documents. */
  readonly chapters: readonly EpubChapter[];
  /** Numbers from 1 of the chapters that are named in it and not there. */
  readonly missing: readonly number[];
}

/** Reads the package document `path` (EPUB 3.3, 5; Open Packaging Format 2.0). Throws `IngestError` DOCUMENT_UNREADABLE. */
export async function readPackage(archive: Archive, path: string): Promise<EpubPackage> {
  const items = new Map<string, { part: string; isChapter: boolean }>();
  const spine: string[] = [];
  const contents = new Set<string>();
  const titles: string[] = [];
  let isInTitle = false;
  await parseXml(archive.read(path), EPUB_NAMESPACES, {
    open(name, attributes) {
      isInTitle = name === 'dc:title';
      if (isInTitle) titles.push('');
      const part = resolveHref(path, attributes('href') ?? '');
      if (name === 'opf:item') {
        const isNav = attributes('properties')?.split(/\s+/).includes('nav') === true;
        const isChapter = CHAPTER_TYPES.has(attributes('media-type') ?? '') && !isNav;
        items.set(attributes('id') ?? '', { part, isChapter });
      }
      if (name === 'opf:itemref') spine.push(attributes('idref') ?? '');
      if (name === 'opf:reference' && attributes('type')?.toLowerCase() === 'toc') contents.add(part);
    },
    close() {
      isInTitle = false;
    },
    text(text) {
      if (isInTitle) titles[titles.length - 1] += text;
    },
  });
  const named = [...new Set(spine)]
    .map((id) => items.get(id))
    .filter((item) => item === undefined || item.isChapter)
    .map((item) => item?.part ?? null);
  const chapters: EpubChapter[] = [];
  const missing: number[] = [];
  for (const [index, part] of named.entries()) {
    const isSaidContents = part !== null && contents.has(part);
    if (part !== null && archive.has(part)) chapters.push({ part, isSaidContents });
    else if (!isSaidContents) missing.push(index + 1);
  }
  return { title: choosePdfTitle(titles[0] ?? ''), chapters, missing };
}

/** A reference is relative to the folder of the package document, percent-encoded, and may name a place in the part. */
function resolveHref(path: string, href: string): string {
  const reference = href.replace(/[#?].*$/s, '');
  return posix.join('/', posix.dirname(path), decodePercents(reference)).slice(1);
}

function decodePercents(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
