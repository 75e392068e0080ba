import { IngestError } from '../../errors.ts';
import { encryptedHangul, unreadableHangul } from '../hangul/hangul-errors.ts';
import type { OleFile } from './open-ole.ts';

const SIGNATURE = 'HWP Document File';
const IS_COMPRESSED = 1 << 0;
const HAS_PASSWORD = 1 << 1;
const IS_DISTRIBUTION = 1 << 2;
const HAS_DRM = 1 << 4;
const IS_CERTIFICATE_ENCRYPTED = 1 << 8;
const HAS_CERTIFICATE_DRM = 1 << 10;

/** What the rest of the file is to be read by. */
export interface FileHeader {
  readonly isCompressed: boolean;
  /** A document made for reading only (배포용 문서): its sections are under `ViewText` and enciphered. */
  readonly isDistribution: boolean;
}

/**
 * The stream `FileHeader` (HWP 5.0 revision 1.3, 3.2.1). Throws `IngestError` DOCUMENT_UNREADABLE, and
 * DOCUMENT_ENCRYPTED where a password, a certificate or rights management stand before the text.
 */
export function readFileHeader(file: OleFile): FileHeader {
  if (!file.has('FileHeader')) throw unreadableHangul('it is not a Hangul document');
  const header = file.read('FileHeader');
  if (header.length < 40 || header.toString('latin1', 0, SIGNATURE.length) !== SIGNATURE)
    throw unreadableHangul('it does not begin as a Hangul document does');
  const version = header.readUInt32LE(32);
  if (version >>> 24 !== 5) {
    const hint = 'Open the file in Hangul, save it as HWPX and send that.';
    throw new IngestError('DOCUMENT_UNREADABLE', `HWP of version ${version >>> 24} is not known.`, hint);
  }
  const flags = header.readUInt32LE(36);
  if (flags & HAS_PASSWORD) throw encryptedHangul('opens with a password only');
  if (flags & IS_CERTIFICATE_ENCRYPTED) throw encryptedHangul('opens with a certificate only');
  if (flags & (HAS_DRM | HAS_CERTIFICATE_DRM)) throw encryptedHangul('is under rights management (DRM)');
  return {
    isCompressed: (flags & IS_COMPRESSED) !== 0,
    isDistribution: (flags & IS_DISTRIBUTION) !== 0,
  };
}
