import { formatHangulNumber } from '../hangul/format-hangul-number.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import { readNumber } from './namespaces.ts';

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['hp:tab', '\t'],
  ['hp:lineBreak', '\n'],
  ['hp:hyphen', '-'],
  ['hp:nbSpace', ' '],
  ['hp:fwSpace', ' '],
]);

/** The characters that an element within a paragraph stands for, '' where it is none. */
export function readInlineElement(name: string, attributes: Attributes): string {
  return name === 'hp:compose' ? (attributes('composeText') ?? '') : (CHARACTERS.get(name) ?? '');
}

/** A number that Hangul counted and stored (`hp:autoNum`), such as that of a caption. */
export class AutoNumber {
  readonly #number: number;
  /** A note's own number repeats the mark that stands before it. */
  readonly #isNote: boolean;
  #text: string;

  constructor(attributes: Attributes) {
    this.#number = readNumber(attributes('num'));
    this.#isNote = /^(?:FOOTNOTE|ENDNOTE)$/.test(attributes('numType') ?? '');
    this.#text = String(this.#number);
  }

  /** Takes in `hp:autoNumFormat`. */
  format(attributes: Attributes): void {
    const number = formatHangulNumber(attributes('type') ?? '', this.#number);
    this.#text = `${attributes('prefixChar') ?? ''}${number}${attributes('suffixChar') ?? ''}`;
  }

  get text(): string {
    return this.#isNote ? '' : this.#text;
  }
}
