import type { QuestionResult } from '../domain/evaluation.ts';

export type Pair = readonly [mine: QuestionResult, theirs: QuestionResult];

/** Questions that both have: by the caller's id, else by the text. Each stands in one pair at most. */
export function pairQuestions(
  mine: readonly QuestionResult[],
  theirs: readonly QuestionResult[],
): readonly Pair[] {
  const byId = new Map(theirs.flatMap((result) => (result.id === null ? [] : [[result.id, result]])));
  const pairs = new Map<QuestionResult, QuestionResult>();
  for (const result of mine) {
    const other = result.id === null ? undefined : byId.get(result.id);
    if (other !== undefined) pairs.set(result, other);
  }
  const taken = new Set(pairs.values());
  const byText = Map.groupBy(
    theirs.filter((result) => !taken.has(result)),
    textOf,
  );
  for (const result of mine) {
    if (pairs.has(result)) continue;
    const other = byText.get(textOf(result))?.shift();
    if (other !== undefined) pairs.set(result, other);
  }
  return [...pairs];
}

function textOf({ question }: QuestionResult): string {
  return question.normalize('NFC').trim().replace(/\s+/gu, ' ');
}
