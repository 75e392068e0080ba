import type { AnswerLanguage } from '../domain/answer.ts';
import { segmentSentences } from '../text/segment-sentences.ts';

/** A sentence that a model wrote, without its marks, and the numbers in them. */
export interface MarkedSentence {
  readonly text: string;
  readonly marks: readonly number[];
}

export interface StatementReader {
  /** Takes the next piece of the text; the sentences that are complete with it. */
  push(piece: string): MarkedSentence[];
  /** What is left, the text being complete. */
  end(): MarkedSentence[];
}

/** `[1]`, `[1, 2]`, `【3】`, with the blanks before it. */
const MARK = /[ \t]*[[［【]\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]］】]/gu;
const UNFINISHED_MARK = /[ \t]*(?:[[［【][\d\s,;]*)?$/u;
/** Only these can end a sentence, so that text is cut again only when one came. */
const MAY_END = /[\p{P}\n]|[다요죠]/u;
/** A sentence is complete when this much of the next is there: abbreviations and quotations are told by what follows. */
const LOOK_AHEAD = 8;
const MIN_GROWTH = 1 / 64;

/**
 * Cuts a text that arrives in pieces of any size into sentences. Marks go to the sentence they follow, also after its
 * period: they are taken out first, because a bracket after a period moves the border of the sentence.
 */
export function createStatementReader(language: AnswerLanguage): StatementReader {
  let buffer = '';
  let mayEnd = false;
  let nextReadAt = 0;

  function read(isComplete: boolean): MarkedSentence[] {
    const usable = isComplete ? buffer : buffer.replace(UNFINISHED_MARK, '');
    const { text, marks } = takeOutMarks(usable);
    const spans = segmentSentences(text, language);
    const isReady = (index: number) => {
      const next = spans[index + 1];
      return isComplete || (next !== undefined && text.length - next.start >= LOOK_AHEAD);
    };
    const ready = spans.filter((_, index) => isReady(index));
    const sentences = ready.map(({ start, end }, index) => {
      const from = index === 0 ? -1 : start;
      const to = spans[index + 1]?.start ?? text.length;
      const own = marks.filter(({ at }) => at > from && at <= to);
      return { text: text.slice(start, end), marks: [...new Set(own.flatMap(({ numbers }) => numbers))] };
    });
    const next = spans[ready.length];
    if (isComplete) buffer = '';
    else if (ready.length > 0 && next !== undefined) {
      const taken = marks.filter(({ at }) => at <= next.start);
      buffer = buffer.slice(next.start + taken.reduce((sum, { length }) => sum + length, 0));
    }
    return sentences;
  }

  return {
    push(piece) {
      buffer += piece;
      mayEnd ||= MAY_END.test(piece);
      if (!mayEnd || buffer.length < nextReadAt) return [];
      const sentences = read(false);
      // What has not ended yet is read again only when it has grown by a part, so that a text without an end takes no quadratic time.
      nextReadAt = buffer.length * (1 + MIN_GROWTH);
      // The end that came may lie in what is left, waiting for its look-ahead.
      mayEnd = MAY_END.test(buffer);
      return sentences;
    },
    end: () => read(true),
  };
}

interface Mark {
  /** Where it stood, in the text without marks. */
  readonly at: number;
  readonly length: number;
  readonly numbers: readonly number[];
}

function takeOutMarks(raw: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = [];
  let text = '';
  let from = 0;
  for (const match of raw.matchAll(MARK)) {
    const [whole, numbers = ''] = match;
    text += raw.slice(from, match.index);
    from = match.index + whole.length;
    const at = text.length;
    // "…12 euros.[1]The limit…": without its mark the border between the sentences would be gone.
    const isGlued = /[.!?。]$/u.test(text) && /^[\p{L}\p{N}]/u.test(raw.slice(from, from + 2));
    if (isGlued) text += ' ';
    marks.push({ at, length: whole.length - (isGlued ? 1 : 0), numbers: numbers.split(/[,;]/).map(Number) });
  }
  return { text: text + raw.slice(from), marks };
}
