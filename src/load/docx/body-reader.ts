import { isOn } from '../ooxml/namespaces.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { FieldStack } from './field-stack.ts';
import { MathWriter } from './math-writer.ts';
import { type BodyServices, ParagraphWriter } from './paragraph-writer.ts';
import { readParagraphProperty, readPosition } from './read-styles.ts';
import { readRunChild } from './run-text.ts';
import { SkipRules } from './skip-rules.ts';
import type { PageBreak } from './story.ts';
import { TableReader } from './table-reader.ts';
import { Cell } from './table-row.ts';

/**
 * Reads the elements of a WordprocessingML part (ISO/IEC 29500-1, 17) and tells its blocks and page breaks to a story
 * in reading order. Text boxes come after the paragraph they are anchored in.
 */
export class BodyReader implements XmlHandler {
  /** Whether a `w:body` was there: it is a Word document. */
  hasBody = false;
  /** Whether another file was to be shown in its place. */
  hasAltChunk = false;

  readonly #services: BodyServices;
  readonly #path: string[] = [];
  readonly #skip = new SkipRules();
  readonly #fields = new FieldStack();
  readonly #math = new MathWriter();
  readonly #writer: ParagraphWriter;
  readonly #tables: TableReader;
  /** Whether text on the line was read since a link or field began. */
  #hasPlainText = false;
  #keepsSpace = false;
  #sectionStart = 'nextPage';

  constructor(services: BodyServices) {
    this.#services = services;
    this.#writer = new ParagraphWriter(services);
    this.#tables = new TableReader(services.story);
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1) ?? '';
    if (this.#skip.open(name, parent, attributes)) return;
    this.#path.push(name);
    const { paragraph } = this.#writer;
    if (name.startsWith('m:')) {
      if (paragraph) this.#math.open(name, parent, attributes, paragraph);
    } else if (parent === 'w:r') this.#readRunChild(name, attributes);
    else this.#readProperty(name, parent, attributes);
    this.#openContainer(name, attributes);
  }

  close(name: string): void {
    if (this.#skip.close(name)) return;
    this.#path.pop();
    const parent = this.#path.at(-1) ?? '';
    const { paragraph } = this.#writer;
    if (paragraph && name.startsWith('m:')) this.#math.close(name, parent, paragraph);
    switch (name) {
      case 'w:p':
        this.#fields.endParagraph();
        this.#writer.closeParagraph();
        break;
      case 'w:r':
        this.#writer.closeRun();
        break;
      case 'w:tr':
        this.#tables.finishRow(this.#writer.story);
        break;
      case 'w:tbl':
        this.#tables.closeTable();
        break;
      case 'w:tc':
      case 'w:txbxContent':
        this.#writer.closeStory();
        break;
      case 'w:body':
      case 'w:footnote':
      case 'w:endnote':
        this.#writer.settle();
        break;
      case 'w:sectPr':
        if (parent === 'w:pPr' && paragraph) paragraph.sectionStart = this.#sectionStart;
        else this.#services.story.endSection?.(this.#sectionStart);
        break;
    }
  }

  text(text: string): void {
    if (this.#skip.isSkipping) return;
    const name = this.#path.at(-1);
    if (name !== 'w:t' && name !== 'm:t') return;
    // Without `xml:space` the blanks at the ends are the file's, not the author's.
    const shown = this.#keepsSpace || name === 'm:t' ? text : text.trim();
    this.#addText(shown.replace(/[\t\n\r]+/g, ' '));
  }

  #openContainer(name: string, attributes: Attributes): void {
    switch (name) {
      case 'w:body':
        this.hasBody = true;
        break;
      case 'w:altChunk':
        this.hasAltChunk = true;
        break;
      case 'w:p':
        this.#writer.openParagraph();
        break;
      case 'w:r':
        this.#writer.openRun();
        break;
      case 'w:hyperlink':
      case 'w:fldSimple':
        this.#hasPlainText = false;
        break;
      case 'w:t':
        this.#keepsSpace = attributes('xml:space') === 'preserve';
        break;
      case 'w:tbl':
        this.#writer.settle();
        this.#tables.openTable();
        break;
      case 'w:tr':
        this.#tables.openRow();
        break;
      case 'w:tc':
        this.#writer.openStory(this.#tables.openCell());
        break;
      case 'w:txbxContent': {
        const boxes = this.#writer.paragraph?.boxes ?? [];
        this.#writer.openStory({ isPaged: false, addBlock: (block) => boxes.push(block), breakPage() {} });
        break;
      }
      case 'w:sectPr':
        if (this.#path.at(-2) === 'w:body') this.#writer.settle();
        this.#sectionStart = 'nextPage';
        break;
      case 'w:type':
        if (this.#path.at(-2) === 'w:sectPr') this.#sectionStart = attributes('w:val') ?? 'nextPage';
        break;
    }
  }

  #readProperty(name: string, parent: string, attributes: Attributes): void {
    const { paragraph, story } = this.#writer;
    if (parent === 'w:rPr') this.#readRunProperty(name, attributes);
    else if (parent === 'w:trPr') this.#tables.readRowProperty(name, attributes);
    else if (parent === 'w:tcPr') {
      if (story instanceof Cell) this.#tables.readCellProperty(story, name, attributes);
    } else if (paragraph && (parent === 'w:pPr' || parent === 'w:numPr')) {
      if (name === 'w:pStyle') paragraph.styleId = attributes('w:val');
      else readParagraphProperty(paragraph.own, name, attributes);
    }
  }

  #readRunProperty(name: string, attributes: Attributes): void {
    const { paragraph, run } = this.#writer;
    const owner = this.#path.at(-3);
    if (owner === 'w:pPr' && name === 'w:del' && paragraph) paragraph.isMarkDeleted = true;
    if (owner !== 'w:r' || !run) return;
    if (name === 'w:vanish') run.isHidden = isOn(attributes('w:val'));
    else if (name === 'w:vertAlign') run.position = readPosition(attributes);
    else if (name === 'w:rStyle') run.styleId = attributes('w:val');
  }

  #readRunChild(name: string, attributes: Attributes): void {
    if (name === 'w:fldChar') {
      this.#fields.read(attributes('w:fldCharType'));
      this.#hasPlainText = false;
    } else if (name === 'w:lastRenderedPageBreak') this.#breakPage('rendered');
    else if (name === 'w:br' && attributes('w:type') === 'page') this.#breakPage('stored');
    else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') {
      this.#skip.noteText();
      if (!this.#fields.isInInstruction)
        this.#writer.refer(name === 'w:footnoteReference' ? 'footnote' : 'endnote', attributes);
    } else this.#addText(readRunChild(name, attributes));
  }

  #breakPage(kind: PageBreak): void {
    this.#skip.noteText();
    this.#writer.breakPage(kind);
  }

  #addText(text: string): void {
    if (text === '' || this.#fields.isInInstruction || this.#skip.isInUnfilledForm) return;
    this.#skip.noteText();
    const isInLink =
      this.#fields.isInResult || this.#path.includes('w:hyperlink') || this.#path.includes('w:fldSimple');
    this.#writer.addText(text, isInLink && !this.#hasPlainText);
    if (this.#writer.readPosition() === null) this.#hasPlainText = true;
  }
}
