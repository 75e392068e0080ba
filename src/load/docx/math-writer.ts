import type { Attributes } from '../xml/xml-parser.ts';
import type { Paragraph } from './paragraph.ts';
import { bracket } from './raised-text.ts';

/** What stands before a part of an equation once it is written on one line; '' groups without a sign. */
const SIGNS: Readonly<Record<string, string>> = {
  'm:num': '',
  'm:den': '/',
  'm:sub': '_',
  'm:sup': '^',
  'm:limLow m:lim': '_',
  'm:limUpp m:lim': '^',
  'm:rad m:e': '√',
};
/** What stands between the parts of these, and after a fraction and the name of a function. */
const SEPARATORS: Readonly<Record<string, string>> = {
  'm:fName': ' ',
  'm:f': ' ',
  'm:mr m:e': ' ',
  'm:m m:mr': '; ',
  'm:eqArr m:e': '; ',
};
const ENDS_WITH_NUMBER = /\p{N}$/u;
const ENDS_WITH_SEPARATOR = /; $/;
/** Their ends are trimmed when they are whole. */
const TRIMMED = new Set(['m:d', 'm:m', 'm:eqArr']);

interface Delimiters {
  begin: string;
  end: string;
  separator: string;
  parts: number;
}

/**
 * Writes equations of Office Math (ISO/IEC 29500-1, 22.1) on one line, `1/2` and `x^(n-1)`: their characters alone
 * would make 12 of a half.
 */
export class MathWriter {
  readonly #delimiters: Delimiters[] = [];
  #operator = '';
  /** Of a fraction without a bar, as in a binomial coefficient, nothing but the order can be shown. */
  #isBarless = false;

  open(name: string, parent: string, attributes: Attributes, paragraph: Paragraph): void {
    const delimiters = this.#delimiters.at(-1);
    const value = attributes('m:val') ?? '';
    if (findSign(name, parent) !== undefined || TRIMMED.has(name)) paragraph.openPart();
    if (name === 'm:e' && parent === 'm:nary') paragraph.add(' ');
    else if (name === 'm:d') this.#delimiters.push({ begin: '(', end: ')', separator: '|', parts: 0 });
    else if (name === 'm:f') this.#isBarless = false;
    else if (name === 'm:type' && parent === 'm:fPr') this.#isBarless = value === 'noBar';
    else if (name === 'm:naryPr') this.#operator = '∫';
    else if (name === 'm:chr' && parent === 'm:naryPr') this.#operator = value;
    else if (delimiters && name === 'm:begChr') delimiters.begin = value;
    else if (delimiters && name === 'm:endChr') delimiters.end = value;
    else if (delimiters && name === 'm:sepChr') delimiters.separator = value;
    else if (delimiters && name === 'm:e' && parent === 'm:d') {
      paragraph.add(delimiters.parts === 0 ? delimiters.begin : delimiters.separator);
      delimiters.parts += 1;
    }
  }

  close(name: string, parent: string, paragraph: Paragraph): void {
    const sign = findSign(name, parent);
    if (sign !== undefined) {
      const part = paragraph.closePart().trim();
      if (part !== '') {
        // Three and a half: without a blank it would be 31/2.
        if (name === 'm:num' && ENDS_WITH_NUMBER.test(paragraph.tail)) paragraph.add(' ');
        paragraph.add(`${this.#isBarless && name === 'm:den' ? '; ' : sign}${bracket(part)}`);
      }
    } else if (name === 'm:naryPr') paragraph.add(this.#operator);
    else if (name === 'm:d')
      paragraph.add(`${paragraph.closePart().trimEnd()}${this.#delimiters.pop()?.end ?? ''}`);
    else if (TRIMMED.has(name)) paragraph.add(paragraph.closePart().replace(ENDS_WITH_SEPARATOR, ''));
    paragraph.add(SEPARATORS[`${parent} ${name}`] ?? SEPARATORS[name] ?? '');
  }
}

function findSign(name: string, parent: string): string | undefined {
  return SIGNS[name] ?? SIGNS[`${parent} ${name}`];
}
