import type { Heading } from '../../domain/page.ts';
import { joinTableRow } from '../join-table-row.ts';
import {
  countAllLetters,
  describeImage,
  readHeadingLevel,
  readInteger,
  readOffLine,
  readPreformatted,
  writeOffLine,
} from './describe-element.ts';
import { BLOCK_ELEMENTS } from './html-elements.ts';
import { elementsIn, type HtmlElement } from './html-tree.ts';
import { writeListMark } from './list-mark.ts';
import type { LeaveOut } from './measure-text.ts';
import { TableGrid } from './table-grid.ts';
import { type HiddenText, TextWriter } from './text-writer.ts';
import { writeMath } from './write-math.ts';

/** Fewer letters are an icon or a word for screen readers. */
const MIN_HIDDEN_LETTERS = 12;
/** A longer cell is a column of a page that was laid out with a table. */
const MAX_CELL_CHARS = 1000;
const MAX_INDENT = 10;

export interface HtmlText {
  readonly text: string;
  readonly headings: readonly Heading[];
  readonly hidden: readonly HiddenText[];
}

/**
 * The canonical text of an element as a reader sees it: blocks with a blank line between them, list items with their
 * marks, a line for each row of a table, headings with their offsets. Elements for which `leaveOut` is true are not
 * read, hidden ones are reported. The depth of the recursion is that of the page, which `parseHtml` bounds.
 */
export function readHtmlText(root: HtmlElement, leaveOut: LeaveOut): HtmlText {
  const reader = new HtmlReader(leaveOut);
  reader.readChildren(root);
  return reader.finish();
}

class HtmlReader {
  readonly #leaveOut: LeaveOut;
  readonly #writer = new TextWriter();
  readonly #hidden: HiddenText[] = [];
  /** The open lists, the innermost last: the number of the next item, null without numbers. */
  readonly #lists: { next: number | null; readonly type: string | null }[] = [];
  #inHeading = false;

  constructor(leaveOut: LeaveOut) {
    this.#leaveOut = leaveOut;
  }

  finish(): HtmlText {
    this.#writer.startBlock(true);
    return { text: this.#writer.text, headings: this.#writer.headings, hidden: this.#hidden };
  }

  readChildren(element: HtmlElement): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.#writer.write(child);
      else if (this.#enters(child)) this.#readElement(child);
    }
  }

  #enters(element: HtmlElement): boolean {
    if (!element.hidden) return !this.#leaveOut(element);
    const letters = countAllLetters(element);
    if (letters >= MIN_HIDDEN_LETTERS) this.#hidden.push({ offset: this.#writer.length, letters });
    return false;
  }

  #readElement(element: HtmlElement): void {
    const name = element.name;
    const level = readHeadingLevel(element);
    if (level !== null && !this.#inHeading) this.#readHeading(element, level);
    else if (name === 'br') this.#writer.breakLine();
    else if (readOffLine(element) !== null) this.#readOffLine(element);
    else if (name === 'math') this.#writer.write(writeMath(element));
    else if (name === 'img') this.#writer.write(describeImage(element));
    else if (name === 'a') this.#readLink(element);
    else if (name === 'pre')
      this.#writer.writeLines(readPreformatted(element, (child) => this.#enters(child)));
    else if (name === 'table') this.#readTable(element);
    else if (name === 'ul' || name === 'ol') this.#readList(element);
    else if (name === 'li') this.#readItem(element);
    else this.#readOther(element, BLOCK_ELEMENTS.has(name) || name === 'button');
  }

  #readOther(element: HtmlElement, isBlock: boolean): void {
    // A definition stands right under its term.
    if (isBlock) this.#writer.startBlock(element.name !== 'dd');
    this.readChildren(element);
    if (isBlock) this.#writer.startBlock(element.name !== 'dt');
  }

  #readHeading(element: HtmlElement, level: number): void {
    this.#inHeading = true;
    this.#writer.startHeading(level);
    this.readChildren(element);
    this.#writer.endHeading();
    this.#inHeading = false;
  }

  #readOffLine(element: HtmlElement): void {
    this.#writer.writeOffLine(
      () => (element.name === 'a' ? this.#readLink(element) : this.readChildren(element)),
      (part, before) => writeOffLine(element, part, before),
    );
  }

  /** Without the "#" or "¶" by which a heading is linked to. */
  #readLink(element: HtmlElement): void {
    const isAnchor = this.#inHeading && element.attributes.get('href')?.startsWith('#') === true;
    if (!isAnchor || countAllLetters(element) > 0) this.readChildren(element);
  }

  #readList(element: HtmlElement): void {
    const start = readInteger(element.attributes.get('start')) ?? 1;
    const isInner = this.#lists.length > 0;
    this.#writer.startBlock(!isInner);
    this.#lists.push({
      next: element.name === 'ol' ? start : null,
      type: element.attributes.get('type') ?? null,
    });
    this.readChildren(element);
    this.#lists.pop();
    this.#writer.startBlock(!isInner);
  }

  #readItem(element: HtmlElement): void {
    const list = this.#lists.at(-1);
    let mark = '- ';
    if (list && list.next !== null) {
      const number = readInteger(element.attributes.get('value')) ?? list.next;
      mark = writeListMark(number, list.type);
      list.next = number + 1;
    }
    this.#writer.startBlock(false);
    this.#writer.setPrefix('  '.repeat(Math.min(Math.max(this.#lists.length - 1, 0), MAX_INDENT)) + mark);
    this.readChildren(element);
    this.#writer.startBlock(false);
    this.#writer.setPrefix('');
  }

  #readTable(table: HtmlElement): void {
    this.#writer.startBlock(true);
    this.#readRows(table, new TableGrid());
    this.#writer.startBlock(true);
  }

  #readRows(parent: HtmlElement, grid: TableGrid): void {
    grid.startSection();
    for (const child of parent.children) {
      if (typeof child === 'string') this.#writer.write(child);
      else if (!this.#enters(child)) continue;
      else if (child.name === 'tr') this.#readRow(child, grid);
      else if (child.name === 'thead' || child.name === 'tbody' || child.name === 'tfoot')
        this.#readRows(child, grid);
      else this.#readElement(child);
    }
  }

  /** One line, unless what stands in a cell needs more: headings, an inner table, the columns of a page. */
  #readRow(row: HtmlElement, grid: TableGrid): void {
    this.#writer.startBlock(false);
    const cells: HtmlElement[] = [];
    for (const child of row.children) {
      if (typeof child === 'string') this.#writer.write(child);
      else if (this.#enters(child)) cells.push(child);
    }
    const texts = cells.some(isRich) ? null : cells.map((cell) => readHtmlText(cell, this.#leaveOut));
    const columns = grid.placeRow(cells, texts?.map(({ text }) => text) ?? []);
    if (texts && isDataRow(texts.map((cell) => cell.text))) {
      this.#writer.startBlock(false);
      const offset = this.#writer.length;
      for (const { hidden } of texts)
        this.#hidden.push(...hidden.map(({ letters }) => ({ offset, letters })));
      this.#writer.write(joinTableRow(columns));
      this.#writer.startBlock(false);
    } else {
      for (const cell of cells) this.#readOther(cell, true);
    }
  }
}

function isDataRow(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text !== '');
  return filled.length === 1
    ? !filled[0]?.includes('\n')
    : texts.every((text) => text.length <= MAX_CELL_CHARS);
}

function isRich(cell: HtmlElement): boolean {
  for (const element of elementsIn(cell)) {
    if (readHeadingLevel(element) !== null || element.name === 'table' || element.name === 'pre') return true;
  }
  return false;
}
