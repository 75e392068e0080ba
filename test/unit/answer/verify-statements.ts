import { verifyDraft } from '../../../src/answer/verify-draft.ts';
import type { Draft, DraftStatement, Grounding } from '../../../src/domain/answer.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { lookUpPages, spanOf, type TestDocument } from './build-hits.ts';

const draftOf = (...statements: readonly DraftStatement[]): Draft => ({
  statements,
  promptTokens: 0,
  completionTokens: 0,
});

export const verify = (
  statements: readonly DraftStatement[],
  hits: readonly Hit[],
  stored: readonly TestDocument[],
  grounding: Grounding = 'flag',
) => verifyDraft({ draft: draftOf(...statements), hits, pageOf: lookUpPages(stored), grounding });

/** A statement with the words of a hit that it is. */
export const quoteHit = (hits: readonly Hit[], position: number, words: string): DraftStatement => ({
  text: words,
  evidence: [{ hit: position, ...spanOf(hits[position]?.text ?? '', words) }],
});
