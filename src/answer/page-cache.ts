import type { DraftStatement } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import type { Page } from '../domain/page.ts';
import type { PageLookup } from './map-evidence.ts';

/** A page of one version of a document. */
export interface PageReference {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
}

export interface ReferencedPage extends Page {
  readonly documentId: string;
  readonly version: number;
}

/** The pages of an answer's evidence, each loaded once, when a statement first draws on it. */
export function createPageCache(
  hits: readonly Hit[],
  loadPages: (references: readonly PageReference[]) => Promise<readonly ReferencedPage[]>,
) {
  const asked = new Set<string>();
  const pages = new Map<string, Page>();
  const pageOf: PageLookup = ({ document }, page) => pages.get(keyOf(document.id, document.version, page));
  return {
    pageOf,
    /** One batch for what is missing; none when nothing is. */
    async prepare({ evidence }: DraftStatement): Promise<void> {
      const missing: PageReference[] = [];
      for (const { hit: position } of evidence) {
        const hit = hits[position];
        if (hit === undefined) continue;
        const { id: documentId, version } = hit.document;
        for (let page = hit.pageStart; page <= hit.pageEnd; page += 1) {
          const key = keyOf(documentId, version, page);
          if (asked.has(key)) continue;
          asked.add(key);
          missing.push({ documentId, version, page });
        }
      }
      if (missing.length === 0) return;
      for (const page of await loadPages(missing)) {
        pages.set(keyOf(page.documentId, page.version, page.number), page);
      }
    },
  };
}

function keyOf(documentId: string, version: number, page: number): string {
  return `${documentId}/${version}/${page}`;
}
