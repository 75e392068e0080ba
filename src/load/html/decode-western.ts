import type { DecodedText } from '../decode-text.ts';

const CHARSET = 'windows-1252';
/** No characters of windows-1252. */
const UNDEFINED_BYTES = /[\x81\x8d\x8f\x90\x9d]/;
/** What stands alone between letters in Western text; no-break spaces come in rows. */
const HIGH_RUNS = /[\x80-\x9f\xa1-\xff]+/g;
/**
 * Text of two bytes a character, and of alphabets whose letters are all high, has few high bytes without a neighbour:
 * Korean in CP949 0.09 at most, Japanese and Chinese 0.12, Russian 0.04; a German sentence in quotes has 0.43, French 0.83.
 */
const MIN_LONE_SHARE = 0.4;

/**
 * The last resort of the HTML standard for a page without a label, https://html.spec.whatwg.org/multipage/parsing.html
 * (determining the character encoding, step 9), with a warning; null where the bytes look like another encoding.
 */
export function decodeWestern(bytes: Uint8Array): DecodedText | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (UNDEFINED_BYTES.test(source)) return null;
  const runs = source.match(HIGH_RUNS) ?? [];
  const highBytes = runs.reduce((sum, run) => sum + run.length, 0);
  const lone = runs.filter((run) => run.length === 1).length;
  if (highBytes === 0 || lone / highBytes < MIN_LONE_SHARE) return null;
  const message = `The page does not say its charset; it was read as ${CHARSET}, as browsers do. Send \`charset\` where it is another.`;
  const text = new TextDecoder(CHARSET).decode(bytes);
  return { text, charset: CHARSET, warnings: [{ code: 'CHARSET_GUESSED', message, pages: [] }] };
}
