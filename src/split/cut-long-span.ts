import { countTokens } from '../text/count-tokens.ts';
import type { Span } from '../text/segment-sentences.ts';

/** A clause end is taken for the cut when at least this share of the budget stands before it. */
const MIN_CLAUSE_SHARE = 0.6;
const ENDS_CLAUSE = /[,;:，、；：·)\]}]$/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

interface Part extends Span {
  readonly tokens: number;
}

/**
 * Cuts `text.slice(span.start, span.end)` into spans of at most `maxTokens`: after a clause, else between words, and
 * within a word that is too long itself between graphemes. Only a single grapheme above the budget (one letter under
 * hundreds of accents) is cut, between its code points. White space at the cuts is left out.
 */
export function cutLongSpan(text: string, span: Span, maxTokens: number): Span[] {
  const parts = [...splitWords(text, span)].flatMap((word) =>
    word.tokens <= maxTokens ? [word] : splitWord(text, word, maxTokens),
  );
  const spans: Span[] = [];
  let first = 0;
  while (first < parts.length) {
    const next = takeParts(text, parts, first, maxTokens);
    const [from, to] = [parts[first], parts[next - 1]];
    if (from && to) spans.push({ start: from.start, end: to.end });
    first = next;
  }
  return spans;
}

/** Index after the last part of the span that begins with the part at `first`; takes at least one. */
function takeParts(text: string, parts: readonly Part[], first: number, maxTokens: number): number {
  let sum = 0;
  let next = first;
  let clause = 0;
  for (
    let part = parts[next];
    part && (next === first || sum + part.tokens <= maxTokens);
    part = parts[next]
  ) {
    sum += part.tokens;
    next += 1;
    const ends = ENDS_CLAUSE.test(text.slice(part.end - 1, part.end));
    if (ends && sum >= maxTokens * MIN_CLAUSE_SHARE) clause = next;
  }
  if (clause > 0 && next < parts.length) next = clause;
  const start = parts[first]?.start ?? 0;
  // Tokens of parts need not add up to the tokens of the whole.
  while (next - 1 > first && countTokens(text.slice(start, parts[next - 1]?.end)) > maxTokens) next -= 1;
  return next;
}

function* splitWords(text: string, span: Span): Generator<Part> {
  const pattern = /\S+/gu;
  const slice = text.slice(span.start, span.end);
  let previousEnd = 0;
  for (const { 0: word, index } of slice.matchAll(pattern)) {
    const end = index + word.length;
    // With the blank before it a word may have a token less than alone.
    const tokens = Math.max(countTokens(slice.slice(previousEnd, end)), countTokens(word));
    yield { start: span.start + index, end: span.start + end, tokens };
    previousEnd = end;
  }
}

/** Runs of graphemes that fill the budget, found by halving. */
function splitWord(text: string, word: Span, maxTokens: number): Part[] {
  const slice = text.slice(word.start, word.end);
  const ends: number[] = [];
  for (const { segment, index } of graphemes.segment(slice)) {
    if (countTokens(segment) <= maxTokens) ends.push(index + segment.length);
    else
      for (let at = index; at < index + segment.length; ends.push(at))
        at += (slice.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  const parts: Part[] = [];
  let start = 0;
  let index = 0;
  while (index < ends.length) {
    // A token has at most a few dozen characters: more graphemes than this never fit.
    let [low, high] = [index, Math.min(ends.length - 1, index + 16 * maxTokens)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (countTokens(slice.slice(start, ends[middle])) <= maxTokens) low = middle;
      else high = middle - 1;
    }
    const end = ends[low] ?? slice.length;
    parts.push({
      start: word.start + start,
      end: word.start + end,
      tokens: countTokens(slice.slice(start, end)),
    });
    start = end;
    index = low + 1;
  }
  return parts;
}
