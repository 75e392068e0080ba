import iconv from 'iconv-lite';
import type { Warning } from '../domain/document.ts';
import { IngestError } from '../errors.ts';

// UTF-32LE begins like UTF-16LE, so it is looked for first.
const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0x00, 0x00]],
  ['utf-32be', [0x00, 0x00, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

// Files labelled EUC-KR hold the Microsoft superset in practice.
const CP949_LABELS = new Set(['euc-kr', 'euckr', 'ks_c_5601-1987', 'ksc5601', 'cp949', 'ms949', 'uhc']);
/** Not in iconv-lite, and 7 bits wide: strict UTF-8 takes it for text. */
const JIS_LABELS = new Set(['iso-2022-jp', 'csiso2022jp']);
// iconv-lite calls these encodings too, but they are not character sets.
const NOT_CHARSETS = new Set(['hex', 'base64', 'binary']);

// The 40 syllables that make up almost half of Korean prose. Chinese read as CP949 has them by chance only (about 2 %).
const COMMON_SYLLABLES = new Set(
  '이다는의을에가고하지를로은도어사기리서한자인들나해시대그수보일정부것와으있게제',
);
const MIN_SYLLABLE_SHARE = 0.75;
const MIN_COMMON_SHARE = 0.1;
const MIN_SYLLABLES_TO_JUDGE = 10;

export interface DecodedText {
  readonly text: string;
  readonly charset: string;
  readonly warnings: readonly Warning[];
}

/** Whether a `charset` label sent by a caller can be decoded here. */
export function isKnownCharset(label: string): boolean {
  const name = label.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9._:-]{0,39}$/.test(name) || NOT_CHARSETS.has(name)) return false;
  return CP949_LABELS.has(name) || JIS_LABELS.has(name) || iconv.encodingExists(name);
}

/** The byte order mark's encoding and length, or null. */
export function findByteOrderMark(bytes: Uint8Array): { encoding: string; length: number } | null {
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) return { encoding, length: mark.length };
  }
  return null;
}

/**
 * Bytes to text: byte order mark, then the caller's label, then ISO-2022-JP by its escapes, strict UTF-8, and CP949 where the result looks
 * Korean. Node's own `euc-kr` decoder turns CP949 syllables into other characters without an error, hence iconv-lite.
 *
 * Throws `IngestError` CHARSET_UNKNOWN.
 */
export function decodeText(bytes: Uint8Array, charset: string | null): DecodedText {
  const mark = findByteOrderMark(bytes);
  if (mark) return decodeAs(bytes.subarray(mark.length), mark.encoding);
  if (charset !== null) {
    if (!isKnownCharset(charset))
      throw charsetUnknown(`The charset ${JSON.stringify(charset)} is not known.`);
    return decodeAs(bytes, charset);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const shift = findShift(text);
    if (shift === 'japanese') return decodeAs(bytes, 'iso-2022-jp');
    if (shift !== null) throw charsetUnknown('The text is in an encoding of ISO 2022.');
    return { text, charset: 'utf-8', warnings: [] };
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const text = iconv.decode(bytes, 'cp949');
    if (looksKorean(text)) return { text, charset: 'cp949', warnings: [] };
    throw charsetUnknown('The text is neither UTF-8 nor recognisably CP949.');
  }
}

/** ESC $ @ and ESC $ B begin Japanese, other ESC $ the encodings of ISO 2022 that nothing here reads. */
function findShift(text: string): 'japanese' | 'other' | null {
  const at = text.indexOf('\x1b$');
  const set = at === -1 ? '' : text.slice(at + 2, at + 3);
  if (/[@B]/.test(set)) return 'japanese';
  return /[()*+A-Z]/.test(set) ? 'other' : null;
}

function decodeAs(bytes: Uint8Array, label: string): DecodedText {
  const name = label.trim().toLowerCase();
  const charset = CP949_LABELS.has(name) ? 'cp949' : name;
  const text = JIS_LABELS.has(name)
    ? new TextDecoder('iso-2022-jp').decode(bytes)
    : iconv.decode(bytes, charset);
  const lost = text.split('\uFFFD').length - 1;
  if (lost === 0) return { text, charset, warnings: [] };
  const message = `${lost} characters could not be decoded as ${charset}.`;
  return { text, charset, warnings: [{ code: 'CHARSET_LOSSY', message, pages: [] }] };
}

function looksKorean(text: string): boolean {
  if (text.includes('\uFFFD')) return false;
  let letters = 0;
  let syllables = 0;
  let common = 0;
  for (const char of text.match(/[^\P{L}\p{ASCII}]/gu) ?? []) {
    letters += 1;
    if (char < '가' || char > '힣') continue;
    syllables += 1;
    if (COMMON_SYLLABLES.has(char)) common += 1;
  }
  if (syllables === 0 || syllables / letters < MIN_SYLLABLE_SHARE) return false;
  return syllables < MIN_SYLLABLES_TO_JUDGE || common / syllables >= MIN_COMMON_SHARE;
}

function charsetUnknown(message: string): IngestError {
  return new IngestError('CHARSET_UNKNOWN', message, 'Send the field `charset`, for example `euc-kr`.');
}
