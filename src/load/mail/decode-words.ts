import { toCanonicalText } from '../canonical-text.ts';
import { decodeCharset } from './decode-charset.ts';
import { decodeQuotedPrintable } from './decode-transfer.ts';

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;

/**
 * The text of an unstructured header field, given as Latin-1: encoded words (RFC 2047) in their charsets, bytes that
 * stand there bare as found out. Neighbouring words of one charset are decoded together, since many programs cut
 * characters in two at their border.
 */
export function decodeWords(value: string): string {
  let text = '';
  let pending: { charset: string; bytes: Buffer[] } | null = null;
  let end = 0;
  const finishWord = (): void => {
    if (pending) text += decodeCharset(Buffer.concat(pending.bytes), pending.charset);
    pending = null;
  };
  for (const match of value.matchAll(ENCODED_WORD)) {
    const [word, label = '', kind = '', data = ''] = match;
    const between = value.slice(end, match.index);
    const charset = label.toLowerCase();
    // Blanks between encoded words only part them.
    if (pending === null || between.trim() !== '') {
      finishWord();
      text += decodeCharset(Buffer.from(between, 'latin1'), null);
    } else if (pending.charset !== charset) finishWord();
    pending ??= { charset, bytes: [] };
    pending.bytes.push(decodeWord(kind, data));
    end = match.index + word.length;
  }
  finishWord();
  text += decodeCharset(Buffer.from(value.slice(end), 'latin1'), null);
  return toCanonicalText(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function decodeWord(kind: string, data: string): Buffer {
  if (kind.toLowerCase() === 'b') return Buffer.from(data, 'base64');
  return decodeQuotedPrintable(Buffer.from(data.replaceAll('_', ' '), 'latin1'));
}
