import { analyzeText } from '../text/analyze-text.ts';
import { joinLines } from '../text/join-lines.ts';
import { listContentWords } from './function-words.ts';

export interface Support {
  /** Share of the statement's content that stands in the quotes, 0 to 1; 1 when it stands there word for word. */
  readonly support: number;
  readonly supported: boolean;
}

/** A statement in other words keeps most of the words it is about. */
const MIN_SUPPORT = 0.6;
/** A number or a name that the source does not have makes a statement wrong, however much of the rest agrees. */
const SUPPORT_OF_A_WRONG_FACT = 0.3;

/** A number with the unit written to it, "780MB" or "3.5 %"; the unit may be absent. */
const NUMBER = /\p{N}+(?:[.,]\p{N}+)*(?:\s?(?:%|[KMGT]i?B\b|[kcm]?m\b|[kmµ]?g\b|[kMG]?Hz\b))?/giu;
const NAME = /(?<=\p{L}.*)\b\p{Lu}[\p{L}\p{N}]+/gu;

/**
 * How well the quoted words carry a statement. Pure, and blind to who wrote the statement: the same rule reads an
 * extract and a model's sentence.
 */
export function measureSupport(statement: string, quotes: readonly string[]): Support {
  if (quotes.length === 0) return { support: 0, supported: false };
  const source = joinLines(quotes.join('\n')).text;
  if (isVerbatim(statement, source)) return { support: 1, supported: true };
  const sourceTerms = new Set(analyzeText(source));
  const terms = listContentWords(statement).flatMap(analyzeText);
  const found = terms.filter((term) => sourceTerms.has(term)).length;
  const share = terms.length === 0 ? 0 : found / terms.length;
  if (!holdsFacts(statement, source, sourceTerms)) {
    return { support: Math.min(share, SUPPORT_OF_A_WRONG_FACT), supported: false };
  }
  return { support: share, supported: share >= MIN_SUPPORT };
}

/** Line ends become a blank, or nothing, or take a hyphen with them: blanks between letters do not count. */
function isVerbatim(statement: string, source: string): boolean {
  const wanted = squeeze(joinLines(statement).text);
  return wanted !== '' && squeeze(source).includes(wanted);
}

function squeeze(text: string): string {
  return text.normalize('NFC').replace(/(?<!\p{N})\s+|\s+(?!\p{N})/gu, '');
}

/** Every number of the statement stands in the source, with its unit, and every name (a capital inside a sentence). */
function holdsFacts(statement: string, source: string, sourceTerms: ReadonlySet<string>): boolean {
  const numbers = new Set(listNumbers(source).flatMap((number) => [number, bareNumber(number)]));
  if (!listNumbers(statement).every((number) => numbers.has(number))) return false;
  return [...statement.matchAll(NAME)].every(([name]) =>
    analyzeText(name).every((term) => sourceTerms.has(term)),
  );
}

function listNumbers(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(NUMBER)].map(([number]) =>
    number
      .replace(/(?<=\p{N}),(?=\p{N}{3}(?!\p{N}))/gu, '')
      .replace(/\s/g, '')
      .toLowerCase(),
  );
}

function bareNumber(number: string): string {
  return /^[\p{N}.,]+/u.exec(number)?.[0] ?? number;
}
