import { loadDocument } from '../../../src/load/load-document.ts';
import { EPUB_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';

export interface EpubParts {
  /** Bodies of the chapters by their names in the folder `OEBPS`, in reading order. */
  readonly chapters: Readonly<Record<string, string>>;
  readonly title?: string;
  /** More items of the manifest, of the spine (ids), and children of the package. */
  readonly items?: string;
  readonly spine?: readonly string[];
  readonly more?: string;
  /** More files by their names in the archive. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The files of a book by name, `mimetype` first. */
export function listEpubFiles(parts: EpubParts): Record<string, string> {
  const names = Object.keys(parts.chapters);
  const items = names.map(
    (name, index) => `<item id="c${index}" href="${encodeURI(name)}" media-type="application/xhtml+xml"/>`,
  );
  const spine = [...names.map((_, index) => `c${index}`), ...(parts.spine ?? [])];
  const files: Record<string, string> = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'OEBPS/book.opf': `<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${parts.title ?? ''}</dc:title></metadata><manifest>${items.join('')}${parts.items ?? ''}</manifest><spine>${spine.map((id) => `<itemref idref="${id}"/>`).join('')}</spine>${parts.more ?? ''}</package>`,
  };
  for (const [name, body] of Object.entries(parts.chapters))
    files[`OEBPS/${name}`] =
      `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${body}</body></html>`;
  return { ...files, ...parts.files };
}

export function loadBook(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: EPUB_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** What is loaded of a book; `texts` are those of its pages. */
export async function loadMadeBook(parts: EpubParts) {
  const loaded = await loadBook(zipFiles(listEpubFiles(parts)));
  return { ...loaded, texts: loaded.pages.map((page) => page.text) };
}
