import { toCanonicalText } from '../canonical-text.ts';
import { isOn, readInteger } from '../ooxml/namespaces.ts';
import { ParagraphReader } from '../pptx/paragraph-reader.ts';
import { flattenCell } from '../table/table-row.ts';
import { formatNumber } from '../xlsx/format-number.ts';
import { GENERAL, type NumberFormat, parseNumberFormat } from '../xlsx/number-format.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';

/** A series with its cached texts by the index of their points. */
export interface Series {
  name: string;
  readonly categories: Map<number, string>;
  readonly values: Map<number, string>;
}

/** What the elements of a series hold: its name, its categories, its values. */
const ROLES: Readonly<Record<string, keyof Series>> = {
  'c:tx': 'name',
  'c:cat': 'categories',
  'c:xVal': 'categories',
  'c:val': 'values',
  'c:yVal': 'values',
};

/** Reads a chart part: the titles of the chart and its axes, and the series as they were last calculated. */
export class ChartReader implements XmlHandler {
  readonly titles: string[] = [];
  readonly series: Series[] = [];

  readonly #paragraphs = new ParagraphReader();
  #current: Series | null = null;
  #role: keyof Series | null = null;
  #isInTitle = false;
  #isNumber = false;
  #format: NumberFormat = GENERAL;
  #countsFrom1904 = false;
  #index = 0;
  /** Text of `c:v` or `c:formatCode` while it is read. */
  #text: string | null = null;

  open(name: string, attributes: Attributes): void {
    this.#paragraphs.open(name, attributes);
    if (this.#current) this.#role = ROLES[name] ?? this.#role;
    switch (name) {
      case 'c:date1904':
        this.#countsFrom1904 = isOn(attributes('val'));
        break;
      case 'c:title':
        this.#isInTitle = true;
        break;
      case 'c:ser':
        this.#current = { name: '', categories: new Map(), values: new Map() };
        this.series.push(this.#current);
        break;
      case 'c:numCache':
      case 'c:numLit':
        this.#isNumber = true;
        this.#format = GENERAL;
        break;
      case 'c:pt':
        this.#index = readInteger(attributes('idx')) ?? 0;
        break;
      case 'c:v':
      case 'c:formatCode':
        this.#text = '';
        break;
    }
  }

  close(name: string): void {
    this.#paragraphs.close(name);
    if (name in ROLES) this.#role = null;
    if (name === 'c:ser') this.#current = null;
    if (name === 'c:numCache' || name === 'c:numLit') this.#isNumber = false;
    if (name === 'c:formatCode') this.#format = parseNumberFormat(this.#text ?? '');
    if (name === 'c:v') this.#addPoint(flattenCell(toCanonicalText(this.#text ?? '')));
    if (name === 'c:v' || name === 'c:formatCode') this.#text = null;
    if (name === 'c:title') this.#isInTitle = false;
    if (name === 'c:rich') this.#addTitle(this.#paragraphs.take().map(({ text }) => text));
  }

  text(text: string): void {
    this.#paragraphs.text(text);
    if (this.#text !== null) this.#text += text;
  }

  #addPoint(source: string): void {
    const text = this.#isNumber ? this.#formatPoint(source) : source;
    if (text === '') return;
    if (this.#isInTitle) this.titles.push(text);
    if (!this.#current || this.#role === null) return;
    if (this.#role === 'name') {
      this.#current.name = [this.#current.name, text].filter((part) => part !== '').join(' ');
      return;
    }
    const points = this.#current[this.#role];
    const inner = points.get(this.#index);
    // Of categories in levels the innermost comes first.
    points.set(this.#index, inner === undefined ? text : `${text} ${inner}`);
  }

  #formatPoint(source: string): string {
    const number = Number(source);
    if (source === '' || !Number.isFinite(number)) return '';
    return formatNumber(number, this.#format, this.#countsFrom1904);
  }

  #addTitle(lines: readonly string[]): void {
    if (this.#isInTitle && lines.length > 0) this.titles.push(flattenCell(lines.join(' ')));
  }
}
