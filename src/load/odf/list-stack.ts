import type { Attributes } from '../xml/xml-parser.ts';
import type { ListLabels } from './list-labels.ts';
import { readCount } from './namespaces.ts';

const MAX_START = 1_000_000;

interface OpenList {
  readonly style: string;
  /** Of the outermost list around it; its items stand together. */
  readonly block: number;
  start: number | undefined;
  /** The next paragraph begins an item. */
  isItemOpen: boolean;
}

/** The lists that are open where the document is read. */
export class ListStack {
  readonly #labels: ListLabels;
  readonly #nextBlock: () => number;
  #lists: OpenList[] = [];

  constructor(labels: ListLabels, nextBlock: () => number) {
    this.#labels = labels;
    this.#nextBlock = nextBlock;
  }

  /** Number of the outermost list, null outside of lists. */
  get block(): number | null {
    return this.#lists.at(-1)?.block ?? null;
  }

  openList(attributes: Attributes): void {
    const outer = this.#lists.at(-1);
    const style = attributes('text:style-name') ?? outer?.style ?? '';
    const goesOn =
      attributes('text:continue-numbering') === 'true' || attributes('text:continue-list') !== undefined;
    if (!goesOn) this.#labels.restart(style, this.#lists.length + 1);
    this.#lists.push({
      style,
      block: outer?.block ?? this.#nextBlock(),
      start: undefined,
      isItemOpen: false,
    });
  }

  openItem(attributes: Attributes): void {
    const list = this.#lists.at(-1);
    if (!list) return;
    list.isItemOpen = true;
    list.start = readCount(attributes('text:start-value'), MAX_START, -1);
    if (list.start === -1) list.start = undefined;
  }

  closeList(): void {
    this.#lists.pop();
  }

  /** What stands before a paragraph: the mark of its item before the first one, else ''. */
  takeLabel(): string {
    const list = this.#lists.at(-1);
    if (!list?.isItemOpen) return '';
    list.isItemOpen = false;
    return this.#labels.next(list.style, this.#lists.length, list.start);
  }

  /** Cells, boxes and notes are outside of the lists around them. Returns how to come back. */
  leave(): () => void {
    const lists = this.#lists;
    this.#lists = [];
    return () => {
      this.#lists = lists;
    };
  }
}
