import { type DecodedText, decodeText, findByteOrderMark, isKnownCharset } from '../decode-text.ts';
import { decodeWestern } from './decode-western.ts';
import { findHtmlCharset } from './find-html-charset.ts';

/** Seven bits wide, so that strict UTF-8 takes them for text; nothing here reads them. */
const UNREADABLE_LABEL = /^(?:iso-2022-(?!jp$)|hz-gb-2312$)/;

/**
 * Bytes of a page to text: byte order mark and the caller's label as for any text, then UTF-8 where the bytes are that
 * beyond doubt (a label that says otherwise is a leftover), then the label of the page, then as any text without one,
 * then windows-1252 where the bytes look like it: what browsers take an unlabelled page for.
 *
 * Throws `IngestError` CHARSET_UNKNOWN.
 */
export function decodeHtml(bytes: Uint8Array, charset: string | null): DecodedText {
  if (charset !== null || findByteOrderMark(bytes)) return decodeText(bytes, charset);
  const label = findHtmlCharset(bytes);
  if (label !== null && UNREADABLE_LABEL.test(label) && hasShifts(bytes)) return decodeText(bytes, label);
  if (isUtf8(bytes)) return decodeText(bytes, null);
  if (label === null || !isKnownCharset(label)) return decodeUnlabelled(bytes);
  if (label !== 'utf-8') return decodeText(bytes, label);
  // The page says UTF-8 and is not: all of it in CP949, or UTF-8 with a damaged character.
  try {
    return decodeText(bytes, null);
  } catch {
    return decodeText(bytes, 'utf-8');
  }
}

function decodeUnlabelled(bytes: Uint8Array): DecodedText {
  try {
    return decodeText(bytes, null);
  } catch (error) {
    const western = decodeWestern(bytes);
    if (western === null) throw error;
    return western;
  }
}

/** ESC of ISO 2022 or `~{` of HZ: without them such a page is plain ASCII. */
function hasShifts(bytes: Uint8Array): boolean {
  return bytes.includes(0x1b) || Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('~{');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
