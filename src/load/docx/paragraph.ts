import type { ParagraphProperties } from './read-styles.ts';
import type { ResolvedParagraph } from './resolve-paragraph.ts';
import type { Block } from './story.ts';

const SOFT_HYPHEN = '\u00AD';

/** A paragraph while it is read. */
export class Paragraph {
  readonly own: ParagraphProperties = {};
  styleId: string | undefined;
  /** Known from its first content on: properties come before. */
  resolved: ResolvedParagraph | undefined;
  /** Since the last page break. */
  text = '';
  notes: string[] = [];
  /** Blocks of text boxes anchored here. */
  boxes: Block[] = [];
  /** A part of it stands on an earlier page. */
  isContinued = false;
  /** Its list number was counted. */
  isCounted = false;
  /** Its end was deleted with changes tracked. */
  isMarkDeleted = false;
  /** How the section begins whose last paragraph this is. */
  sectionStart: string | undefined;

  get hasText(): boolean {
    return this.text.trim() !== '';
  }

  /** The text so far, without soft hyphens and blanks at line ends, and begins anew. */
  takeText(): string {
    const lines = this.text.replaceAll(SOFT_HYPHEN, '').split('\n');
    this.text = '';
    return lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  }
}
