import { toCanonicalText } from '../canonical-text.ts';
import { readInteger } from '../ooxml/namespaces.ts';
import type { Attributes } from '../xml/xml-parser.ts';

export interface Paragraph {
  /** Canonical and not blank; lines are apart by `\n`. */
  readonly text: string;
  /** From 0, the outermost. */
  readonly level: number;
  /** `inherited`: the shape does not say; the layout would. */
  readonly bullet: 'none' | 'inherited' | 'mark' | 'number';
  /** The number that a numbered list begins with. */
  readonly startAt: number;
}

/** Reads paragraphs of DrawingML (`a:p`), wherever they stand. Numbers of slides are left out. */
export class ParagraphReader {
  #paragraphs: Paragraph[] = [];
  #draft: { text: string; level: number; bullet: Paragraph['bullet']; startAt: number } | null = null;
  #isInText = false;
  #isInNumber = false;

  open(name: string, attributes: Attributes): void {
    if (name === 'a:p') this.#draft = { text: '', level: 0, bullet: 'inherited', startAt: 1 };
    if (!this.#draft) return;
    switch (name) {
      case 'a:pPr':
        this.#draft.level = readInteger(attributes('lvl')) ?? 0;
        break;
      case 'a:buNone':
        this.#draft.bullet = 'none';
        break;
      case 'a:buChar':
      case 'a:buBlip':
        this.#draft.bullet = 'mark';
        break;
      case 'a:buAutoNum':
        this.#draft.bullet = 'number';
        this.#draft.startAt = readInteger(attributes('startAt')) ?? 1;
        break;
      case 'a:br':
        this.#draft.text += '\n';
        break;
      case 'a:fld':
        this.#isInNumber = attributes('type') === 'slidenum';
        break;
      case 'a:t':
      case 'm:t':
        this.#isInText = !this.#isInNumber;
        break;
    }
  }

  close(name: string): void {
    if (name === 'a:t' || name === 'm:t') this.#isInText = false;
    if (name === 'a:fld') this.#isInNumber = false;
    if (name !== 'a:p' || !this.#draft) return;
    const text = toCanonicalText(this.#draft.text)
      .replace(/[^\S\n]+/gu, ' ')
      .replace(/ ?\n[ \n]*/gu, '\n')
      .trim();
    if (text !== '') this.#paragraphs.push({ ...this.#draft, text });
    this.#draft = null;
  }

  text(text: string): void {
    if (this.#isInText && this.#draft) this.#draft.text += text;
  }

  /** The paragraphs since the last call that have text. */
  take(): Paragraph[] {
    return this.#paragraphs.splice(0);
  }
}
