import type { Warning } from '../domain/document.ts';

/** What was noticed on a page; plain data, so that ranges of pages can be read apart and put together. */
export interface PageFinding {
  /** From 1. */
  readonly page: number;
  readonly code: keyof typeof MESSAGES;
  /** Characters, where they are counted; else 1. */
  readonly count: number;
}

const MAX_WARNED_PAGES = 100;

/** In the order in which they are listed. */
const MESSAGES = {
  PAGE_WITHOUT_TEXT: (pages: number) => `${pages} page(s) have no text, and none was recognised.`,
  OCR_OFF: (pages: number) =>
    `${pages} page(s) have pictures or fonts that only text recognition could read; it is off (OCR=on).`,
  OCR_LIMIT: (pages: number) =>
    `${pages} page(s) were not recognised: the document has more such pages than the limit (MAX_OCR_PAGES).`,
  PAGE_UNREADABLE: (pages: number) => `${pages} page(s) are damaged and were left empty.`,
  PAGE_BY_OCR: (pages: number) =>
    `${pages} page(s) were read by text recognition; single characters may be wrong.`,
  TEXT_GIBBERISH: (pages: number) =>
    `${pages} page(s) seem to be gibberish: a font does not say which characters it shows. They were kept as they are.`,
  CHARACTERS_UNDECODED: (pages: number, count: number) =>
    `${count} character(s) on ${pages} page(s) could not be decoded.`,
  TEXT_HIDDEN: (pages: number, count: number) =>
    `About ${count} character(s) on ${pages} page(s) are not to be seen in the document, but are in its text.`,
} as const;

/** One warning for each kind, its pages in order, at most 100 of them. */
export function listPageWarnings(findings: readonly PageFinding[]): Warning[] {
  const byCode = Map.groupBy(findings, (finding) => finding.code);
  const codes = Object.keys(MESSAGES) as (keyof typeof MESSAGES)[];
  return codes.flatMap((code) => {
    const found = byCode.get(code);
    if (!found) return [];
    const pages = found.map(({ page }) => page).sort((a, b) => a - b);
    const count = found.reduce((sum, finding) => sum + finding.count, 0);
    return [{ code, message: MESSAGES[code](pages.length, count), pages: pages.slice(0, MAX_WARNED_PAGES) }];
  });
}
