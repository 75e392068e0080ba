import type { Block } from '../hangul/block.ts';
import { ParagraphDraft } from '../hangul/paragraph-draft.ts';
import { RaisedDraft } from '../raised-draft.ts';
import type { Group } from './rtf-group.ts';
import type { StyleSheet } from './style-sheet.ts';
import { TableLevels } from './table-levels.ts';

const INDENT = '  ';
const MAX_INDENT = 10;
/** The marks of bullets are those of symbol fonts. */
const NUMBER_LABEL = /^[\p{L}\p{N}([「『<]/u;

/** The text of the document, of a note or of a box while it is read. */
export class RtfStory {
  readonly #styles: StyleSheet;
  readonly #nextNumber: () => number;
  /** Takes blocks outside of tables; `group` is that of the paragraph, null for tables. */
  readonly #tell: (blocks: readonly Block[], group: Group | null) => void;
  readonly #tables: TableLevels;
  #draft: ParagraphDraft | undefined;
  #raised = new RaisedDraft();
  #label = '';
  #hasLabel = false;
  #list: number | null = null;

  constructor(
    styles: StyleSheet,
    nextNumber: () => number,
    tell: (blocks: readonly Block[], group: Group | null) => void,
  ) {
    this.#styles = styles;
    this.#nextNumber = nextNumber;
    this.#tell = tell;
    this.#tables = new TableLevels(nextNumber);
  }

  addLabel(text: string): void {
    this.#label += text;
  }

  addText(text: string, group: Group): void {
    this.#begin(group).addText(this.#raised.add(text, group.position));
  }

  addNote(mark: string, blocks: readonly Block[], group: Group): void {
    const draft = this.#begin(group);
    draft.addText(this.#raised.take(''));
    draft.addNote(mark, blocks);
  }

  addBox(blocks: readonly Block[], group: Group): void {
    this.#begin(group).addBlocks(blocks);
  }

  endParagraph(group: Group): void {
    this.breakParagraph(group);
    this.#label = '';
    if (!this.#hasLabel) this.#list = null;
    this.#hasLabel = false;
  }

  /** What was read of the paragraph is handed on; the rest of it follows. */
  breakParagraph(group: Group): void {
    const blocks = this.#takeBlocks();
    if (group.tableLevel > 0) this.#tables.addBlocks(group.tableLevel, blocks);
    else if (blocks.length > 0) {
      this.#endTables();
      this.#tell(blocks, group);
    }
  }

  endCell(group: Group): void {
    const level = Math.max(1, group.tableLevel);
    this.#tables.addBlocks(level, this.#takeBlocks());
    this.#label = '';
    this.#tables.endCell(level);
  }

  endRow(group: Group): void {
    this.#tables.endRow(group.tableLevel);
  }

  finish(group: Group): void {
    this.endParagraph(group);
    this.#endTables();
  }

  #endTables(): void {
    const blocks = this.#tables.finish();
    if (blocks.length > 0) this.#tell(blocks, null);
  }

  #takeBlocks(): Block[] {
    this.#draft?.addText(this.#raised.take(''));
    this.#raised = new RaisedDraft();
    const blocks = this.#draft?.finish() ?? [];
    this.#draft = undefined;
    const list = this.#hasLabel ? this.#list : null;
    return list === null ? blocks : blocks.map((block) => ({ ...block, table: block.table ?? list }));
  }

  #begin(group: Group): ParagraphDraft {
    if (!this.#draft) {
      const level = group.outlineLevel === undefined ? this.#styles.levelOf(group.style) : group.outlineLevel;
      const label = this.#writeLabel(group, level !== null);
      if (label !== '' && level === null) {
        this.#hasLabel = true;
        this.#list ??= this.#nextNumber();
      }
      this.#draft = new ParagraphDraft(label, level);
    }
    return this.#draft;
  }

  #writeLabel({ listLevel }: Group, isHeading: boolean): string {
    const label = this.#label.replace(/\s+/gu, ' ').trim();
    this.#label = '';
    if (label === '') return '';
    const mark = NUMBER_LABEL.test(label) && label !== 'o' ? `${label} ` : '- ';
    return isHeading ? mark : INDENT.repeat(Math.min(listLevel, MAX_INDENT)) + mark;
  }
}
