import { PartStack } from './part-stack.ts';
import { type RaisedPosition, type RaisedText, writeRaised } from './raised-text.ts';
import type { ParagraphProperties } from './read-styles.ts';
import type { ResolvedParagraph } from './resolve-paragraph.ts';
import type { Block } from './story.ts';

/** Soft hyphen, zero width space and zero width no-break space: they would stay in words, which are not found then. */
const INVISIBLE = /[\u00AD\u200B\uFEFF]/g;

/** A paragraph while it is read. */
export class Paragraph {
  own: ParagraphProperties = {};
  styleId: string | undefined;
  /** Known from its first content on: properties come before. */
  resolved: ResolvedParagraph | undefined;
  notes: string[] = [];
  /** Blocks of text boxes anchored here. */
  boxes: Block[] = [];
  /** A part of it stands on an earlier page. */
  isContinued = false;
  /** Its list number was counted. */
  isCounted = false;
  /** Its end was deleted with changes tracked: the next paragraph goes on in it. */
  isMarkDeleted = false;
  /** How the section begins whose last paragraph this is. */
  sectionStart: string | undefined;

  /** Since the last page break. */
  readonly #parts = new PartStack();
  #raised: Omit<RaisedText, 'text'> | null = null;
  #endsInBlank = false;

  /** `position`: of superscripts and subscripts, else null. */
  add(text: string, position: RaisedPosition | null = null, isLinked = false): void {
    if (text === '') return;
    if (this.#raised && this.#raised.position !== position) this.#endRaised(position === null ? text : '');
    if (position !== null && !this.#raised) {
      this.#parts.open();
      this.#raised = { position, isLinked };
    }
    this.#parts.add(text);
  }

  /** What is added from here on can be taken out again by `closePart`. */
  openPart(): void {
    this.#endRaised('');
    this.#parts.open();
  }

  closePart(): string {
    this.#endRaised('');
    return this.#parts.close();
  }

  /** The last character or two of the text so far. */
  get tail(): string {
    return this.#parts.tail;
  }

  /** The text so far, without invisible characters and blanks at line ends, and begins anew. */
  takeText(): { readonly text: string; readonly joint: Block['joint'] } {
    this.#endRaised('');
    const taken = this.#parts.takeAll().replace(INVISIBLE, '');
    const lines = taken.split('\n').map((line) => line.trimEnd());
    const isApart = this.#endsInBlank || /^\s/.test(taken);
    if (taken !== '') this.#endsInBlank = /\s$/.test(taken);
    return { text: lines.join('\n').trim(), joint: this.isContinued ? (isApart ? ' ' : '') : null };
  }

  /** Goes on as the next paragraph, whose properties count. */
  goOn(): void {
    this.own = {};
    this.styleId = undefined;
    this.resolved = undefined;
    this.isMarkDeleted = false;
  }

  #endRaised(after: string): void {
    if (!this.#raised) return;
    const text = this.#parts.close();
    this.#parts.add(writeRaised({ ...this.#raised, text }, this.#parts.tail, after));
    this.#raised = null;
  }
}
