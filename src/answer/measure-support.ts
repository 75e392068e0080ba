import { analyzeText } from '../text/analyze-text.ts';
import { listContentWords } from '../text/function-words.ts';
import { joinLines } from '../text/join-lines.ts';
import { isVerbatim } from './find-verbatim.ts';
import { holdsFacts } from './hold-facts.ts';

export interface Support {
  /** Share of the statement's content that stands in the quotes, 0 to 1; 1 when it stands there word for word. */
  readonly support: number;
  readonly supported: boolean;
}

const NONE: Support = { support: 0, supported: false };
/** A statement in other words keeps most of the words it is about. */
const MIN_SUPPORT = 0.6;
/** A number or a name that the source does not have makes a statement wrong, however much of the rest agrees. */
const SUPPORT_OF_A_WRONG_FACT = 0.3;

/**
 * How well the quoted words carry a statement. Pure, and blind to who wrote the statement: the same rule reads an
 * extract and a model's sentence.
 */
export function measureSupport(statement: string, quotes: readonly string[]): Support {
  if (quotes.length === 0 || !/[\p{L}\p{N}\p{S}]/u.test(statement)) return NONE;
  const source = joinLines(quotes.join('\n')).text;
  const sourceTerms = new Set(analyzeText(source));
  const terms = listContentWords(statement).flatMap(analyzeText);
  const found = terms.filter((term) => sourceTerms.has(term)).length;
  const share = terms.length === 0 ? 0 : found / terms.length;
  // Before the shortcut: a part of "is not available", or of "-5 degrees", stands there word for word and is wrong.
  if (!holdsFacts(statement, source))
    return { support: Math.min(share, SUPPORT_OF_A_WRONG_FACT), supported: false };
  if (isVerbatim(statement, source)) return { support: 1, supported: true };
  return { support: share, supported: share >= MIN_SUPPORT };
}
