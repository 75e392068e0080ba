import type { QuestionResult, RelevantPassage } from '../../../src/domain/evaluation.ts';
import type { JudgedHit } from '../../../src/evaluate/match-passage.ts';

export function passage(fields: Partial<RelevantPassage>): RelevantPassage {
  return { documentId: null, externalId: null, page: null, quote: null, ...fields };
}

export function hit(id: string, text = '', page = 1, pageEnd = page): JudgedHit {
  return { document: { id, externalId: `key of ${id}` }, text, pageStart: page, pageEnd };
}

/** A question whose only right passage has this rank. */
export function result(fields: Partial<QuestionResult> & { question: string }): QuestionResult {
  const { rank = null } = fields;
  return {
    id: null,
    relevant: [{ ...passage({ documentId: 'a' }), rank, missing: false }],
    rank,
    ndcg10: rank === null || rank > 10 ? 0 : 1 / Math.log2(rank + 1),
    wrong: null,
    searchMs: 1,
    ...fields,
  };
}
