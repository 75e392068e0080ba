import { stemmer } from 'stemmer';
import type { TermCount } from '../domain/term.ts';

/** Goes up whenever the same text would give other terms: stored terms of another version do not match questions. */
export const ANALYSIS_VERSION = 1;

/** Longer words and codes are cut: they are noise (base64), and a term must fit an index entry. */
const LONGEST_TERM = 40;

const HANGUL = '\\p{Script=Hangul}';
const IDEOGRAPHS = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}々ー';
/** A piece is one script: Hangul, Han and Kana, a number, or a word of another script. Adjacent pieces make a compound. */
const PIECE = new RegExp(
  `(?<hangul>[${HANGUL}]+)|(?<ideographs>[${IDEOGRAPHS}]+)|(?<number>\\p{N}{1,3}(?:,\\p{N}{3})+(?![\\p{N}])(?:\\.\\p{N}+)?|\\p{N}+(?:\\.\\p{N}+)*)(?<percent>%?)|` +
    `(?<word>(?:(?![${HANGUL}${IDEOGRAPHS}])[\\p{L}\\p{M}])+)`,
  'gu',
);

/** A line end inside a word: Korean layout breaks lines between any two syllables, Latin after a hyphen. */
const BROKEN_HANGUL = new RegExp(`(?<=${HANGUL})\\r?\\n(?=${HANGUL})`, 'gu');
const BROKEN_LATIN = /(?<=\p{Script=Latin})(?:-\r?\n|\u00AD\s*)(?=\p{Ll})/gu;
const LATIN_WORD = /^[a-z]+$/;

/** Words and their terms; stemming took half of the time of an English text. */
const normalizedWords = new Map<string, string>();
const MAX_NORMALIZED_WORDS = 20_000;

/**
 * The terms of a text in order, with repetition; see docs/text-analysis.md. The same function reads documents and
 * questions. Deterministic and linear.
 */
export function analyzeText(text: string): string[] {
  const terms: string[] = [];
  const joined = text.normalize('NFKC').replace(BROKEN_HANGUL, '').replace(BROKEN_LATIN, '').toLowerCase();
  let compound = '';
  let pieces = 0;
  let compoundEnd = -1;
  const endCompound = () => {
    if (pieces > 1 && !startsWithDigit(compound)) terms.push(cut(compound));
    compound = '';
    pieces = 0;
  };
  for (const piece of joined.matchAll(PIECE)) {
    const { hangul, ideographs, number, percent, word } = piece.groups ?? {};
    if (piece.index !== compoundEnd) endCompound();
    if (hangul !== undefined) pushBigrams(terms, hangul);
    else if (ideographs !== undefined) pushBigrams(terms, ideographs);
    else {
      const term = number === undefined ? normalizeWord(word ?? '') : normalizeNumber(number);
      if (term !== '') terms.push(term);
      if (percent === '%') terms.push(`${term}%`);
      compound += cut(piece[0]);
      pieces += 1;
      compoundEnd = piece.index + piece[0].length;
    }
  }
  endCompound();
  return terms;
}

/** The terms of a text with their counts, in order of first appearance. */
export function countTerms(text: string): TermCount[] {
  const counts = new Map<string, number>();
  for (const term of analyzeText(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts];
}

/** All pairs of neighbours; a lone character stays. */
function pushBigrams(terms: string[], run: string): void {
  let previous = '';
  let count = 0;
  for (const character of run) {
    if (count > 0) terms.push(previous + character);
    previous = character;
    count += 1;
  }
  if (count === 1) terms.push(run);
}

/** "café" is found as "cafe"; stems by Porter, An algorithm for suffix stripping, Program 14(3), 1980. */
function normalizeWord(word: string): string {
  const known = normalizedWords.get(word);
  if (known !== undefined) return known;
  const plain = cut(word).normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  const term = LATIN_WORD.test(plain) ? stemmer(plain) : plain;
  // Emptied when full: what is in use comes back at once.
  if (normalizedWords.size >= MAX_NORMALIZED_WORDS) normalizedWords.clear();
  if (word.length <= LONGEST_TERM) normalizedWords.set(word, term);
  return term;
}

/** "3,000" is "3000"; "1.0.2" stays. */
function normalizeNumber(number: string): string {
  return cut(number.replaceAll(',', ''));
}

function startsWithDigit(text: string): boolean {
  return /^\p{N}/u.test(text);
}

/** By code points: half a surrogate pair cannot be stored, and two halves would be stored as one term. */
function cut(term: string): string {
  return term.length <= LONGEST_TERM
    ? term
    : Array.from(term.slice(0, 2 * LONGEST_TERM))
        .slice(0, LONGEST_TERM)
        .join('');
}
