import { controlIdAt } from './hwp-fields.ts';

/** A control in the text of a paragraph; the record with its content is found by the order and the id. */
export interface ControlMark {
  readonly id: string;
}

const UNIT_BYTES = 2;
/** Inline and extended controls take 8 code units, their code first and last. */
const CONTROL_UNITS = 8;
/** Codes of a single code unit, by what they stand for. */
const CHARACTERS: ReadonlyMap<number, string> = new Map([
  [0, ''],
  [10, '\n'],
  [13, ''],
  [24, '-'],
  [25, ''],
  [26, ''],
  [27, ''],
  [28, ''],
  [29, ''],
  [30, ' '],
  [31, ' '],
]);
const TAB = 9;
/** They have a record of their own; all others of 8 units are inline. */
const EXTENDED = new Set([1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23]);

/** The text of a paragraph in pieces (`PARA_TEXT`, HWP 5.0 revision 1.3, 3.2.3 and table 6): text and controls. */
export function readParaText(data: Buffer): (string | ControlMark)[] {
  const pieces: (string | ControlMark)[] = [];
  let start = 0;
  const endText = (at: number): void => {
    if (at > start) pieces.push(data.toString('utf16le', start, at));
  };
  for (let at = 0; at + UNIT_BYTES <= data.length; ) {
    const code = data.readUInt16LE(at);
    if (code > 31) {
      at += UNIT_BYTES;
      continue;
    }
    endText(at);
    const character = CHARACTERS.get(code);
    if (character !== undefined) {
      if (character !== '') pieces.push(character);
      at += UNIT_BYTES;
    } else {
      if (code === TAB) pieces.push('\t');
      else if (EXTENDED.has(code)) pieces.push({ id: controlIdAt(data, at + UNIT_BYTES) });
      at += CONTROL_UNITS * UNIT_BYTES;
    }
    start = at;
  }
  endText(data.length - (data.length % UNIT_BYTES));
  return pieces;
}
