import { IngestError } from '../../errors.ts';
import { choosePdfTitle } from '../choose-pdf-title.ts';
import type { Block } from '../hangul/block.ts';
import type { PageWriter } from '../hangul/page-writer.ts';
import { NoteMarks } from '../note-marks.ts';
import { CHARACTER_SYMBOLS, CHARACTER_WORDS } from './characters.ts';
import { decodePage, nameCodePage } from './decode-page.ts';
import { readCharacterProperty, readParagraphProperty } from './read-property.ts';
import { createGroup, findDestination, type Group, resetParagraph } from './rtf-group.ts';
import { RtfStory } from './rtf-story.ts';
import type { RtfToken } from './scan-rtf.ts';
import { StyleSheet } from './style-sheet.ts';

/** Word nests some dozens. */
const MAX_DEPTH = 1_000;
/** Characters that stand for themselves behind a backslash. */
const ESCAPED = /^[\\{}]$/;

/** A note or box that is open: its blocks, and the depth of its group. */
interface OpenStory {
  readonly story: RtfStory;
  readonly blocks: Block[];
  readonly depth: number;
  isEndnote: boolean;
}

/** Reads the tokens of RTF (1.9.1) in their order and writes what a reader sees to pages. */
export class RtfReader {
  hasHidden = false;

  readonly #writer: PageWriter;
  readonly #styles = new StyleSheet();
  readonly #notes = new NoteMarks();
  readonly #root: RtfStory;
  readonly #stories: OpenStory[] = [];
  readonly #outer: Group[] = [];
  #group = createGroup();
  #codePage = nameCodePage(1252);
  #defaultFont = 0;
  #bytes: number[] = [];
  /** The group just opened, and `\*` stood in it. */
  #isAtHead = false;
  #isIgnorable = false;
  #charsToSkip = 0;
  #count = 0;
  #title = '';
  #styledTitle: string | null = null;
  #isPageNew = true;
  #isSectionNew = false;
  #isClosed = false;

  constructor(writer: PageWriter) {
    this.#writer = writer;
    this.#root = this.#createStory((blocks, group) => this.#write(blocks, group));
  }

  /** That of the document's properties, else its first paragraph in the style Title. */
  get title(): string | null {
    return choosePdfTitle(this.#title) ?? choosePdfTitle(this.#styledTitle ?? '');
  }

  /** Whether the last group was closed; what follows is no part of the document. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Throws `IngestError` DOCUMENT_TOO_COMPLEX and DOCUMENT_LIMIT_EXCEEDED. */
  read(token: RtfToken): void {
    const isAtHead = this.#isAtHead;
    this.#isAtHead = token.kind === 'open' || (isAtHead && token.kind === 'symbol' && token.char === '*');
    switch (token.kind) {
      case 'open':
        this.#open();
        break;
      case 'close':
        this.#close();
        break;
      case 'text':
        this.#addBytes(token.bytes);
        break;
      case 'byte':
        this.#addByte(token.byte);
        break;
      case 'symbol':
        if (token.char === '*' && isAtHead) this.#isIgnorable = true;
        else this.#readSymbol(token.char);
        break;
      case 'word':
        this.#readWord(token.name, token.value, isAtHead);
    }
  }

  finish(): void {
    this.#flush();
    while (this.#stories.length > 0) this.#endStory();
    this.#root.finish(this.#group);
  }

  get #story(): RtfStory {
    return this.#stories.at(-1)?.story ?? this.#root;
  }

  #createStory(tell: (blocks: readonly Block[], group: Group | null) => void): RtfStory {
    return new RtfStory(
      this.#styles,
      () => {
        this.#count += 1;
        return this.#count;
      },
      tell,
    );
  }

  #open(): void {
    this.#flush();
    this.#charsToSkip = 0;
    this.#isIgnorable = false;
    if (this.#outer.length >= MAX_DEPTH) throw tooDeep();
    this.#outer.push(this.#group);
    this.#group = { ...this.#group };
  }

  #close(): void {
    this.#flush();
    this.#charsToSkip = 0;
    if (this.#stories.at(-1)?.depth === this.#outer.length) this.#endStory();
    const outer = this.#outer.pop();
    if (outer) this.#group = outer;
    this.#isClosed = this.#outer.length === 0;
  }

  #beginStory(isEndnote: boolean): void {
    const blocks: Block[] = [];
    const story = this.#createStory((added) => blocks.push(...added));
    this.#stories.push({ story, blocks, depth: this.#outer.length, isEndnote });
    this.#group.position = null;
    resetParagraph(this.#group);
  }

  /** The note or box becomes part of the paragraph around it. */
  #endStory(): void {
    const kind = this.#group.destination;
    const open = this.#stories.pop();
    const outer = this.#outer.at(-1);
    if (!open || !outer) return;
    open.story.finish(this.#group);
    if (outer.isDeleted || outer.isHidden || open.blocks.length === 0) return;
    if (kind === 'box') this.#story.addBox(open.blocks, outer);
    else this.#story.addNote(this.#notes.next(open.isEndnote ? 'endnote' : 'footnote'), open.blocks, outer);
  }

  #addBytes(bytes: Buffer): void {
    if (this.#group.destination === 'skip') return;
    for (const byte of bytes) if (byte !== 0x0a && byte !== 0x0d && byte !== 0) this.#addByte(byte);
  }

  #addByte(byte: number): void {
    if (this.#charsToSkip > 0) this.#charsToSkip -= 1;
    else if (this.#group.destination !== 'skip') this.#bytes.push(byte);
  }

  /** Decodes what was gathered; to be done before the font or the place changes. */
  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Buffer.from(this.#bytes);
    this.#bytes = [];
    const isAscii = bytes.every((byte) => byte < 0x80);
    const charset = this.#styles.charsetOf(this.#group.font);
    this.#addText(isAscii ? bytes.toString('latin1') : decodePage(bytes, charset, this.#codePage));
  }

  #addText(text: string): void {
    const { destination, isHidden, isDeleted } = this.#group;
    if (destination === 'styles') this.#styles.readStyleText(text);
    else if (destination === 'title') this.#title += text;
    else if (destination === 'label') this.#story.addLabel(text);
    else if (isHidden && !isDeleted && isShown(destination)) this.hasHidden ||= text.trim() !== '';
    else if (!isDeleted && isShown(destination)) this.#story.addText(text, this.#group);
  }

  #readSymbol(char: string): void {
    if (ESCAPED.test(char)) {
      this.#addByte(char.charCodeAt(0));
      return;
    }
    if (this.#skipOne()) return;
    this.#flush();
    const text = CHARACTER_SYMBOLS.get(char);
    if (text !== undefined) this.#addText(text);
    // A backslash at a line end is a paragraph's end.
    else if (char === '\n' || char === '\r') this.#endParagraph();
  }

  #skipOne(): boolean {
    if (this.#charsToSkip === 0) return false;
    this.#charsToSkip -= 1;
    return true;
  }

  #readWord(name: string, value: number | null, isAtHead: boolean): void {
    if (this.#skipOne()) return;
    this.#flush();
    const group = this.#group;
    if (isAtHead) {
      const destination = group.destination === 'skip' ? 'skip' : findDestination(name, this.#isIgnorable);
      this.#isIgnorable = false;
      if (destination !== undefined) {
        if (destination !== 'title' || group.destination === 'info') group.destination = destination;
        if (destination === 'note' || destination === 'box') this.#beginStory(false);
        return;
      }
    }
    if (group.destination === 'skip') return;
    if (group.destination === 'fonts') this.#styles.readFontWord(name, value);
    else if (group.destination === 'styles') this.#styles.readStyleWord(name, value);
    else this.#readTextWord(name, value, group);
  }

  #readTextWord(name: string, value: number | null, group: Group): void {
    const char = CHARACTER_WORDS.get(name);
    if (char !== undefined) {
      this.#addText(char);
      return;
    }
    switch (name) {
      case 'u':
        this.#addText(String.fromCharCode((value ?? 0) & 0xffff));
        this.#charsToSkip = group.fallbackChars;
        break;
      case 'ansicpg':
        this.#codePage = nameCodePage(value ?? 1252);
        break;
      case 'mac':
        this.#codePage = nameCodePage(10_000);
        break;
      case 'pc':
        this.#codePage = nameCodePage(437);
        break;
      case 'pca':
        this.#codePage = nameCodePage(850);
        break;
      case 'deff':
        this.#defaultFont = value ?? 0;
        group.font = this.#defaultFont;
        break;
      case 'ftnalt': {
        const open = this.#stories.at(-1);
        if (open) open.isEndnote = true;
        break;
      }
      default:
        readCharacterProperty(group, name, value, this.#defaultFont);
        // Labels have paragraph properties of their own, which say nothing about the paragraph behind.
        if (group.destination === 'label') break;
        readParagraphProperty(group, name, value);
        this.#readBreak(name, group);
    }
  }

  #readBreak(name: string, group: Group): void {
    switch (name) {
      case 'par':
        this.#endParagraph();
        break;
      case 'cell':
        this.#story.endCell({ ...group, tableLevel: 1 });
        break;
      case 'nestcell':
        this.#story.endCell(group);
        break;
      case 'row':
        this.#story.endRow({ ...group, tableLevel: 1 });
        break;
      case 'nestrow':
        this.#story.endRow(group);
        break;
      case 'page':
        this.#story.breakParagraph(group);
        if (this.#stories.length === 0 && group.tableLevel === 0) this.#breakPage();
        break;
      case 'sect':
        this.#endParagraph();
        this.#isSectionNew = true;
        break;
      case 'sbknone':
      case 'sbkcol':
        this.#isSectionNew = false;
        break;
    }
  }

  #endParagraph(): void {
    // The end of a deleted or hidden paragraph joins what is around it.
    if (!this.#group.isDeleted && !this.#group.isHidden) this.#story.endParagraph(this.#group);
  }

  #write(blocks: readonly Block[], group: Group | null): void {
    if ((this.#isSectionNew || group?.breaksBefore === true) && !this.#isPageNew) this.#breakPage();
    this.#isSectionNew = false;
    if (group !== null && this.#styles.isTitle(group.style)) this.#styledTitle ??= blocks[0]?.text ?? null;
    this.#writer.addBlocks(blocks);
    this.#isPageNew = false;
  }

  #breakPage(): void {
    this.#writer.breakPage();
    this.#isPageNew = true;
    this.#isSectionNew = false;
  }
}

function isShown(destination: Group['destination']): boolean {
  return destination === 'text' || destination === 'note' || destination === 'box';
}

function tooDeep(): IngestError {
  const hint = 'Open the document in a word processor, save it anew and send that.';
  const message = `The document is too complex: its groups are nested more than ${MAX_DEPTH} deep.`;
  return new IngestError('DOCUMENT_TOO_COMPLEX', message, hint);
}
