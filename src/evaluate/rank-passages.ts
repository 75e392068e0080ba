import type { RelevantPassage } from '../domain/evaluation.ts';
import { createMatcher, type JudgedHit, squeezeText } from './match-passage.ts';

export interface PassageRanks<Found extends JudgedHit> {
  /** One per right passage, in their order: of the first hit that is it, from 1; null: none is. */
  readonly ranks: readonly (number | null)[];
  /** The first hit that is no right passage. */
  readonly wrong: Found | null;
}

/**
 * The ranks of a question's right passages among the hits. Where all of them are whole documents, documents are ranked, each by
 * its best hit, as in BEIR (Thakur and others, 2021) and other sets with judgements of documents; else hits are.
 */
export function rankPassages<Found extends JudgedHit>(
  relevant: readonly RelevantPassage[],
  hits: readonly Found[],
): PassageRanks<Found> {
  const areDocuments = relevant.every(({ page, quote }) => page === null && quote === null);
  const matchers = relevant.map(createMatcher);
  const ranks: (number | null)[] = relevant.map(() => null);
  const documents = new Set<string>();
  let wrong: Found | null = null;
  for (const [index, hit] of hits.entries()) {
    documents.add(hit.document.id);
    let squeezed: string | undefined;
    const squeezedText = () => {
      squeezed ??= squeezeText(hit.text);
      return squeezed;
    };
    let isRight = false;
    for (const [position, isPassage] of matchers.entries()) {
      if (!isPassage(hit, squeezedText)) continue;
      isRight = true;
      ranks[position] ??= areDocuments ? documents.size : index + 1;
    }
    if (!isRight) wrong ??= hit;
  }
  return { ranks, wrong };
}
