import type { QuestionResult, WrongHit } from '../domain/evaluation.ts';
import type { TenantId } from '../domain/ids.ts';
import type { DocumentStore } from '../domain/store-ports.ts';
import type { ContentStore } from '../domain/version-ports.ts';
import { joinLines } from '../text/join-lines.ts';
import type { ShownHit, ShownQuestion } from './pipelines.ts';

const SNIPPET_LENGTH = 200;

export interface ShowServices {
  readonly documents: DocumentStore;
  readonly contents: ContentStore;
}

/** Questions with the titles and words of the wrong hits, as far as their documents are still there; two statements. */
export async function showQuestions(
  { documents, contents }: ShowServices,
  tenantId: TenantId,
  results: readonly QuestionResult[],
): Promise<readonly ShownQuestion[]> {
  const hits = results.flatMap(({ wrong }) => wrong ?? []);
  const found = await documents.getMany(tenantId, [...new Set(hits.map(({ documentId }) => documentId))]);
  const byId = new Map(found.map((document) => [document.id, document]));
  const pages = hits.length === 0 ? [] : await contents.getPages(tenantId, hits);
  const texts = new Map(pages.map((page) => [keyOf({ ...page, page: page.number }), page.text]));
  const show = (hit: WrongHit): ShownHit => {
    const { documentId, version, page, start } = hit;
    const document = byId.get(documentId);
    const text = document === undefined ? undefined : texts.get(keyOf(hit));
    return {
      documentId,
      externalId: document?.externalId ?? null,
      title: document?.title ?? null,
      version,
      page,
      snippet: text === undefined ? null : cutSnippet(text, start),
    };
  };
  return results.map(({ wrong, ...result }) => ({ ...result, wrong: wrong && show(wrong) }));
}

function keyOf({ documentId, version, page }: Omit<WrongHit, 'start'>): string {
  return `${documentId}/${version}/${page}`;
}

/** On one line; never half of a surrogate pair. */
function cutSnippet(text: string, start: number): string {
  const line = joinLines(text.slice(start, start + 2 * SNIPPET_LENGTH).trim()).text.replace(/\s+/gu, ' ');
  return [...line.toWellFormed()].slice(0, SNIPPET_LENGTH).join('');
}
