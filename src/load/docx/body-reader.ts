import { toCanonicalText } from '../canonical-text.ts';
import { isOn } from '../ooxml/namespaces.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { FieldStack } from './field-stack.ts';
import type { ListCounter } from './list-counter.ts';
import { MathWriter } from './math-writer.ts';
import type { NoteBook, NoteKind } from './note-book.ts';
import { Paragraph } from './paragraph.ts';
import { readParagraphProperty, type StyleSheet } from './read-styles.ts';
import { type ResolvedParagraph, resolveParagraph } from './resolve-paragraph.ts';
import { readRunChild } from './run-text.ts';
import { SkipRules } from './skip-rules.ts';
import type { Block, PageBreak, Story } from './story.ts';
import { Cell, TableRow } from './table-row.ts';

/** The story of the whole part. */
export interface RootStory extends Story {
  /** Hidden text was left out here. */
  markHidden(): void;
  /** The section ends here; `start` is how it began: `continuous`, `nextPage` and so on. */
  endSection?(start: string): void;
}

export interface BodyServices {
  readonly styles: StyleSheet;
  readonly lists: ListCounter;
  readonly notes: NoteBook;
  readonly story: RootStory;
}

interface Run {
  isHidden: boolean | undefined;
  styleId: string | undefined;
}

interface Table {
  readonly number: number;
  row: TableRow | undefined;
}

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
  readonly #stories: Story[];
  readonly #paragraphs: Paragraph[] = [];
  readonly #runs: Run[] = [];
  readonly #tables: Table[] = [];
  #tableCount = 0;
  #keepsSpace = false;
  #sectionStart = 'nextPage';

  constructor(services: BodyServices) {
    this.#services = services;
    this.#stories = [services.story];
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1) ?? '';
    if (this.#skip.open(name, parent)) return;
    this.#path.push(name);
    const paragraph = this.#paragraphs.at(-1);
    if (parent === 'w:pPr' || parent === 'w:numPr') {
      if (paragraph) this.#readOwnProperty(paragraph, name, attributes);
    } else if (parent === 'w:rPr' || parent === 'w:trPr' || parent === 'w:tcPr') {
      this.#readOtherProperty(name, parent, attributes);
    } else if (parent === 'w:r' && paragraph) {
      this.#readRunChild(paragraph, name, attributes);
    } else if (paragraph && name.startsWith('m:')) {
      this.#math.open(name, parent, attributes, paragraph);
    }
    this.#openContainer(name, attributes);
  }

  close(name: string): void {
    if (this.#skip.close(name)) return;
    this.#path.pop();
    const parent = this.#path.at(-1) ?? '';
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph && name.startsWith('m:')) this.#math.close(name, parent, paragraph);
    switch (name) {
      case 'w:p':
        this.#paragraphs.pop();
        if (paragraph) this.#finishParagraph(paragraph);
        break;
      case 'w:r':
        this.#runs.pop();
        break;
      case 'w:tr':
        this.#finishRow();
        break;
      case 'w:tbl':
        this.#tables.pop();
        break;
      case 'w:tc':
      case 'w:txbxContent':
        this.#stories.pop();
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

  get #story(): Story {
    return this.#stories.at(-1) ?? this.#services.story;
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
        this.#paragraphs.push(new Paragraph());
        break;
      case 'w:r':
        this.#runs.push({ isHidden: undefined, styleId: undefined });
        break;
      case 'w:t':
        this.#keepsSpace = attributes('xml:space') === 'preserve';
        break;
      case 'w:tbl':
        this.#tableCount += 1;
        this.#tables.push({ number: this.#tableCount, row: undefined });
        break;
      case 'w:tr': {
        const table = this.#tables.at(-1);
        if (table) table.row = new TableRow();
        break;
      }
      case 'w:tc': {
        const cell = new Cell();
        this.#tables.at(-1)?.row?.cells.push(cell);
        this.#stories.push(cell);
        break;
      }
      case 'w:txbxContent': {
        const boxes = this.#paragraphs.at(-1)?.boxes ?? [];
        this.#stories.push({ isPaged: false, addBlock: (block) => boxes.push(block), breakPage() {} });
        break;
      }
      case 'w:sectPr':
        this.#sectionStart = 'nextPage';
        break;
      case 'w:type':
        if (this.#path.at(-2) === 'w:sectPr') this.#sectionStart = attributes('w:val') ?? 'nextPage';
        break;
    }
  }

  #readOwnProperty(paragraph: Paragraph, name: string, attributes: Attributes): void {
    if (name === 'w:pStyle') paragraph.styleId = attributes('w:val');
    else readParagraphProperty(paragraph.own, name, attributes);
  }

  #readOtherProperty(name: string, parent: string, attributes: Attributes): void {
    const owner = this.#path.at(-3);
    const run = owner === 'w:r' ? this.#runs.at(-1) : undefined;
    const row = this.#tables.at(-1)?.row;
    const cell = this.#story;
    if (name === 'w:vanish' && run) run.isHidden = isOn(attributes('w:val'));
    else if (name === 'w:rStyle' && run) run.styleId = attributes('w:val');
    else if (name === 'w:del' && parent === 'w:rPr') {
      const paragraph = owner === 'w:pPr' ? this.#paragraphs.at(-1) : undefined;
      if (paragraph) paragraph.isMarkDeleted = true;
    } else if (name === 'w:del' && row) row.isDropped = true;
    else if (name === 'w:gridBefore' && row) row.cells.push(new Cell());
    else if (name === 'w:hidden' && parent === 'w:trPr' && row && isOn(attributes('w:val'))) {
      row.isDropped = true;
      this.#services.story.markHidden();
    } else if ((name === 'w:vMerge' || name === 'w:hMerge') && cell instanceof Cell)
      cell.isMerged = attributes('w:val') !== 'restart';
  }

  #readRunChild(paragraph: Paragraph, name: string, attributes: Attributes): void {
    if (name === 'w:fldChar') this.#fields.read(attributes('w:fldCharType'));
    else if (name === 'w:lastRenderedPageBreak') this.#breakPage(paragraph, 'rendered');
    else if (name === 'w:br' && attributes('w:type') === 'page') this.#breakPage(paragraph, 'stored');
    else if (name === 'w:footnoteReference') this.#refer(paragraph, 'footnote', attributes);
    else if (name === 'w:endnoteReference') this.#refer(paragraph, 'endnote', attributes);
    else this.#addText(readRunChild(name, attributes));
  }

  #refer(paragraph: Paragraph, kind: NoteKind, attributes: Attributes): void {
    if (this.#fields.isInInstruction || this.#isHidden(paragraph)) return;
    const ownMark = attributes('w:customMarkFollows');
    const note = this.#services.notes.refer(
      kind,
      attributes('w:id') ?? '',
      ownMark !== undefined && isOn(ownMark),
    );
    if (!note) return;
    this.#addText(note.mark);
    paragraph.notes.push(note.line);
  }

  #addText(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph || text === '' || this.#fields.isInInstruction) return;
    this.#resolve(paragraph);
    if (!this.#isHidden(paragraph)) paragraph.text += text;
    else if (text.trim() !== '') this.#services.story.markHidden();
  }

  #isHidden(paragraph: Paragraph): boolean {
    const run = this.#runs.at(-1);
    const byStyle = run?.styleId === undefined ? undefined : this.#services.styles.isHidden(run.styleId);
    return run?.isHidden ?? byStyle ?? this.#resolve(paragraph).isHidden;
  }

  /** Settles what the paragraph is, once its properties are over. */
  #resolve(paragraph: Paragraph): ResolvedParagraph {
    if (!paragraph.resolved) {
      const { styles, lists } = this.#services;
      paragraph.resolved = resolveParagraph(paragraph.own, paragraph.styleId, styles, lists);
      if (paragraph.resolved.startsPage) this.#story.breakPage('before', false);
    }
    return paragraph.resolved;
  }

  #breakPage(paragraph: Paragraph, kind: PageBreak): void {
    this.#resolve(paragraph);
    if (this.#story.isPaged) this.#flush(paragraph);
    this.#story.breakPage(kind, paragraph.hasText);
  }

  /** Hands on what the paragraph holds by now. */
  #flush(paragraph: Paragraph): void {
    const { headingLevel, isTitle, place } = this.#resolve(paragraph);
    const text = paragraph.takeText();
    if (text !== '') {
      const label = this.#takeLabel(paragraph);
      this.#story.addBlock({
        text: toCanonicalText(label + text),
        kind: place === null ? 'paragraph' : 'item',
        headingLevel: paragraph.isContinued ? null : headingLevel,
        isTitle,
        notes: paragraph.notes,
        table: null,
      });
      paragraph.isContinued = true;
      paragraph.notes = [];
    }
    for (const box of paragraph.boxes.splice(0) satisfies Block[]) this.#story.addBlock(box);
  }

  /** The list number before its first words, '' from then on. */
  #takeLabel(paragraph: Paragraph): string {
    const { place } = this.#resolve(paragraph);
    if (place === null || paragraph.isCounted) return '';
    paragraph.isCounted = true;
    return this.#services.lists.next(place);
  }

  #finishParagraph(paragraph: Paragraph): void {
    this.#fields.endParagraph();
    this.#flush(paragraph);
    // An empty item has a number too.
    if (!paragraph.isMarkDeleted) this.#takeLabel(paragraph);
    if (paragraph.sectionStart !== undefined) this.#services.story.endSection?.(paragraph.sectionStart);
  }

  #finishRow(): void {
    const table = this.#tables.at(-1);
    table?.row?.addTo(this.#story, table.number, this.#tables.length > 1);
    if (table) table.row = undefined;
  }
}
