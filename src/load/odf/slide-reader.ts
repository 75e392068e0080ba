import type { Block } from '../hangul/block.ts';
import type { PageWriter } from '../hangul/page-writer.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import type { OdfStyles } from './odf-styles.ts';
import { TextReader } from './text-reader.ts';

/** The same on every slide, or a picture of the slide above its notes. */
const FURNITURE = /^(?:header|footer|date-time|page-number|page)$/;

interface Slide {
  readonly titles: Block[];
  readonly blocks: Block[];
  readonly notes: Block[];
}

/** Reads slides (ISO/IEC 26300-1, 10): the title, the other texts in the order of the file, the notes; a page each. */
export class SlideReader implements XmlHandler {
  readonly #writer: PageWriter;
  readonly #text: TextReader;
  #slide: Slide = { titles: [], blocks: [], notes: [] };
  /** Classes of the open shapes, '' for those without. */
  readonly #classes: string[] = [];
  #isInNotes = false;

  constructor(styles: OdfStyles, writer: PageWriter) {
    this.#writer = writer;
    this.#text = new TextReader(styles, { addBlocks: (blocks) => this.#addBlocks(blocks), breakPage() {} });
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'draw:page') this.#slide = { titles: [], blocks: [], notes: [] };
    if (name === 'presentation:notes') this.#isInNotes = true;
    if (name.startsWith('draw:')) this.#classes.push(attributes('presentation:class') ?? '');
    this.#text.open(name, attributes);
  }

  close(name: string): void {
    this.#text.close(name);
    if (name.startsWith('draw:')) this.#classes.pop();
    if (name === 'presentation:notes') this.#isInNotes = false;
    if (name === 'draw:page') this.#finishSlide();
  }

  text(text: string): void {
    this.#text.text(text);
  }

  #addBlocks(blocks: readonly Block[]): void {
    if (this.#classes.some((name) => FURNITURE.test(name))) return;
    const isTitle = this.#classes.includes('title');
    const target = this.#isInNotes ? 'notes' : isTitle ? 'titles' : 'blocks';
    this.#slide[target].push(...blocks);
  }

  #finishSlide(): void {
    const { titles, blocks, notes } = this.#slide;
    this.#writer.breakPage();
    this.#writer.addBlocks(titles.map((block) => ({ ...block, headingLevel: 1, table: null })));
    this.#writer.addBlocks(blocks);
    this.#writer.addBlocks(notes);
  }
}
