import type { LoadLimits } from '../../domain/load.ts';
import { joinTableRow } from '../join-table-row.ts';
import { limitExceeded } from '../load-limits.ts';
import { AlternativeFilter } from '../ooxml/alternative-filter.ts';
import { isOn } from '../ooxml/namespaces.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { chooseAltText } from './choose-alt-text.ts';
import { ParagraphReader } from './paragraph-reader.ts';
import { createShape, type Shape } from './shape.ts';
import { writeParagraphs } from './write-paragraphs.ts';

const SHAPES = new Set(['p:sp', 'p:cxnSp', 'p:pic', 'p:graphicFrame', 'p:grpSp']);

/** Reads the shapes of a slide, a layout or the notes of a slide. Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED. */
export class SlideReader implements XmlHandler {
  /** `p:sld`, for example; '' before the first element. */
  root = '';
  isHidden = false;
  readonly shapes: Shape[] = [];

  readonly #limits: LoadLimits;
  readonly #filter = new AlternativeFilter();
  readonly #paragraphs = new ParagraphReader();
  /** The shape being read and the groups around it. */
  readonly #open: Shape[] = [];
  #offset = { left: 0, top: 0 };
  #row: string[] | null = null;
  #rows: string[] = [];
  #chars = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#filter.open(name)) return;
    if (this.root === '') {
      this.root = name;
      this.isHidden = !isOn(attributes('show'));
    }
    if (SHAPES.has(name)) this.#startShape();
    const shape = this.#open.at(-1);
    if (shape) this.#describe(shape, name, attributes);
    this.#paragraphs.open(name, attributes);
  }

  close(name: string): void {
    if (this.#filter.close(name)) return;
    this.#paragraphs.close(name);
    if (name === 'a:tc') this.#row?.push(this.#takeCell());
    else if (name === 'a:tr') this.#finishRow();
    else if (SHAPES.has(name)) this.#finishShape();
  }

  text(text: string): void {
    if (this.#filter.isSkipping) return;
    this.#chars += text.length;
    if (this.#chars > this.#limits.maxTextBytes)
      throw limitExceeded('bytes of text', this.#limits.maxTextBytes);
    this.#paragraphs.text(text);
  }

  #startShape(): void {
    const shape = createShape();
    (this.#open.at(-1)?.children ?? this.shapes).push(shape);
    this.#open.push(shape);
    this.#rows = [];
  }

  #describe(shape: Shape, name: string, attributes: Attributes): void {
    switch (name) {
      case 'p:cNvPr':
        shape.isHidden = isOn(attributes('hidden') ?? '0');
        shape.alternativeText = chooseAltText(attributes('descr') ?? '');
        break;
      case 'p:pic':
        shape.isPicture = true;
        break;
      case 'p:ph':
        shape.placeholder = { type: attributes('type') ?? 'obj', index: attributes('idx') };
        break;
      case 'a:off':
        this.#offset = { left: readNumber(attributes('x')), top: readNumber(attributes('y')) };
        break;
      case 'a:ext':
        // Extensions have the same name, but no size.
        if (attributes('cy') !== undefined)
          shape.place ??= { ...this.#offset, height: readNumber(attributes('cy')) };
        break;
      case 'a:tr':
        this.#row = [];
        break;
      case 'c:chart':
        shape.reference = attributes('r:id') ?? null;
        break;
      case 'dgm:relIds':
        shape.reference = attributes('r:dm') ?? null;
        break;
    }
  }

  #takeCell(): string {
    return this.#paragraphs
      .take()
      .map(({ text }) => text)
      .join(' ');
  }

  #finishRow(): void {
    const line = joinTableRow(this.#row ?? []);
    if (line !== '') this.#rows.push(line);
    this.#row = null;
  }

  #finishShape(): void {
    const shape = this.#open.pop();
    if (!shape) return;
    const isList = shape.placeholder?.type === 'obj';
    const paragraphs = this.#paragraphs.take();
    // One paragraph alone is a sentence, also where the layout makes it an item.
    const text = writeParagraphs(paragraphs, isList && paragraphs.length > 1);
    shape.text = [text, ...this.#rows].filter((part) => part !== '').join('\n');
    this.#rows = [];
    if (shape.isPicture && shape.text === '') shape.text = shape.alternativeText;
  }
}

function readNumber(value: string | undefined): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}
