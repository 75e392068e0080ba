import type { HangulStyles } from '../hangul/hangul-styles.ts';
import { HeadCounter } from '../hangul/head-counter.ts';
import { LayoutBreaks } from '../hangul/layout-breaks.ts';
import type { PageWriter } from '../hangul/page-writer.ts';
import { ParagraphDraft } from '../hangul/paragraph-draft.ts';
import { TableDraft } from '../hangul/table-draft.ts';
import { writeNoteMark } from '../note-mark.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { AutoNumber, readInlineElement } from './inline-text.ts';
import { readNumber } from './namespaces.ts';
import type { Container, Paragraph, Table } from './section-parts.ts';

/** Left out with all that is in them; of alternatives the one for readers that do not know the first. */
const SKIPPED =
  /^hp:(?:header|footer|hiddenComment|fieldBegin|parameterset|masterPage|shapeComment|case|pageHiding)$/;
/** What holds paragraphs of its own. */
const CONTAINERS = /^hp:(?:tc|drawText|caption|footNote|endNote)$/;
/** Elements whose own text is shown. */
const TEXTS = /^hp:(?:t|script|mainText|subText)$/;

/**
 * Reads the elements of sections (KS X 6101, 10) in their order and writes what a reader sees to pages. Counts heads
 * over all sections; headers, footers, hidden comments, memos and deleted text are left out.
 */
export class SectionReader implements XmlHandler {
  readonly #styles: HangulStyles;
  readonly #heads: HeadCounter;
  readonly #writer: PageWriter;
  readonly #path: string[] = [];
  #skipDepth = 0;
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  readonly #containers: Container[] = [];
  #autoNumber: AutoNumber | undefined;
  #tableCount = 0;
  #outlineId = 0;
  readonly #breaks = new LayoutBreaks();

  constructor(styles: HangulStyles, writer: PageWriter) {
    this.#styles = styles;
    this.#heads = new HeadCounter(styles);
    this.#writer = writer;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipDepth > 0 || SKIPPED.test(name)) {
      this.#skipDepth += 1;
      return;
    }
    this.#path.push(name);
    if (CONTAINERS.test(name)) this.#openContainer(name, attributes);
    switch (name) {
      case 'hs:sec':
        this.#breaks.beginSection();
        break;
      case 'hp:p':
        this.#openParagraph(attributes);
        break;
      case 'hp:colPr':
        if (this.#containers.length === 0)
          this.#breaks.columnCount = Math.max(1, readNumber(attributes('colCount')));
        break;
      case 'hp:lineseg':
        this.#paragraphs.at(-1)?.positions.push(Number(attributes('vertpos') ?? 0));
        break;
      case 'hp:secPr':
        this.#outlineId = readNumber(attributes('outlineShapeIDRef'));
        break;
      case 'hp:tbl':
        this.#begin();
        this.#tableCount += 1;
        this.#tables.push({
          draft: new TableDraft(this.#tableCount),
          above: [],
          below: [],
          row: -1,
          column: 0,
        });
        break;
      case 'hp:tr': {
        const table = this.#tables.at(-1);
        if (table) [table.row, table.column] = [table.row + 1, 0];
        break;
      }
      case 'hp:cellAddr':
        this.#setOfCell('address', attributes);
        break;
      case 'hp:cellSpan':
        this.#setOfCell('span', attributes);
        break;
      case 'hp:autoNum':
        this.#autoNumber = new AutoNumber(attributes);
        break;
      case 'hp:autoNumFormat':
        this.#autoNumber?.format(attributes);
        break;
      case 'hp:deleteBegin':
      case 'hp:deleteEnd': {
        const paragraph = this.#paragraphs.at(-1);
        if (paragraph) paragraph.isDeleted = name === 'hp:deleteBegin';
        break;
      }
      case 'hp:script':
        this.#addText(' ');
        break;
      case 'hp:subText':
        this.#addText('(');
        break;
      default:
        this.#addText(readInlineElement(name, attributes));
    }
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    this.#path.pop();
    if (CONTAINERS.test(name)) this.#closeContainer();
    switch (name) {
      case 'hp:p':
        this.#closeParagraph();
        break;
      case 'hp:tbl': {
        const table = this.#tables.pop();
        if (table) this.#begin()?.addBlocks([...table.above, ...table.draft.finish(), ...table.below]);
        break;
      }
      case 'hp:autoNum':
        this.#addText(this.#autoNumber?.text ?? '');
        this.#autoNumber = undefined;
        break;
      case 'hp:script':
        this.#addText(' ');
        break;
      case 'hp:subText':
        this.#addText(')');
        break;
    }
  }

  text(text: string): void {
    if (this.#skipDepth > 0 || !TEXTS.test(this.#path.at(-1) ?? '')) return;
    // Line ends are elements of their own; those of the file are the file's.
    this.#addText(text.replace(/[\n\r]+/g, ' '));
  }

  #addText(text: string): void {
    if (text !== '' && this.#paragraphs.at(-1)?.isDeleted !== true) this.#begin()?.addText(text);
  }

  #openParagraph(attributes: Attributes): void {
    this.#paragraphs.push({
      shapeId: readNumber(attributes('paraPrIDRef')),
      styleId: readNumber(attributes('styleIDRef')),
      draft: undefined,
      isDeleted: false,
      isBroken: attributes('pageBreak') === '1',
      positions: [],
    });
  }

  /** The paragraph that is read, its head counted. */
  #begin(): ParagraphDraft | undefined {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph) return undefined;
    if (!paragraph.draft) {
      const head = this.#styles.heads.get(paragraph.shapeId);
      const outline = head?.kind === 'outline' ? head.level : undefined;
      const level = outline ?? this.#styles.outlineStyles.get(paragraph.styleId) ?? null;
      paragraph.draft = new ParagraphDraft(this.#heads.next(head, this.#outlineId), level);
    }
    return paragraph.draft;
  }

  #closeParagraph(): void {
    const blocks = this.#begin()?.finish() ?? [];
    const paragraph = this.#paragraphs.pop();
    const container = this.#containers.at(-1);
    if (container) {
      for (const block of blocks) container.blocks.push(block);
      return;
    }
    const { isBroken = false, positions = [] } = paragraph ?? {};
    for (let left = this.#breaks.countBefore(isBroken, positions); left > 0; left -= 1)
      this.#writer.breakPage();
    this.#writer.addBlocks(blocks);
  }

  #openContainer(name: string, attributes: Attributes): void {
    this.#begin();
    this.#containers.push({ name, attributes, blocks: [], address: undefined, span: undefined });
  }

  #setOfCell(what: 'address' | 'span', attributes: Attributes): void {
    const container = this.#containers.at(-1);
    if (container) container[what] = attributes;
  }

  #closeContainer(): void {
    const container = this.#containers.pop();
    if (!container) return;
    const { name, attributes, blocks } = container;
    const table = this.#tables.at(-1);
    if (name === 'hp:tc') {
      if (table) this.#addCell(table, container);
    } else if (name === 'hp:caption' && table && this.#path.at(-1) === 'hp:tbl') {
      (attributes('side') === 'BOTTOM' ? table.below : table.above).push(...blocks);
    } else if (name === 'hp:footNote' || name === 'hp:endNote') {
      this.#begin()?.addNote(writeNoteMark(readNumber(attributes('number'))), blocks);
    } else {
      this.#begin()?.addBlocks(blocks);
    }
  }

  #addCell(table: Table, { address, span, blocks }: Container): void {
    table.draft.addCell({
      row: address ? readNumber(address('rowAddr')) : table.row,
      column: address ? readNumber(address('colAddr')) : table.column,
      rowSpan: readNumber(span?.('rowSpan')) || 1,
      blocks,
    });
    table.column += 1;
  }
}
