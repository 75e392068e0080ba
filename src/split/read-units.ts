import type { Language } from '../domain/document.ts';
import type { Heading, Page } from '../domain/page.ts';
import { countTokens } from '../text/count-tokens.ts';
import { type Span, segmentSentences } from '../text/segment-sentences.ts';
import { cutLongSpan } from './cut-long-span.ts';
import type { HeadingStack } from './heading-stack.ts';
import type { Unit } from './unit.ts';

/** A title may wrap; more lines than this are not its own. */
const MAX_HEADING_LINES = 3;
const SETEXT_UNDERLINE = /^\n[ \t]*(?:=+|-+)[ \t]*(?=\n|$)/u;
const ENDS_SENTENCE = /[.!?。？！…:]["'”’」』)\]]*$/u;
/** A shorter rest at the foot of a page is a page number or a running foot, not the first half of a sentence. */
const MIN_BROKEN_SENTENCE = 12;

/**
 * The units of a page in order; together they hold every character that is not white space. Enters the page's
 * headings into the stack. No unit alone has more than `maxTokens`.
 */
export function readUnits(page: Page, stack: HeadingStack, language: Language, maxTokens: number): Unit[] {
  const units: Unit[] = [];
  let previousEnd = 0;
  const push = (span: Span, kind: Unit['kind']) => {
    const { start, end } = span;
    const tokens = countTokens(page.text.slice(previousEnd, end));
    // What counts is the unit alone, as it may begin a chunk: the space before it may be long, or may save a token
    // (" Zebra" is one, "Zebra" two). Both together differ by less than half, so most units are counted once.
    if (tokens > maxTokens / 2 && countTokens(page.text.slice(start, end)) > maxTokens) {
      for (const piece of cutLongSpan(page.text, span, maxTokens)) {
        units.push(unitOf(piece, countTokens(page.text.slice(piece.start, piece.end)), 'piece'));
      }
    } else units.push(unitOf(span, tokens, kind));
    previousEnd = end;
  };
  const unitOf = (span: Span, tokens: number, kind: Unit['kind']): Unit => ({
    page: page.number,
    start: span.start,
    end: span.end,
    tokens,
    kind,
    headings: stack.titles,
    goesOn: kind !== 'heading' && goesOn(page.text, span),
  });
  const pushSentences = (from: number, to: number) => {
    for (const span of segmentSentences(page.text.slice(from, to), language)) {
      push({ start: from + span.start, end: from + span.end }, 'sentence');
    }
  };

  let position = 0;
  for (const heading of page.headings) {
    const start = Math.max(position, Math.min(heading.start, page.text.length));
    pushSentences(position, start);
    stack.enter(heading);
    const end = findHeadingEnd(page.text, start, heading);
    const line = trimSpan(page.text, start, end);
    if (line) push(line, 'heading');
    position = end;
  }
  pushSentences(position, page.text.length);
  return units;
}

/** End of the printed heading that begins at `start`; `start` itself where the title does not stand there. */
function findHeadingEnd(text: string, start: number, heading: Heading): number {
  const title = reduce(heading.title);
  if (title === '') return start;
  let end = start;
  for (let lines = 0; lines < MAX_HEADING_LINES && end < text.length; lines += 1) {
    const lineEnd = text.indexOf('\n', end === start ? end : end + 1);
    end = lineEnd === -1 ? text.length : lineEnd;
    if (reduce(text.slice(start, end)).includes(title)) {
      return end + (SETEXT_UNDERLINE.exec(text.slice(end, end + 200))?.[0].length ?? 0);
    }
  }
  return start;
}

function reduce(text: string): string {
  return text
    .slice(0, 2_000)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function trimSpan(text: string, start: number, end: number): Span | null {
  const slice = text.slice(start, end);
  const trimmed = slice.trim();
  if (trimmed === '') return null;
  const from = start + slice.length - slice.trimStart().length;
  return { start: from, end: from + trimmed.length };
}

function goesOn(text: string, span: Span): boolean {
  return (
    span.end - span.start >= MIN_BROKEN_SENTENCE &&
    !ENDS_SENTENCE.test(text.slice(Math.max(span.start, span.end - 8), span.end))
  );
}
