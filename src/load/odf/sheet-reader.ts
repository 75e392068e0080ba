import { toCanonicalText } from '../canonical-text.ts';
import { type Cell, flattenCell, type TableRow } from '../table/table-row.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { readCount } from './namespaces.ts';
import type { OdfStyles } from './odf-styles.ts';
import { SkipRules } from './skip-rules.ts';

const MAX_COLUMNS = 16_384;
const MAX_ROWS = 1_048_576;
/** What is repeated more often is said often enough. */
const MAX_REPEATED = 100;
const MAX_BLANKS = 100;

export interface SheetStory {
  startSheet(name: string): void;
  /** A blank row has no cells. */
  addRow(row: TableRow): void;
  /** A row or a cell of the sheet is repeated more than 100 times; the rest is left out. */
  cutRepeats(): void;
}

/**
 * Reads the sheets of a spreadsheet (ISO/IEC 26300-1, 9): cells as the program last showed them, merged ones once.
 * Hidden sheets, comments and drawings are left out. Tables in cells do not exist.
 */
export class SheetReader implements XmlHandler {
  hiddenSheets = 0;

  readonly #styles: OdfStyles;
  readonly #story: SheetStory;
  readonly #skip = new SkipRules();
  #cells: Cell[] = [];
  #column = 0;
  #rowCopies = 1;
  #cell: Attributes | undefined;
  #text = '';
  #isInText = false;

  constructor(styles: OdfStyles, story: SheetStory) {
    this.#styles = styles;
    this.#story = story;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skip.open(name)) return;
    this.#styles.open(name, attributes);
    switch (name) {
      case 'table:table':
        if (this.#styles.isHiddenTable(attributes('table:style-name'))) {
          this.hiddenSheets += 1;
          this.#skip.skip();
        } else this.#story.startSheet(toCanonicalText(attributes('table:name') ?? ''));
        break;
      case 'table:table-row':
        this.#rowCopies = readCount(attributes('table:number-rows-repeated'), MAX_ROWS);
        [this.#cells, this.#column] = [[], 0];
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#cell = attributes;
        this.#text = '';
        break;
      case 'text:p':
        if (this.#text !== '') this.#text += ' ';
        this.#isInText = true;
        break;
      case 'text:s':
        this.#text += ' '.repeat(readCount(attributes('text:c'), MAX_BLANKS));
        break;
      case 'text:tab':
      case 'text:line-break':
        this.#text += ' ';
        break;
    }
  }

  close(name: string): void {
    if (this.#skip.close()) return;
    switch (name) {
      case 'text:p':
        this.#isInText = false;
        break;
      case 'table:table-cell':
        this.#finishCell(true);
        break;
      case 'table:covered-table-cell':
        this.#finishCell(false);
        break;
      case 'table:table-row': {
        const copies = this.#cells.length > 0 ? this.#rowCopies : 1;
        for (let left = this.#capRepeats(copies); left > 0; left -= 1) this.#story.addRow(this.#cells);
        break;
      }
    }
  }

  text(text: string): void {
    if (this.#isInText && !this.#skip.isSkipping) this.#text += text;
  }

  #finishCell(isShown: boolean): void {
    const attributes = this.#cell;
    this.#cell = undefined;
    if (!attributes) return;
    const count = readCount(attributes('table:number-columns-repeated'), MAX_COLUMNS);
    const text = isShown ? flattenCell(toCanonicalText(this.#text || readStoredValue(attributes))) : '';
    if (text !== '') {
      const copies = this.#capRepeats(count);
      for (let index = 0; index < copies; index += 1)
        this.#cells.push({ column: this.#column + index, text });
    }
    this.#column += count;
  }

  #capRepeats(count: number): number {
    if (count > MAX_REPEATED) this.#story.cutRepeats();
    return Math.min(count, MAX_REPEATED);
  }
}

/** The value of a cell without a text, as programs other than office ones write it. */
function readStoredValue(attributes: Attributes): string {
  const value =
    attributes('office:string-value') ??
    attributes('office:date-value') ??
    writeDuration(attributes('office:time-value')) ??
    attributes('office:value') ??
    attributes('office:boolean-value') ??
    '';
  return attributes('office:value-type') === 'percentage' && value !== '' ? writePercentage(value) : value;
}

/** `PT14H30M00S` (ISO 8601) as `14:30`; what is no such time as it is. */
function writeDuration(value: string | undefined): string | undefined {
  const [, hours, minutes, seconds = '00'] =
    /^PT(\d+)H(\d+)M(?:(\d+)(?:[.,]\d+)?S)?$/.exec(value ?? '') ?? [];
  if (hours === undefined || minutes === undefined) return value;
  const parts = [hours, minutes, ...(Number(seconds) === 0 ? [] : [seconds])];
  return parts.map((part) => part.padStart(2, '0')).join(':');
}

function writePercentage(value: string): string {
  const share = Number(value);
  return Number.isFinite(share) ? `${Number((share * 100).toFixed(6))}%` : value;
}
