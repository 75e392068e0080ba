import type { AbsenceReason, ExplainedDocument } from '../domain/explanation.ts';
import type { Hit } from '../domain/hit.ts';
import type { MatchCounts } from '../domain/search-ports.ts';

export interface DocumentSearch {
  readonly collectionIds: readonly string[];
  /** In the order before `topK` was cut off. */
  readonly ranked: readonly Hit[];
  readonly topK: number;
  readonly found: MatchCounts['document'];
}

/** Why a document is not among the hits, or where it is: the first of the reasons that holds. */
export function explainDocument(
  documentId: string,
  { collectionIds, ranked, topK, found }: DocumentSearch,
): ExplainedDocument {
  const say = (reason: AbsenceReason, message: string, rank: number | null = null): ExplainedDocument => ({
    id: documentId,
    reason,
    message,
    rank,
    matchedChunks: found?.matchedChunks ?? 0,
  });
  if (found === null)
    return say('DOCUMENT_NOT_FOUND', 'There is no document with this id, or it was deleted.');
  if (!found.isPublished)
    return say(
      'NOT_PUBLISHED',
      `Nothing of it is published yet: its newest version is ${found.status}. It answers once it is published.`,
    );
  if (!collectionIds.includes(found.collectionId))
    return say('OTHER_COLLECTION', 'It is in a collection that was not searched.');
  if (!found.isSelected) return say('NOT_SELECTED', 'documentIds or the filter leave it out.');
  const position = ranked.findIndex(({ document }) => document.id === documentId);
  if (position !== -1 && position < topK) return say('FOUND', `It is hit ${position + 1}.`, position + 1);
  if (position !== -1)
    return say(
      'BELOW_TOP_K',
      `Its best chunk comes at place ${position + 1}: a topK of ${position + 1} shows it.`,
      position + 1,
    );
  if (found.bestRank === null)
    return say(
      'NO_TERM_IN_COMMON',
      'None of its chunks holds one of the terms that choose. Ask in its own words, or search by meaning with an embedding model.',
    );
  return say(
    'BELOW_CANDIDATES',
    `By words its best chunk comes at place ${found.bestRank}, behind all that were looked at. A word that only it holds, documentIds or a filter would bring it in.`,
    found.bestRank,
  );
}
