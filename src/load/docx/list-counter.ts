import { formatNumber } from './format-number.ts';
import { mapSymbol } from './map-symbol.ts';
import type { List, ListLevel } from './read-numbering.ts';

const MAX_LEVEL = 8;
const DEFAULT_BULLET = '•';

/** Where a paragraph stands in a list; `level` from 0. */
export interface ListPlace {
  readonly listId: string;
  readonly level: number;
}

/** Counts the items of lists in the order of the document. */
export class ListCounter {
  readonly #lists: ReadonlyMap<string, List>;
  readonly #numbers = new Map<string, Map<number, number>>();
  readonly #begun = new Set<string>();

  constructor(lists: ReadonlyMap<string, List>) {
    this.#lists = lists;
  }

  /** The level that a list gives to paragraphs of a style, undefined where it names none. */
  levelOfStyle(listId: string, styleId: string): number | undefined {
    for (const [index, level] of this.#lists.get(listId)?.levels ?? []) {
      if (level.styleId === styleId) return index;
    }
    return undefined;
  }

  /** Counts an item and gives what Word shows before it, the blank after it included; '' where that is nothing. */
  next({ listId, level: index }: ListPlace): string {
    const list = this.#lists.get(listId);
    const level = list?.levels.get(index);
    if (!list || !level || index > MAX_LEVEL) return '';
    const numbers = this.#numbersOf(list);
    const begun = `${listId} ${index}`;
    const override = this.#begun.has(begun) ? undefined : list.startOverrides.get(index);
    this.#begun.add(begun);
    const previous = numbers.get(index);
    numbers.set(index, override ?? (previous === undefined ? level.start : previous + 1));
    for (let below = index + 1; below <= MAX_LEVEL; below += 1) {
      const restart = list.levels.get(below)?.restart ?? below;
      if (index < restart) numbers.delete(below);
    }
    const label = level.format === 'bullet' ? showBullet(level) : showNumber(list, level, numbers);
    return label === '' || level.isGlued ? label : `${label} `;
  }

  #numbersOf(list: List): Map<number, number> {
    const numbers = this.#numbers.get(list.counterId) ?? new Map<number, number>();
    this.#numbers.set(list.counterId, numbers);
    return numbers;
  }
}

function showNumber(list: List, level: ListLevel, numbers: ReadonlyMap<number, number>): string {
  return level.text
    .replace(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      const other = list.levels.get(index);
      const number = numbers.get(index) ?? other?.start ?? 1;
      return formatNumber(level.isLegal ? 'decimal' : (other?.format ?? 'decimal'), number);
    })
    .trim();
}

/** Word draws round bullets with the letter o of Courier New and others with symbol fonts. */
function showBullet({ text, font }: ListLevel): string {
  if (text.trim() === '') return '';
  if (text === 'o') return '◦';
  return Array.from(text, (char) => mapSymbol(font, char.codePointAt(0) ?? 0) ?? DEFAULT_BULLET).join('');
}
