import type { Block } from '../hangul/block.ts';
import { formatHangulNumber, NUMBER_SHAPES } from '../hangul/format-hangul-number.ts';
import { tooComplexHangul } from '../hangul/hangul-errors.ts';
import type { HangulStyles } from '../hangul/hangul-styles.ts';
import { HeadCounter } from '../hangul/head-counter.ts';
import { ParagraphDraft } from '../hangul/paragraph-draft.ts';
import { TableDraft } from '../hangul/table-draft.ts';
import { writeNoteMark } from '../note-mark.ts';
import { DeletedText } from './deleted-text.ts';
import { controlIdAt, stringAt, uint8At, uint16At, uint32At } from './hwp-fields.ts';
import { TAG } from './hwp-tags.ts';
import { readParaText } from './read-para-text.ts';
import type { RecordNode } from './record-tree.ts';

/** Tables in tables in text boxes: documents nest four or five, and each level takes the stack's room. */
const MAX_DEPTH = 50;
/** `atno` within a note repeats the mark that stands before it. */
const NOTE_NUMBERS = new Set([1, 2]);
const CAPTION_BELOW = 3;

/**
 * Turns paragraphs of HWP 5 to blocks (revision 1.3, 4.3). Headers, footers, hidden comments, master pages and what is
 * not shown are left out.
 */
export class HwpParagraphs {
  readonly #styles: HangulStyles;
  readonly #heads: HeadCounter;
  #outlineId = 0;
  #tableCount = 0;
  #depth = 0;

  constructor(styles: HangulStyles) {
    this.#styles = styles;
    this.#heads = new HeadCounter(styles);
  }

  /** A paragraph with all that is anchored in it. Throws `IngestError` DOCUMENT_TOO_COMPLEX. */
  read(paragraph: RecordNode): Block[] {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw tooComplexHangul(`its parts are nested more than ${MAX_DEPTH} deep`);
    const controls = paragraph.children.filter(({ tag }) => tag === TAG.ctrlHeader);
    const section = controls.find(({ data }) => controlIdAt(data, 0) === 'secd');
    if (section) this.#outlineId = uint16At(section.data, 18);
    const draft = this.#begin(paragraph);
    const dataOf = (tag: number) =>
      paragraph.children.find((child) => child.tag === tag)?.data ?? Buffer.alloc(0);
    const deleted = new DeletedText(dataOf(TAG.paraRangeTag));
    let next = 0;
    for (const piece of readParaText(dataOf(TAG.paraText), deleted)) {
      if (typeof piece === 'string') {
        draft.addText(piece);
        continue;
      }
      const control = controls[next];
      if (!control || controlIdAt(control.data, 0) !== piece.id) continue;
      next += 1;
      if (!piece.isDeleted) this.#readControl(draft, piece.id, control);
    }
    this.#depth -= 1;
    return draft.finish();
  }

  #begin({ data }: RecordNode): ParagraphDraft {
    const head = this.#styles.heads.get(uint16At(data, 8));
    const outline = head?.kind === 'outline' ? head.level : undefined;
    const level = outline ?? this.#styles.outlineStyles.get(uint8At(data, 10)) ?? null;
    return new ParagraphDraft(this.#heads.next(head, this.#outlineId), level);
  }

  #readControl(draft: ParagraphDraft, id: string, { data, children }: RecordNode): void {
    switch (id) {
      case 'tbl ':
        draft.addBlocks(this.#withCaption(children, (rest) => this.#readTable(rest)));
        break;
      case 'gso ':
        draft.addBlocks(this.#withCaption(children, (rest) => this.#readAll(rest)));
        break;
      case 'eqed': {
        const script = children.find(({ tag }) => tag === TAG.equation);
        if (script) draft.addText(` ${stringAt(script.data, 4).text.replace(/\s+/g, ' ').trim()} `);
        draft.addBlocks(this.#withCaption(children, () => []));
        break;
      }
      case 'fn  ':
      case 'en  ':
        draft.addNote(writeNoteMark(uint32At(data, 4)), this.#readAll(children));
        break;
      case 'atno':
        draft.addText(readAutoNumber(data));
        break;
      case 'tcps':
        draft.addText(stringAt(data, 4).text);
        break;
      case 'tdut': {
        const main = stringAt(data, 4);
        const above = stringAt(data, main.end).text;
        draft.addText(above === '' ? main.text : `${main.text}(${above})`);
        break;
      }
    }
  }

  /** Blocks of an object and, above or below as it is set, of its caption: the list before the object's own record. */
  #withCaption(children: readonly RecordNode[], read: (rest: readonly RecordNode[]) => Block[]): Block[] {
    const own = children.findIndex(({ tag }) => tag !== TAG.listHeader && tag !== TAG.paraHeader);
    const caption = children.slice(0, Math.max(own, 0));
    const side = uint32At(caption[0]?.data ?? Buffer.alloc(0), 8) & 3;
    const captionBlocks = this.#readAll(caption);
    const blocks = read(children.slice(Math.max(own, 0)));
    return side === CAPTION_BELOW ? [...blocks, ...captionBlocks] : [...captionBlocks, ...blocks];
  }

  #readTable(nodes: readonly RecordNode[]): Block[] {
    this.#tableCount += 1;
    const table = new TableDraft(this.#tableCount);
    for (const [header, paragraphs] of cutLists(nodes)) {
      const rowSpan = uint16At(header.data, 14) || 1;
      const blocks = this.#readAll(paragraphs);
      table.addCell({ row: uint16At(header.data, 10), column: uint16At(header.data, 8), rowSpan, blocks });
    }
    return table.finish();
  }

  /** Paragraphs of lists, and of shapes in groups of shapes. */
  #readAll(nodes: readonly RecordNode[]): Block[] {
    return nodes.flatMap((node) => {
      if (node.tag === TAG.paraHeader) return this.read(node);
      return node.tag === TAG.shapeComponent ? this.#readShape(node) : [];
    });
  }

  #readShape(shape: RecordNode): Block[] {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw tooComplexHangul(`its parts are nested more than ${MAX_DEPTH} deep`);
    const blocks = this.#readAll(shape.children);
    this.#depth -= 1;
    return blocks;
  }
}

/** Lists with their headers; what stands before the first one is none. */
function cutLists(nodes: readonly RecordNode[]): [header: RecordNode, paragraphs: RecordNode[]][] {
  const lists: [header: RecordNode, paragraphs: RecordNode[]][] = [];
  for (const node of nodes) {
    if (node.tag === TAG.listHeader) lists.push([node, []]);
    else lists.at(-1)?.[1].push(node);
  }
  return lists;
}

/** Table 144: kind and shape are bits of the properties; then the number, the author's own sign, and what stands around. */
function readAutoNumber(data: Buffer): string {
  const properties = uint32At(data, 4);
  if (NOTE_NUMBERS.has(properties & 0x0f)) return '';
  const number = formatHangulNumber(NUMBER_SHAPES[(properties >>> 4) & 0xff] ?? 'DIGIT', uint16At(data, 8));
  const sign = (at: number) => String.fromCharCode(uint16At(data, at)).replace('\0', '');
  return `${sign(12)}${number}${sign(14)}`;
}
