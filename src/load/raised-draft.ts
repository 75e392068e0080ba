import { type RaisedPosition, type RaisedText, writeRaised } from './docx/raised-text.ts';

/** As much of the text before as tells what an exponent belongs to. */
const MAX_BEFORE_CHARS = 50;

/** Text that is raised or lowered waits for what stands behind it, which tells how it is written; see `writeRaised`. */
export class RaisedDraft {
  #before = '';
  #waiting: RaisedText | null = null;

  /** What can be written by now. */
  add(text: string, position: RaisedPosition | null): string {
    if (position === null) {
      const written = this.take(text) + text;
      this.#before = (this.#before + text).slice(-MAX_BEFORE_CHARS);
      return written;
    }
    const waiting = this.#waiting;
    if (waiting?.position === position) {
      this.#waiting = { ...waiting, text: waiting.text + text };
      return '';
    }
    const written = this.take(text);
    this.#waiting = { text, position, isLinked: false };
    return written;
  }

  /** What waited, before `after`. */
  take(after: string): string {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return '';
    const written = writeRaised(waiting, this.#before, after);
    this.#before = (this.#before + written).slice(-MAX_BEFORE_CHARS);
    return written;
  }
}
