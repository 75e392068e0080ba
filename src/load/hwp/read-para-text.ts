import type { DeletedText } from './deleted-text.ts';
import { controlIdAt } from './hwp-fields.ts';

/** A control in the text of a paragraph; the record with its content is found by the order and the id. */
export interface ControlMark {
  readonly id: string;
  readonly isDeleted: boolean;
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
const FIRST_PRINTED = 32;
const TAB = 9;
/** They have a record of their own; all others of 8 units are inline. */
const EXTENDED = new Set([1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23]);

/**
 * The text of a paragraph in pieces (`PARA_TEXT`, HWP 5.0 revision 1.3, 3.2.3 and table 6): text and controls. Deleted
 * text is left out; deleted controls are there, since their records are.
 */
export function readParaText(data: Buffer, deleted: DeletedText): (string | ControlMark)[] {
  const pieces: (string | ControlMark)[] = [];
  for (let at = 0; at + UNIT_BYTES <= data.length; ) {
    const isDeleted = deleted.has(at / UNIT_BYTES);
    const code = data.readUInt16LE(at);
    let end = at + UNIT_BYTES;
    if (code >= FIRST_PRINTED) {
      while (isPrinted(data, end) && deleted.has(end / UNIT_BYTES) === isDeleted) end += UNIT_BYTES;
      if (!isDeleted) pieces.push(data.toString('utf16le', at, end));
    } else {
      const character = code === TAB ? '\t' : CHARACTERS.get(code);
      if (character && !isDeleted) pieces.push(character);
      if (EXTENDED.has(code)) pieces.push({ id: controlIdAt(data, end), isDeleted });
      if (!CHARACTERS.has(code)) end = at + CONTROL_UNITS * UNIT_BYTES;
    }
    at = end;
  }
  return pieces;
}

function isPrinted(data: Buffer, at: number): boolean {
  return at + UNIT_BYTES <= data.length && data.readUInt16LE(at) >= FIRST_PRINTED;
}
