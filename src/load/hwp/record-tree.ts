import { TAG } from './hwp-tags.ts';
import type { HwpRecord } from './record-splitter.ts';

/** A record with those below it. */
export interface RecordNode extends HwpRecord {
  readonly children: RecordNode[];
}

const READ: ReadonlySet<number> = new Set(Object.values(TAG));

/** Puts the records of a section together to trees, one for each record of level 0: the paragraphs of the body. */
export class RecordTree {
  #path: RecordNode[] = [];
  #root: RecordNode | null = null;

  /** Gives the tree before, once the next begins. */
  add(record: HwpRecord): RecordNode | null {
    if (!READ.has(record.tag)) return null;
    const node: RecordNode = { ...record, children: [] };
    while (this.#path.length > 0 && (this.#path.at(-1)?.level ?? 0) >= record.level) this.#path.length -= 1;
    const isRoot = this.#path.length === 0;
    const complete = isRoot ? this.finish() : null;
    this.#path.at(-1)?.children.push(node);
    this.#path.push(node);
    if (isRoot) this.#root = node;
    return complete;
  }

  /** The last tree. */
  finish(): RecordNode | null {
    const root = this.#root;
    this.#root = null;
    return root;
  }
}
