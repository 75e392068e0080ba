import type { AnswerLanguage } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import { analyzeText } from '../text/analyze-text.ts';
import { joinLines } from '../text/join-lines.ts';
import { segmentSentences } from '../text/segment-sentences.ts';

/** A sentence of a hit, or a part of one that is too long to quote. */
export interface Sentence {
  /** Position of its hit in the list. */
  readonly hit: number;
  /** Offsets in the hit's text, blanks at both ends outside. */
  readonly start: number;
  readonly end: number;
  /** With its lines joined. */
  readonly text: string;
  readonly terms: ReadonlySet<string>;
}

/** Longest passage quoted as one statement; a longer sentence (a table, mostly) is cut at lines, clauses or blanks. */
const LONGEST_SENTENCE = 600;
/** Where a long sentence may be cut, best first. */
const CUTS = [/\n/g, /[;:,、，]\s/g, /\s/g];

/** The sentences of a hit in reading order. */
export function cutSentences(hit: Hit, position: number, language: AnswerLanguage): Sentence[] {
  return segmentSentences(hit.text, language)
    .flatMap(({ start, end }) => shorten(hit.text, start, end))
    .map(({ start, end }) => trimSpan(hit.text, start, end))
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => {
      const verbatim = hit.text.slice(start, end);
      const text = joinLines(verbatim).text;
      return { hit: position, start, end, text, terms: new Set(analyzeText(verbatim)) };
    });
}

/** The span without blanks at its ends. */
export function trimSpan(text: string, start: number, end: number): { start: number; end: number } {
  const span = text.slice(start, end);
  const trimmedStart = start + (span.length - span.trimStart().length);
  return { start: trimmedStart, end: Math.max(trimmedStart, start + span.trimEnd().length) };
}

function shorten(text: string, start: number, end: number): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let from = start;
  while (end - from > LONGEST_SENTENCE) {
    const cut = from + findCut(text.slice(from, from + LONGEST_SENTENCE));
    parts.push({ start: from, end: cut });
    from = cut;
  }
  parts.push({ start: from, end });
  return parts;
}

/** The end of the last cut that leaves at least half of the window; else its whole length, not inside a character. */
function findCut(window: string): number {
  for (const cut of CUTS) {
    const ends = [...window.matchAll(cut)].map((match) => match.index + match[0].length);
    const last = ends.at(-1);
    if (last !== undefined && last >= LONGEST_SENTENCE / 2) return last;
  }
  return /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length;
}

/** The terms a hit stands under: its document's title and its headings. */
export function analyzeHeadings(hit: Hit): ReadonlySet<string> {
  return new Set([hit.document.title ?? '', ...hit.headings].flatMap(analyzeText));
}
