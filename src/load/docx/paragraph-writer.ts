import { toCanonicalText } from '../canonical-text.ts';
import { isOn } from '../ooxml/namespaces.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import type { ListCounter } from './list-counter.ts';
import type { NoteBook, NoteKind } from './note-book.ts';
import { Paragraph } from './paragraph.ts';
import type { RaisedPosition } from './raised-text.ts';
import type { StyleSheet } from './read-styles.ts';
import { type ResolvedParagraph, resolveParagraph } from './resolve-paragraph.ts';
import type { PageBreak, RootStory, Story } from './story.ts';

export interface BodyServices {
  readonly styles: StyleSheet;
  readonly lists: ListCounter;
  readonly notes: NoteBook;
  readonly story: RootStory;
}

/** A run's own properties, undefined where it says nothing. */
export interface Run {
  isHidden: boolean | undefined;
  position: RaisedPosition | null | undefined;
  styleId: string | undefined;
}

interface OpenStory {
  readonly story: Story;
  /** A paragraph whose end was deleted: the next one goes on in it. */
  pending: Paragraph | undefined;
}

/** Writes paragraphs, which may lie in each other, as blocks into the story that they belong to. */
export class ParagraphWriter {
  readonly #services: BodyServices;
  readonly #stories: OpenStory[];
  readonly #paragraphs: Paragraph[] = [];
  readonly #runs: Run[] = [];

  constructor(services: BodyServices) {
    this.#services = services;
    this.#stories = [{ story: services.story, pending: undefined }];
  }

  get paragraph(): Paragraph | undefined {
    return this.#paragraphs.at(-1);
  }

  get run(): Run | undefined {
    return this.#runs.at(-1);
  }

  get story(): Story {
    return this.#stories.at(-1)?.story ?? this.#services.story;
  }

  openStory(story: Story): void {
    this.#stories.push({ story, pending: undefined });
  }

  closeStory(): void {
    this.settle();
    this.#stories.pop();
  }

  /** Hands on what waits for a next paragraph: there is none. */
  settle(): void {
    const open = this.#stories.at(-1);
    if (open?.pending) this.#flush(open.pending);
    if (open) open.pending = undefined;
  }

  openParagraph(): void {
    const open = this.#stories.at(-1);
    const paragraph = open?.pending ?? new Paragraph();
    if (open?.pending) paragraph.goOn();
    if (open) open.pending = undefined;
    this.#paragraphs.push(paragraph);
  }

  closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    const open = this.#stories.at(-1);
    if (!paragraph || !open) return;
    if (paragraph.isMarkDeleted && paragraph.sectionStart === undefined) {
      open.pending = paragraph;
      return;
    }
    this.#flush(paragraph);
    // An empty item has a number too.
    if (!paragraph.isMarkDeleted) this.#takeLabel(paragraph);
    if (paragraph.sectionStart !== undefined) this.#services.story.endSection?.(paragraph.sectionStart);
  }

  openRun(): void {
    this.#runs.push({ isHidden: undefined, position: undefined, styleId: undefined });
  }

  closeRun(): void {
    this.#runs.pop();
  }

  /** `isLinked`: it is all that a link or field shows so far. */
  addText(text: string, isLinked: boolean): void {
    const paragraph = this.paragraph;
    if (!paragraph || text === '') return;
    if (!this.#isHidden(paragraph)) paragraph.add(text, this.readPosition(), isLinked);
    else if (text.trim() !== '') this.#services.story.markHidden();
  }

  /** Superscript or subscript, by the run or its style, null on the line. */
  readPosition(): RaisedPosition | null {
    const { run, paragraph } = this;
    if (run?.position !== undefined) return run.position;
    const byStyle = run?.styleId === undefined ? undefined : this.#services.styles.positionOf(run.styleId);
    return byStyle ?? (paragraph ? this.#resolve(paragraph).position : null);
  }

  refer(kind: NoteKind, attributes: Attributes): void {
    const paragraph = this.paragraph;
    if (!paragraph || this.#isHidden(paragraph)) return;
    const ownMark = attributes('w:customMarkFollows');
    const note = this.#services.notes.refer(
      kind,
      attributes('w:id') ?? '',
      ownMark !== undefined && isOn(ownMark),
    );
    if (!note) return;
    paragraph.add(note.mark);
    paragraph.notes.push(note.line);
  }

  breakPage(kind: PageBreak): void {
    const paragraph = this.paragraph;
    if (!paragraph) return;
    this.#resolve(paragraph);
    if (this.story.isPaged) this.#flush(paragraph);
    this.story.breakPage(kind);
  }

  #isHidden(paragraph: Paragraph): boolean {
    const { run } = this;
    const byStyle = run?.styleId === undefined ? undefined : this.#services.styles.isHidden(run.styleId);
    return run?.isHidden ?? byStyle ?? this.#resolve(paragraph).isHidden;
  }

  /** Settles what the paragraph is, once its properties are over. */
  #resolve(paragraph: Paragraph): ResolvedParagraph {
    if (!paragraph.resolved) {
      const { styles, lists } = this.#services;
      paragraph.resolved = resolveParagraph(paragraph.own, paragraph.styleId, styles, lists);
      if (paragraph.resolved.startsPage) this.story.breakPage('before');
    }
    return paragraph.resolved;
  }

  /** Hands on what the paragraph holds by now. */
  #flush(paragraph: Paragraph): void {
    const { headingLevel, isTitle, place } = this.#resolve(paragraph);
    const { text, joint } = paragraph.takeText();
    if (text !== '') {
      const label = this.#takeLabel(paragraph);
      this.story.addBlock({
        text: toCanonicalText(label + text),
        kind: place === null ? 'paragraph' : 'item',
        headingLevel: paragraph.isContinued ? null : headingLevel,
        isTitle,
        joint,
        notes: paragraph.notes,
        table: null,
      });
      paragraph.isContinued = true;
      paragraph.notes = [];
    }
    for (const box of paragraph.boxes.splice(0)) this.story.addBlock(box);
  }

  /** The list number before its first words, '' from then on. */
  #takeLabel(paragraph: Paragraph): string {
    const { place } = this.#resolve(paragraph);
    if (place === null || paragraph.isCounted) return '';
    paragraph.isCounted = true;
    return this.#services.lists.next(place);
  }
}
