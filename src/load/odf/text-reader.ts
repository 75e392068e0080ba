import type { RaisedPosition } from '../docx/raised-text.ts';
import type { Block } from '../hangul/block.ts';
import { NoteMarks } from '../note-marks.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { OUTLINE } from './list-labels.ts';
import { ListStack } from './list-stack.ts';
import { readCount } from './namespaces.ts';
import type { OdfStyles } from './odf-styles.ts';
import { isHiddenSection, SkipRules } from './skip-rules.ts';
import { TableFrame } from './table-frame.ts';
import { TextParagraph } from './text-paragraph.ts';

const MAX_BLANKS = 100;
const MAX_HEADING_LEVEL = 10;
/** What holds paragraphs of its own: cells, notes, boxes and drawn shapes. */
const CONTAINERS =
  /^(?:table:(?:table-cell|covered-table-cell)|text:note|draw:(?:text-box|custom-shape|rect|ellipse|circle|line|path|polygon|polyline|regular-polygon|connector|measure|caption))$/;

/** Where blocks go. */
export interface OdfStory {
  addBlocks(blocks: readonly Block[]): void;
  breakPage(): void;
}

/** A run of text that is open. */
interface Span {
  readonly isHidden: boolean;
  readonly position: RaisedPosition | null;
}

interface Container {
  readonly name: string;
  readonly attributes: Attributes;
  readonly blocks: Block[];
  /** Paragraphs and tables that were open around it. */
  readonly outerParagraph: TextParagraph | undefined;
  readonly comeBack: () => void;
}

/**
 * Reads the elements of text (ISO/IEC 26300-1, 5, 6, 9) in their order and tells their blocks and page breaks to a
 * story. Deleted text, comments and hidden text are left out.
 */
export class TextReader implements XmlHandler {
  /** The first paragraph in the style Title. */
  title: string | null = null;
  hasHidden = false;

  readonly #styles: OdfStyles;
  readonly #story: OdfStory;
  readonly #skip = new SkipRules();
  readonly #lists: ListStack;
  readonly #notes = new NoteMarks();
  readonly #containers: Container[] = [];
  readonly #tables: TableFrame[] = [];
  readonly #spans: Span[] = [];
  #paragraph: TextParagraph | undefined;
  #blockCount = 0;
  /** A style ended the page: one that begins it says the same. */
  #isPageNew = true;

  constructor(styles: OdfStyles, story: OdfStory) {
    this.#styles = styles;
    this.#story = story;
    this.#lists = new ListStack(styles.lists, () => this.#countBlock());
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skip.open(name)) return;
    this.#styles.open(name, attributes);
    if (isHiddenSection(name, attributes)) {
      this.hasHidden = true;
      this.#skip.skip();
      return;
    }
    if (CONTAINERS.test(name)) this.#openContainer(name, attributes);
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.#openParagraph(name, attributes);
        break;
      case 'text:span':
        this.#openSpan(attributes('text:style-name'));
        break;
      case 'text:s':
        this.#addLiteral(' '.repeat(readCount(attributes('text:c'), MAX_BLANKS)));
        break;
      case 'text:tab':
        this.#addLiteral('\t');
        break;
      case 'text:line-break':
        this.#addLiteral('\n');
        break;
      case 'text:soft-page-break':
        this.#breakSoftly();
        break;
      case 'text:list':
        this.#lists.openList(attributes);
        break;
      case 'text:list-item':
        this.#lists.openItem(attributes);
        break;
      case 'table:table':
        this.#breakByStyle('table', attributes('table:style-name'));
        this.#tables.push(new TableFrame(this.#countBlock()));
        break;
      case 'table:table-row':
        this.#tables.at(-1)?.openRow(attributes);
        break;
    }
  }

  close(name: string): void {
    if (this.#skip.close()) return;
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.#closeParagraph();
        break;
      case 'text:span':
        this.#spans.pop();
        break;
      case 'text:list':
        this.#lists.closeList();
        break;
      case 'table:table':
        this.#tell(this.#tables.pop()?.take() ?? []);
        break;
      case 'table:table-row':
        this.#closeRow();
        break;
    }
    if (CONTAINERS.test(name)) this.#closeContainer();
  }

  text(text: string): void {
    if (this.#skip.isSkipping || !this.#paragraph) return;
    if (this.#isHidden(text)) return;
    this.#paragraph.addText(text, this.#spans.at(-1)?.position ?? null);
  }

  #addLiteral(text: string): void {
    if (!this.#isHidden(text)) this.#paragraph?.addLiteral(text);
  }

  #isHidden(text: string): boolean {
    const isHidden = this.#paragraph?.isHidden === true || this.#spans.at(-1)?.isHidden === true;
    if (isHidden && text.trim() !== '') this.hasHidden = true;
    return isHidden;
  }

  /** A span is as the one around it where its style does not say otherwise. */
  #openSpan(styleName: string | undefined): void {
    const outer = this.#spans.at(-1);
    const position = this.#styles.positionOf(styleName);
    this.#spans.push({
      isHidden: outer?.isHidden === true || this.#styles.isHidden('text', styleName),
      position: position === undefined ? (outer?.position ?? null) : position,
    });
  }

  #countBlock(): number {
    this.#blockCount += 1;
    return this.#blockCount;
  }

  #openParagraph(name: string, attributes: Attributes): void {
    const styleName = attributes('text:style-name');
    this.#breakByStyle('paragraph', styleName);
    const level = name === 'text:h' ? readCount(attributes('text:outline-level'), MAX_HEADING_LEVEL) : null;
    const listBlock = this.#lists.block;
    const isNumbered = level !== null && listBlock === null && attributes('text:is-list-header') !== 'true';
    this.#paragraph = new TextParagraph({
      label: isNumbered ? this.#styles.lists.next(OUTLINE, level, undefined) : this.#lists.takeLabel(),
      headingLevel: level,
      listBlock: level === null ? listBlock : null,
      styleName,
      isHidden: this.#styles.isHidden('paragraph', styleName),
    });
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = undefined;
    if (!paragraph) return;
    const blocks = paragraph.take();
    if (this.#styles.isTitle(paragraph.styleName)) this.title ??= blocks[0]?.text ?? null;
    this.#tell(blocks);
    if (this.#isAtTop && this.#styles.breaksAfter('paragraph', paragraph.styleName)) this.#breakPage();
  }

  get #isAtTop(): boolean {
    return this.#containers.length === 0 && this.#tables.length === 0;
  }

  #tell(blocks: readonly Block[]): void {
    if (blocks.length > 0) this.#isPageNew = false;
    if (this.#paragraph) this.#paragraph.addBlocks(blocks);
    else if (this.#containers.length > 0) this.#containers.at(-1)?.blocks.push(...blocks);
    else this.#story.addBlocks(blocks);
  }

  #breakByStyle(family: string, styleName: string | undefined): void {
    const isAtTop = this.#isAtTop && this.#paragraph === undefined;
    if (isAtTop && !this.#isPageNew && this.#styles.breaksBefore(family, styleName)) this.#breakPage();
  }

  #breakPage(): void {
    this.#story.breakPage();
    this.#isPageNew = true;
  }

  /** Where the program last broke the page: between paragraphs, within one, or at a row of a table. */
  #breakSoftly(): void {
    const table = this.#tables.at(-1);
    if (this.#isAtTop) {
      const blocks = this.#paragraph?.take() ?? [];
      if (blocks.length > 0) this.#story.addBlocks(blocks);
      this.#breakPage();
    } else if (table && this.#tables.length === 1) {
      if (this.#containers.length > 0) table.isBroken = true;
      else this.#breakTable(table);
    }
  }

  #closeRow(): void {
    const table = this.#tables.at(-1);
    table?.closeRow();
    if (table?.isBroken) this.#breakTable(table);
  }

  #breakTable(table: TableFrame): void {
    if (this.#containers.length > 0 || this.#paragraph) return;
    this.#tell(table.take());
    this.#breakPage();
  }

  #openContainer(name: string, attributes: Attributes): void {
    this.#containers.push({
      name,
      attributes,
      blocks: [],
      outerParagraph: this.#paragraph,
      comeBack: this.#lists.leave(),
    });
    this.#paragraph = undefined;
  }

  #closeContainer(): void {
    const container = this.#containers.pop();
    if (!container) return;
    const { name, attributes, blocks, outerParagraph } = container;
    container.comeBack();
    this.#paragraph = outerParagraph;
    if (name === 'table:table-cell') this.#tables.at(-1)?.addCell(attributes, blocks);
    else if (name === 'table:covered-table-cell') this.#tables.at(-1)?.addCell(attributes, []);
    else if (name === 'text:note') {
      const kind = attributes('text:note-class') === 'endnote' ? 'endnote' : 'footnote';
      outerParagraph?.addNote(this.#notes.next(kind), blocks);
    } else this.#tell(blocks);
  }
}
