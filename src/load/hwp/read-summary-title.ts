import { choosePdfTitle } from '../choose-pdf-title.ts';
import { uint16At, uint32At } from './hwp-fields.ts';
import type { OleFile } from './open-ole.ts';

const STREAM = '\x05HwpSummaryInformation';
const FIRST_SET_OFFSET_AT = 44;
const TITLE = 2;
const UTF16_STRING = 0x1f;
const MAX_PROPERTIES = 100;

/**
 * The title of the document's summary, a property set ([MS-OLEPS]) with its strings in UTF-16 (HWP 5.0 revision 1.3,
 * 3.2.4); null where there is none or it says nothing.
 */
export function readSummaryTitle(file: OleFile): string | null {
  if (!file.has(STREAM)) return null;
  const stream = file.read(STREAM);
  const set = uint32At(stream, FIRST_SET_OFFSET_AT);
  const count = Math.min(uint32At(stream, set + 4), MAX_PROPERTIES);
  for (let index = 0; index < count; index += 1) {
    const entry = set + 8 + 8 * index;
    if (uint32At(stream, entry) !== TITLE) continue;
    const at = set + uint32At(stream, entry + 4);
    if (uint16At(stream, at) !== UTF16_STRING) return null;
    const end = at + 8 + 2 * uint32At(stream, at + 4);
    return choosePdfTitle(stream.toString('utf16le', at + 8, Math.min(end, stream.length)));
  }
  return null;
}
