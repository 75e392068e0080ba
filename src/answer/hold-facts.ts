import { analyzeText } from '../text/analyze-text.ts';
import { isFunctionWord, listContentWords } from '../text/function-words.ts';
import { segmentSentences } from '../text/segment-sentences.ts';
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

/**
 * Capitalised words that are no function words (every sentence begins with a capital), and Korean names of persons. A
 * name in the same letters counts too: "COVID" of "COVID-19" may be analysed otherwise than beside its number.
 */
function holdsNames(statement: string, source: string): boolean {
  const terms = new Set(analyzeText(source));
  const literal = new Set([...source.matchAll(CAPITALISED)].map(([word]) => word));
  const capitalised = [...statement.matchAll(CAPITALISED)]
    .map(([word]) => word)
    .filter((word) => !isFunctionWord(word) && !literal.has(word));
  if (!capitalised.every((word) => analyzeText(word).every((term) => terms.has(term)))) return false;
  const persons = listContentWords(statement).filter((word) => KOREAN_NAME.test(word));
  return persons.every((name) => source.includes(name) || analyzeText(name).some((term) => terms.has(term)));
}

/** Sentence by sentence: over the whole statement a "not" of one sentence would make up for the missing one of another. */
function holdsNegation(statement: string, source: string): boolean {
  const sentences = splitSentences(source).map((text) => ({ text, terms: new Set(analyzeText(text)) }));
  return splitSentences(statement).every((sentence) => {
    const own = [...new Set(analyzeText(sentence))];
    const shared = sentences.map(({ terms }) => own.filter((term) => terms.has(term)).length);
    const most = Math.max(...shared);
    // Of several that are equally near, one that agrees is enough: the statement may be that very sentence.
    return sentences.some(
      ({ text }, index) => shared[index] === most && NEGATION.test(text) === NEGATION.test(sentence),
    );
  });
}

/** One beside the nearest sentence may say no to something else, so that only sentences are compared. */
function splitSentences(text: string): string[] {
  return segmentSentences(text, 'auto').map(({ start, end }) => text.slice(start, end));
}
