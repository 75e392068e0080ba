import type { Warning } from '../domain/document.ts';
import type { PageFinding } from '../domain/load.ts';

const MAX_WARNED_PAGES = 100;

/** In the order in which they are listed. */
const MESSAGES: Readonly<Record<string, (pages: number) => string>> = {
  PAGE_WITHOUT_TEXT: (pages) => `${pages} page(s) have no text; text in images is not recognised.`,
  PAGE_UNREADABLE: (pages) => `${pages} page(s) are damaged and were left empty.`,
};

/** One warning for each kind, its pages in order, at most 100 of them. */
export function listPageWarnings(findings: readonly PageFinding[]): Warning[] {
  const byCode = Map.groupBy(findings, (finding) => finding.code);
  return Object.entries(MESSAGES).flatMap(([code, describe]) => {
    const pages = (byCode.get(code) ?? []).map(({ page }) => page).sort((a, b) => a - b);
    return pages.length === 0
      ? []
      : [{ code, message: describe(pages.length), pages: pages.slice(0, MAX_WARNED_PAGES) }];
  });
}
