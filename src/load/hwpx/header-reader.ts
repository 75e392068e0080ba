import { NUMBER_SHAPES } from '../hangul/format-hangul-number.ts';
import {
  type HangulStyles,
  type NumberingLevel,
  type ParagraphHead,
  readOutlineLevel,
} from '../hangul/hangul-styles.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { readNumber } from './namespaces.ts';

const HEAD_KINDS: ReadonlyMap<string | undefined, ParagraphHead['kind']> = new Map([
  ['OUTLINE', 'outline'],
  ['NUMBER', 'number'],
  ['BULLET', 'bullet'],
]);

/** Gathers what paragraphs refer to from `header.xml` (KS X 6101, 9). */
export class HeaderReader implements XmlHandler {
  readonly #heads = new Map<number, ParagraphHead>();
  readonly #outlineStyles = new Map<number, number>();
  readonly #numberings = new Map<number, NumberingLevel[]>();
  readonly #bullets = new Map<number, string>();
  #shapeId = 0;
  #levels: NumberingLevel[] | undefined;
  #level: { index: number; format: string; attributes: Attributes } | undefined;

  get styles(): HangulStyles {
    return {
      heads: this.#heads,
      outlineStyles: this.#outlineStyles,
      numberings: this.#numberings,
      bullets: this.#bullets,
    };
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'hh:paraPr':
        this.#shapeId = readNumber(attributes('id'));
        break;
      case 'hh:heading':
        this.#readHead(attributes);
        break;
      case 'hh:numbering':
        this.#levels = [];
        this.#numberings.set(readNumber(attributes('id')), this.#levels);
        break;
      case 'hh:paraHead':
        this.#level = { index: readNumber(attributes('level')) - 1, format: '', attributes };
        break;
      case 'hh:bullet':
        this.#bullets.set(readNumber(attributes('id')), attributes('char') ?? '');
        break;
      case 'hh:style': {
        const level = readOutlineLevel([attributes('name') ?? '', attributes('engName') ?? '']);
        if (level !== undefined) this.#outlineStyles.set(readNumber(attributes('id')), level);
        break;
      }
    }
  }

  close(name: string): void {
    if (name === 'hh:numbering') this.#levels = undefined;
    if (name !== 'hh:paraHead') return;
    const level = this.#level;
    this.#level = undefined;
    // A bullet has a head of level 0, which says nothing.
    if (!level || !this.#levels || level.index !== this.#levels.length) return;
    const shape = NUMBER_SHAPES.find((known) => known === level.attributes('numFormat')) ?? 'DIGIT';
    this.#levels.push({ format: level.format, shape, start: readNumber(level.attributes('start')) || 1 });
  }

  text(text: string): void {
    if (this.#level) this.#level.format += text;
  }

  #readHead(attributes: Attributes): void {
    const kind = HEAD_KINDS.get(attributes('type'));
    if (!kind) return;
    const head = {
      kind,
      level: readNumber(attributes('level')) + 1,
      listId: readNumber(attributes('idRef')),
    };
    this.#heads.set(this.#shapeId, head);
  }
}
