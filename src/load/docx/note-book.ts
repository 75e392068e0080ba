import { formatNumber } from './format-number.ts';

const SUPERSCRIPTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    0: '⁰',
    1: '¹',
    2: '²',
    3: '³',
    4: '⁴',
    5: '⁵',
    6: '⁶',
    7: '⁷',
    8: '⁸',
    9: '⁹',
    i: 'ⁱ',
    v: 'ᵛ',
    x: 'ˣ',
    l: 'ˡ',
    c: 'ᶜ',
    d: 'ᵈ',
    m: 'ᵐ',
  }),
);

export type NoteKind = 'footnote' | 'endnote';

/** Notes by their ids. */
export type Notes = ReadonlyMap<string, string>;

/** A note as it is shown: `mark` in the text, `line` below it. */
export interface ShownNote {
  readonly mark: string;
  readonly line: string;
}

/**
 * Numbers the notes in the order in which they are referred to, footnotes `⁽¹⁾` and endnotes `⁽ⁱ⁾` as Word does by
 * default. The marks are small as on paper; `[1]` would be taken for the mark of a citation in an answer, and a bare
 * `¹` is read as a digit of the number before it ("512¹" is 5121 under NFKC).
 */
export class NoteBook {
  readonly #notes: Readonly<Record<NoteKind, Notes>>;
  readonly #counts = { footnote: 0, endnote: 0 };

  constructor(footnotes: Notes, endnotes: Notes) {
    this.#notes = { footnote: footnotes, endnote: endnotes };
  }

  /** Null where there is no such note. `hasOwnMark`: the author's mark stands in both places, e.g. `*`. */
  refer(kind: NoteKind, id: string, hasOwnMark: boolean): ShownNote | null {
    const text = this.#notes[kind].get(id);
    if (text === undefined) return null;
    if (hasOwnMark) return { mark: '', line: text };
    this.#counts[kind] += 1;
    const number = formatNumber(kind === 'footnote' ? 'decimal' : 'lowerRoman', this.#counts[kind]);
    const mark = `⁽${Array.from(number, (char) => SUPERSCRIPTS.get(char) ?? char).join('')}⁾`;
    return { mark, line: `${mark} ${text}` };
  }
}
