import { analyzeText } from '../text/analyze-text.ts';
import { segmentSentences } from '../text/segment-sentences.ts';
import { isFunctionWord, listContentWords } from './function-words.ts';
import { holdsNumber, listNumbers } from './list-numbers.ts';

/** A word with a capital. `\b` knows ASCII only. */
const CAPITALISED = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]+/gu;
/** The family names of nine Koreans in ten. */
const FAMILY_NAMES =
  '김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추';
const KOREAN_NAME = new RegExp(`^[${FAMILY_NAMES}]\\p{Script=Hangul}{2}$`, 'u');
const NEGATION =
  /\b(?:not|no|never|cannot|without|none|nor|neither)\b|n['’]t\b|않|없|아니|불가|금지|못(?=\s|하|한|할|했|합)|(?<!\p{L})안(?=\s)/iu;

/**
 * Whether what makes a statement true or false stands in the source: every number with its unit, every name, and the
 * negation. Strict on purpose: a fact that is not found is a wrong one.
 */
export function holdsFacts(statement: string, source: string): boolean {
  return holdsNumbers(statement, source) && holdsNames(statement, source) && holdsNegation(statement, source);
}

function holdsNumbers(statement: string, source: string): boolean {
  const known = listNumbers(source);
  return listNumbers(statement).every((number) => holdsNumber(known, number));
}

/** Capitalised words that are no function words (every sentence begins with a capital), and Korean names of persons. */
function holdsNames(statement: string, source: string): boolean {
  const terms = new Set(analyzeText(source));
  const capitalised = [...statement.matchAll(CAPITALISED)]
    .map(([word]) => word)
    .filter((word) => !isFunctionWord(word));
  if (!capitalised.every((word) => analyzeText(word).every((term) => terms.has(term)))) return false;
  const persons = listContentWords(statement).filter((word) => KOREAN_NAME.test(word));
  return persons.every((name) => analyzeText(name).some((term) => terms.has(term)));
}

/** Compared with the sentence of the source that is nearest: one beside it may say no to something else. */
function holdsNegation(statement: string, source: string): boolean {
  const terms = new Set(analyzeText(statement));
  let nearest = source;
  let most = -1;
  for (const { start, end } of segmentSentences(source, 'auto')) {
    const sentence = source.slice(start, end);
    const shared = new Set(analyzeText(sentence).filter((term) => terms.has(term))).size;
    if (shared > most) [nearest, most] = [sentence, shared];
  }
  return NEGATION.test(statement) === NEGATION.test(nearest);
}
