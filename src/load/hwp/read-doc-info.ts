import { NUMBER_SHAPES } from '../hangul/format-hangul-number.ts';
import {
  type HangulStyles,
  type NumberingLevel,
  type ParagraphHead,
  readOutlineLevel,
} from '../hangul/hangul-styles.ts';
import { stringAt, uint16At, uint32At } from './hwp-fields.ts';
import { TAG } from './hwp-tags.ts';
import type { HwpRecord } from './record-splitter.ts';

const HEAD_KINDS = [null, 'outline', 'number', 'bullet'] as const;
/** The properties, two distances and the character shape before the format of a level, or before a bullet. */
const HEAD_BYTES = 12;
const NUMBERED_LEVELS = 7;

/**
 * Gathers what paragraphs refer to from the records of `DocInfo` (HWP 5.0 revision 1.3, 4.2). Shapes and styles count
 * from 0, numberings and bullets from 1.
 */
export class DocInfoReader {
  readonly #heads = new Map<number, ParagraphHead>();
  readonly #outlineStyles = new Map<number, number>();
  readonly #numberings = new Map<number, readonly NumberingLevel[]>();
  readonly #bullets = new Map<number, string>();
  #shapeCount = 0;
  #styleCount = 0;

  get styles(): HangulStyles {
    return {
      heads: this.#heads,
      outlineStyles: this.#outlineStyles,
      numberings: this.#numberings,
      bullets: this.#bullets,
    };
  }

  add({ tag, data }: HwpRecord): void {
    if (tag === TAG.numbering) {
      this.#numberings.set(this.#numberings.size + 1, readNumbering(data));
    } else if (tag === TAG.bullet) {
      this.#bullets.set(this.#bullets.size + 1, String.fromCharCode(uint16At(data, HEAD_BYTES)));
    } else if (tag === TAG.paraShape) {
      const head = readHead(data);
      if (head) this.#heads.set(this.#shapeCount, head);
      this.#shapeCount += 1;
    } else if (tag === TAG.style) {
      const local = stringAt(data, 0);
      const level = readOutlineLevel([local.text, stringAt(data, local.end).text]);
      if (level !== undefined) this.#outlineStyles.set(this.#styleCount, level);
      this.#styleCount += 1;
    }
  }
}

/** Table 43 and 44: kind and level of the head are bits 23 to 27 of the properties. */
function readHead(shape: Buffer): ParagraphHead | null {
  const properties = uint32At(shape, 0);
  const kind = HEAD_KINDS[(properties >>> 23) & 3] ?? null;
  return kind && { kind, level: ((properties >>> 25) & 7) + 1, listId: uint16At(shape, 30) };
}

/** Table 38: seven levels, then where they start; the starts of the single levels came with 5.0.2.5. */
function readNumbering(data: Buffer): NumberingLevel[] {
  const levels: { format: string; shape: number }[] = [];
  let at = 0;
  for (let level = 0; level < NUMBERED_LEVELS; level += 1) {
    const format = stringAt(data, at + HEAD_BYTES);
    levels.push({ format: format.text, shape: (uint32At(data, at) >>> 5) & 0x0f });
    at = format.end;
  }
  const start = uint16At(data, at);
  const hasStarts = at + 2 + 4 * NUMBERED_LEVELS <= data.length;
  return levels.map(({ format, shape }, index) => ({
    format,
    shape: NUMBER_SHAPES[shape] ?? 'DIGIT',
    start: (hasStarts ? uint32At(data, at + 2 + 4 * index) : index === 0 ? start : 1) || 1,
  }));
}
