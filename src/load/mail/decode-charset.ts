import iconv from 'iconv-lite';
import { IngestError } from '../../errors.ts';
import { decodeText, isKnownCharset } from '../decode-text.ts';

const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
/** ESC $ ) C names the Korean set that SHIFT OUT switches to. */
const KOREAN_DESIGNATION = Buffer.from('\x1b$)C', 'latin1');

/**
 * Bytes of a part or of an encoded word to text, never failing: by their label, as found out where there is none or a
 * wrong one, at last as Windows-1252. ISO-2022-KR (RFC 1557) is one of mail alone.
 */
export function decodeCharset(bytes: Buffer, label: string | null): string {
  const name = label?.trim().toLowerCase().replace(/\*.*$/, '') ?? '';
  if (name === 'iso-2022-kr') return iconv.decode(raiseShifted(bytes), 'cp949');
  // What is 7 bits wide reads the same in all of these, and many write other bytes below this label.
  const isTold = name !== '' && name !== 'us-ascii' && name !== 'ascii' && isKnownCharset(name);
  const told = isTold ? decodeText(bytes, name).text : null;
  if (told !== null && !told.includes('\uFFFD')) return told;
  try {
    return decodeText(bytes, null).text;
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    return told ?? iconv.decode(bytes, 'windows-1252');
  }
}

/** ISO-2022-KR as EUC-KR: between the shifts the bytes lack their highest bit. */
function raiseShifted(bytes: Buffer): Buffer {
  const raised = Buffer.alloc(bytes.length);
  let length = 0;
  let isShifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === SHIFT_OUT || byte === SHIFT_IN) isShifted = byte === SHIFT_OUT;
    else if (bytes.subarray(at, at + KOREAN_DESIGNATION.length).equals(KOREAN_DESIGNATION))
      at += KOREAN_DESIGNATION.length - 1;
    else {
      raised[length] = isShifted && byte > 0x20 ? byte | 0x80 : byte;
      length += 1;
    }
  }
  return raised.subarray(0, length);
}
