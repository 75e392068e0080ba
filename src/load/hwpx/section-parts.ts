import type { Block } from '../hangul/block.ts';
import type { ParagraphDraft } from '../hangul/paragraph-draft.ts';
import type { TableDraft } from '../hangul/table-draft.ts';
import type { Attributes } from '../xml/xml-parser.ts';

/** A paragraph while it is read. */
export interface Paragraph {
  readonly shapeId: number;
  readonly styleId: number;
  /** Known from its first content on: the outline of its section may stand in it. */
  draft: ParagraphDraft | undefined;
  isDeleted: boolean;
  readonly isBroken: boolean;
  /** Where its lines stand on the page. */
  readonly positions: number[];
}

/** A table while it is read; captions stand above and below. */
export interface Table {
  readonly draft: TableDraft;
  readonly above: Block[];
  readonly below: Block[];
  row: number;
  column: number;
}

/** A cell, text box, caption or note while it is read. */
export interface Container {
  readonly name: string;
  readonly attributes: Attributes;
  readonly blocks: Block[];
  address: Attributes | undefined;
  span: Attributes | undefined;
}
