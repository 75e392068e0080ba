import { detectLanguage } from './detect-language.ts';

/** Offsets in UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A line that begins something of its own: list item, article ("제12조"), numbered or Markdown heading, table row, quote. */
const LINE_STARTS_BLOCK =
  /^\s*(?:[-*+•‣▪◦·∙○●◎□■◆◇▶▷※☞–—|>]\s|[①-⑳㉠-㉻ⓐ-ⓩ]|\(?\d{1,3}[.)]\s|\(?[가-하a-zA-Z][.)]\s|\d{1,2}(?:\.\d{1,3}){1,4}\.?\s|#{1,6}\s|\||제\s?\d+\s?[편장절관조항]|(?:```|~~~|---))/u;
/** A line that stands alone: Markdown heading, table row (with bars, or as `joinTableRow` writes it), fence, rule. */
const LINE_IS_BLOCK = /^\s*(?:#{1,6}\s|\||(?:```|~~~)|[-=*_]{3,}\s*$)|\t|\S {3,}\S|\S \|(?: |$)/u;
/** The mark of a note as loaders write it; it belongs to the sentence before it. */
const NOTE_MARK = /⁽[^⁾\s]{1,12}⁾/gu;
/** References in brackets, as encyclopedias set them right behind the end of the sentence: `.[162][note 3]`. */
const REFERENCES = /(?<=[.!?。？！…]["'”’」』)]?)(?:\[(?:\d{1,3}|[a-z]|(?:note|nb|주)\s?\d{1,3})\]){1,20}/giu;
const ENDS_SENTENCE = /[.!?。？！…:;,"'”’」』)\]]\s*$/u;
/** A line shorter than this share of the next one, without punctuation at its end, is a title or a table cell. */
const SHORT_LINE = 0.5;

/** "Dr. Kim", "Fig. 3", "J. Smith", "e.g. this". */
const ENDS_WITH_ABBREVIATION =
  /(?:^|[\s("'“‘])(?:Dr|Mr|Mrs|Ms|Prof|Rev|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Hon|St|Mt|Figs?|Eqs?|Sec|Ch|Vol|Nos?|pp?|vs|cf|al|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|[A-Z](?:\.[A-Z])*)\.\s+$/u;
/** "제1조." and the numbers of lists, which belong to what follows them. */
const IS_LABEL =
  /^\s*(?:제\s?\d+\s?[편장절관조항]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[가-하]|[a-zA-Z]|[ivxIVX]{1,5}))[.)]\s*$/u;
const ENDS_WITH_NUMBER = /\d\.\s*$/u;
/** "2024. 1. 15." */
const ENDS_WITH_DATE = /\d{4}\.\s?\d{1,2}\.(?:\s?\d{1,2}\.)?\s*$/u;
const ENDS_WITH_QUOTE = /["'”’」』》)\]]\s*$/u;
const CONTINUES_QUOTE = /^(?:이?라고|이?라는|이?라며|이?라면서|이?란|하고|하며|고|는|며)(?=[\s,])/u;
const KOREAN_SENTENCE_END = /[다요죠까오음임함됨니라네지]\.$/u;
/** The segmenter holds a period before a lower-case letter for an abbreviation; after a Korean verb it never is. */
const KOREAN_BEFORE_LATIN = /[다요죠]\.["'”’)]?\s+(?=\p{Ll})/gu;
/** How far back and ahead the rules look; bounds their cost on hostile text. */
const LOOK_BACK = 24;

/**
 * Spans of the sentences in order: without the white space around them, not overlapping, and with every other
 * character in one of them. A line end within a paragraph is a blank; blank lines, list items, table rows and short
 * title lines are borders. Sentence borders inside a paragraph are those of `Intl.Segmenter` (Unicode UAX #29)
 * less the ones it sets after abbreviations, list numbers, dates and before the particle of a quotation.
 */
export function segmentSentences(text: string, language: 'auto' | 'ko' | 'en'): Span[] {
  const segmenter = new Intl.Segmenter(language === 'auto' ? detectLanguage(text) : language, {
    granularity: 'sentence',
  });
  const spans: Span[] = [];
  for (const block of findBlocks(text)) {
    if (text.slice(block.start, block.end).trim() === '') continue;
    const flat = text
      .slice(block.start, block.end)
      .replace(/[\r\n\u0085\u2028\u2029\f\v]/g, ' ')
      .replace(NOTE_MARK, (mark) => ')'.repeat(mark.length))
      .replace(REFERENCES, (marks) => ')'.repeat(marks.length));
    let start = 0;
    for (const border of findBorders(segmenter, flat)) {
      pushTrimmed(spans, text, block.start + start, block.start + border);
      start = border;
    }
    pushTrimmed(spans, text, block.start + start, block.end);
  }
  return spans;
}

/** Where sentences begin within one paragraph without line ends, the first left out. */
function findBorders(segmenter: Intl.Segmenter, flat: string): number[] {
  const borders: number[] = [];
  let start = 0;
  for (const { segment, index } of segmenter.segment(flat)) {
    if (index > 0 && !belongTogether(flat, start, index, segment)) {
      start = index;
      borders.push(start);
    }
    for (const match of segment.matchAll(KOREAN_BEFORE_LATIN)) {
      start = index + match.index + match[0].length;
      borders.push(start);
    }
  }
  return borders;
}

/** Whether the border at `end` of the sentence that began at `start` is a fault. */
function belongTogether(flat: string, start: number, end: number, next: string): boolean {
  const before = flat.slice(Math.max(start, end - LOOK_BACK), end);
  const after = next.slice(0, LOOK_BACK);
  if (!/[\p{L}\p{N}\p{S}]/u.test(next)) return true;
  if (end - start <= LOOK_BACK && IS_LABEL.test(before)) return true;
  if (ENDS_WITH_ABBREVIATION.test(before)) return true;
  if (ENDS_WITH_NUMBER.test(before) && /^\p{N}/u.test(after)) return true;
  if (ENDS_WITH_DATE.test(before)) return true;
  if (ENDS_WITH_QUOTE.test(before) && CONTINUES_QUOTE.test(after)) return true;
  const glued = !/\s$/u.test(before) && /^\p{L}/u.test(after);
  return (
    glued && (ENDS_WITH_QUOTE.test(before) || (before.endsWith('.') && !KOREAN_SENTENCE_END.test(before)))
  );
}

/** Paragraphs and what stands alone among them, covering the text. */
function findBlocks(text: string): Span[] {
  const starts: number[] = [0];
  let previous = '';
  let offset = 0;
  for (const line of text.split('\n')) {
    if (offset > 0 && (startsBlock(line) || endsBlock(previous, line))) starts.push(offset);
    previous = line;
    offset += line.length + 1;
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** Whether a line begins something of its own even right under a paragraph: a list item, an article, a table row. */
export function beginsBlock(line: string): boolean {
  return LINE_STARTS_BLOCK.test(line.slice(0, 80));
}

function startsBlock(line: string): boolean {
  return (
    line.trim() === '' || line.startsWith('\f') || beginsBlock(line) || LINE_IS_BLOCK.test(line.slice(0, 200))
  );
}

function endsBlock(line: string, next: string): boolean {
  if (line.trim() === '' || LINE_IS_BLOCK.test(line.slice(0, 200))) return true;
  if (ENDS_SENTENCE.test(line.slice(-LOOK_BACK))) return false;
  return widthOf(line) < SHORT_LINE * widthOf(next);
}

/** Printed width in Latin letters; a Hangul syllable or ideograph takes two. */
function widthOf(line: string): number {
  return line.length + (line.match(/[\u1100-\u11FF\u2E80-\uD7FF\uF900-\uFAFF]/g)?.length ?? 0);
}

function pushTrimmed(spans: Span[], text: string, start: number, end: number): void {
  const slice = text.slice(start, end);
  const trimmed = slice.trim();
  if (trimmed === '') return;
  const first = start + slice.length - slice.trimStart().length;
  spans.push({ start: first, end: first + trimmed.length });
}
