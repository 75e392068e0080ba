/** A piece of RTF. `symbol` is a control of one character that is no letter. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value: number | null }
  | { readonly kind: 'symbol'; readonly char: string }
  /** A character by its code, `\'hh`. */
  | { readonly kind: 'byte'; readonly byte: number }
  /** Characters as they stand, line ends of the file among them. */
  | { readonly kind: 'text'; readonly bytes: Buffer };

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const MAX_WORD_CHARS = 32;
const WORD = /^([a-zA-Z]{1,32})(-?\d{1,10})?( ?)/;
const HEX = /^[\da-fA-F]{2}/;
/** Longest word with its number and the blank behind it. */
const MAX_CONTROL_CHARS = MAX_WORD_CHARS + 12;

/** Cuts RTF (1.9.1, "RTF syntax") into tokens. Data after `\bin` is passed over. Time is linear. */
export function* scanRtf(bytes: Buffer): Generator<RtfToken> {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === OPEN || byte === CLOSE) {
      yield { kind: byte === OPEN ? 'open' : 'close' };
      at += 1;
    } else if (byte === BACKSLASH) {
      const control = bytes.toString('latin1', at + 1, at + 1 + MAX_CONTROL_CHARS);
      const [all, name = '', digits] = WORD.exec(control) ?? [];
      if (all !== undefined) {
        at += 1 + all.length;
        const value = digits === undefined ? null : Number(digits);
        if (name === 'bin') at += Math.max(0, value ?? 0);
        else yield { kind: 'word', name, value };
      } else if (control.startsWith("'")) {
        const hex = HEX.exec(control.slice(1))?.[0];
        if (hex !== undefined) yield { kind: 'byte', byte: Number.parseInt(hex, 16) };
        at += hex === undefined ? 2 : 4;
      } else {
        yield { kind: 'symbol', char: control.slice(0, 1) };
        at += 2;
      }
    } else {
      const start = at;
      while (at < bytes.length && !isSpecial(bytes[at])) at += 1;
      yield { kind: 'text', bytes: bytes.subarray(start, at) };
    }
  }
}

function isSpecial(byte: number | undefined): boolean {
  return byte === OPEN || byte === CLOSE || byte === BACKSLASH;
}
