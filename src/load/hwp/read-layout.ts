import type { LayoutBreaks } from '../hangul/layout-breaks.ts';
import { controlIdAt, int32At, uint8At, uint16At } from './hwp-fields.ts';
import { TAG } from './hwp-tags.ts';
import type { RecordNode } from './record-tree.ts';

/** Table 59: the kind of break before a paragraph. */
const DIVIDE_AT = 11;
const PAGE_BREAK = 0x04;
/** Table 62: a line's first four bytes are where its text starts, the next four where it stands. */
const LINE_BYTES = 36;
const POSITION_AT = 4;

/** Page breaks before a paragraph of the body (HWP 5.0 revision 1.3, 4.3.1 and 4.3.4), its column definition heeded. */
export function countBreaksBefore(paragraph: RecordNode, breaks: LayoutBreaks): number {
  const positions: number[] = [];
  for (const { tag, data } of paragraph.children) {
    if (tag === TAG.ctrlHeader && controlIdAt(data, 0) === 'cold')
      breaks.columnCount = Math.max(1, (uint16At(data, 4) >>> 2) & 0xff);
    if (tag !== TAG.paraLineSeg) continue;
    for (let at = 0; at + LINE_BYTES <= data.length; at += LINE_BYTES)
      positions.push(int32At(data, at + POSITION_AT));
  }
  const isBroken = (uint8At(paragraph.data, DIVIDE_AT) & PAGE_BREAK) !== 0;
  return breaks.countBefore(isBroken, positions);
}
