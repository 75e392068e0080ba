import type { RaisedPosition } from '../docx/raised-text.ts';
import type { Block } from '../hangul/block.ts';
import { ParagraphDraft } from '../hangul/paragraph-draft.ts';
import { RaisedDraft } from '../raised-draft.ts';

/** A paragraph or heading while it is read. */
export class TextParagraph {
  readonly isHidden: boolean;
  readonly styleName: string | undefined;
  readonly #listBlock: number | null;
  #draft: ParagraphDraft;
  readonly #raised = new RaisedDraft();
  /** White space at the start, and behind white space, is the file's. */
  #endsInBlank = true;

  constructor(options: {
    label: string;
    headingLevel: number | null;
    listBlock: number | null;
    styleName: string | undefined;
    isHidden: boolean;
  }) {
    this.isHidden = options.isHidden;
    this.styleName = options.styleName;
    this.#listBlock = options.listBlock;
    this.#draft = new ParagraphDraft(options.label, options.headingLevel);
  }

  /** Text of the file, its white space collapsed (ISO/IEC 26300-1, 6.1.2). */
  addText(text: string, position: RaisedPosition | null): void {
    const collapsed = text.replace(/[\t\n\r ]+/g, ' ');
    const shown = this.#endsInBlank ? collapsed.replace(/^ /, '') : collapsed;
    if (shown === '') return;
    this.#endsInBlank = shown.endsWith(' ');
    this.#draft.addText(this.#raised.add(shown, position));
  }

  /** Blanks, tabs and line ends that the author wrote. */
  addLiteral(text: string): void {
    this.#draft.addText(this.#raised.add(text, null));
    this.#endsInBlank = false;
  }

  addBlocks(blocks: readonly Block[]): void {
    this.#draft.addBlocks(blocks);
  }

  /** `line` is the note as it stands below. */
  addNote(mark: string, blocks: readonly Block[]): void {
    this.#draft.addText(this.#raised.take(''));
    this.#draft.addNote(mark, blocks);
    this.#endsInBlank = false;
  }

  /** The blocks so far; what follows goes on with them on another page. */
  take(): Block[] {
    this.#draft.addText(this.#raised.take(''));
    const blocks = this.#draft.finish();
    this.#draft = new ParagraphDraft('', null);
    this.#endsInBlank = true;
    if (this.#listBlock === null) return blocks;
    return blocks.map((block) => ({ ...block, table: block.table ?? this.#listBlock }));
  }
}
