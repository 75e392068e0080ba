import { type Pdfium, readUtf16 } from './pdfium.ts';

/** A bookmark that leads to a page of the document; `page` from 0, `level` from 1. */
export interface Bookmark {
  readonly title: string;
  readonly level: number;
  readonly page: number;
}

// An outline may be hostile: endless, or a circle.
const MAX_BOOKMARKS = 20_000;
const MAX_LEVEL = 16;

/** Bookmarks in the order of the outline. */
export function readPdfOutline(pdfium: Pdfium, document: number): Bookmark[] {
  const bookmarks: Bookmark[] = [];
  const seen = new Set<number>();
  const visit = (parent: number, level: number): void => {
    let node = pdfium.FPDFBookmark_GetFirstChild(document, parent);
    while (node !== 0 && !seen.has(node) && seen.size < MAX_BOOKMARKS) {
      seen.add(node);
      const title = readTitle(pdfium, node);
      const page = readTarget(pdfium, document, node);
      if (title !== '' && page >= 0) bookmarks.push({ title, level, page });
      if (level < MAX_LEVEL) visit(node, level + 1);
      node = pdfium.FPDFBookmark_GetNextSibling(document, node);
    }
  };
  visit(0, 1);
  return bookmarks;
}

function readTitle(pdfium: Pdfium, bookmark: number): string {
  const title = readUtf16(pdfium, (buffer, bytes) => pdfium.FPDFBookmark_GetTitle(bookmark, buffer, bytes));
  return title
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** Page index, or -1 where the bookmark leads elsewhere. */
function readTarget(pdfium: Pdfium, document: number, bookmark: number): number {
  let target = pdfium.FPDFBookmark_GetDest(document, bookmark);
  if (target === 0) {
    const action = pdfium.FPDFBookmark_GetAction(bookmark);
    if (action !== 0) target = pdfium.FPDFAction_GetDest(document, action);
  }
  return target === 0 ? -1 : pdfium.FPDFDest_GetDestPageIndex(document, target);
}
