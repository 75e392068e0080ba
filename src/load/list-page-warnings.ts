import type { Warning } from '../domain/document.ts';
import type { PageFinding, PageFindingCode } from '../domain/load.ts';

const MAX_WARNED_PAGES = 100;

/** In the order in which they are listed. */
const MESSAGES: Readonly<Record<PageFindingCode, (pages: number, count: number) => string>> = {
  PAGE_WITHOUT_TEXT: (pages) => `${pages} page(s) have no text, and none was recognised.`,
  OCR_OFF: (pages) =>
    `${pages} page(s) have pictures or fonts that only text recognition could read; it is off (OCR=on).`,
  OCR_LIMIT: (pages) =>
    `${pages} page(s) were not recognised: the document has more such pages than the limit (MAX_OCR_PAGES).`,
  PAGE_UNREADABLE: (pages) => `${pages} page(s) are damaged and were left empty.`,
  PAGE_BY_OCR: (pages) => `${pages} page(s) were read by text recognition; single characters may be wrong.`,
  TEXT_GIBBERISH: (pages) =>
    `${pages} page(s) seem to be gibberish: a font does not say which characters it shows. They were kept as they are.`,
  CHARACTERS_UNDECODED: (pages, count) => `${count} character(s) on ${pages} page(s) could not be decoded.`,
  TEXT_HIDDEN: (pages, count) =>
    `About ${count} character(s) on ${pages} page(s) are not to be seen in the document, but are in its text.`,
  TEXT_INVISIBLE_CHARACTERS: (pages, count) =>
    `${count} invisible character(s) on ${pages} page(s): zero-width, direction or tag characters. They are in the text as it stands.`,
};

/** One warning for each kind, its pages in order, at most 100 of them. */
export function listPageWarnings(findings: readonly PageFinding[]): Warning[] {
  const byCode = Map.groupBy(findings, (finding) => finding.code);
  const codes = Object.keys(MESSAGES) as PageFindingCode[];
  return codes.flatMap((code) => {
    const found = byCode.get(code);
    if (!found) return [];
    const pages = found.map(({ page }) => page).sort((a, b) => a - b);
    const count = found.reduce((sum, finding) => sum + finding.count, 0);
    return [{ code, message: MESSAGES[code](pages.length, count), pages: pages.slice(0, MAX_WARNED_PAGES) }];
  });
}
