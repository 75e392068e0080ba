import { NoteBook, type NoteKind } from './docx/note-book.ts';

/** The marks of notes in the order in which they are referred to, as those of Word documents: `⁽¹⁾`, endnotes `⁽ⁱ⁾`. */
export class NoteMarks {
  // The text of a note stands where it is referred to, so the book needs to know none.
  readonly #book = new NoteBook(new Map([['', '']]), new Map([['', '']]));

  next(kind: NoteKind): string {
    return this.#book.refer(kind, '', false)?.mark ?? '';
  }
}
