import { formatHangulNumber, type NumberShape } from './format-hangul-number.ts';
import type { HangulStyles, NumberingLevel, ParagraphHead } from './hangul-styles.ts';

const MAX_LEVELS = 10;
const LEVEL_REFERENCE = /\^([1-9nN])/g;
const DEFAULT_BULLET = '•';
/** Bullets in symbol fonts are private to the font. */
const PRIVATE_USE = /^\p{Co}$/u;
/** Hangul's own numbering, which is not stored: 1. 가. 1) 가) (1) (가) ①. */
const DEFAULT_LEVELS: readonly NumberingLevel[] = [
  level('^1.', 'DIGIT'),
  level('^2.', 'HANGUL_SYLLABLE'),
  level('^3)', 'DIGIT'),
  level('^4)', 'HANGUL_SYLLABLE'),
  level('(^5)', 'DIGIT'),
  level('(^6)', 'HANGUL_SYLLABLE'),
  level('^7', 'CIRCLED_DIGIT'),
];

function level(format: string, shape: NumberShape): NumberingLevel {
  return { format, shape, start: 1 };
}

/**
 * Counts the heads of paragraphs (문단 머리) in the order of the document and writes them as Hangul shows them; the
 * file stores none of the numbers.
 */
export class HeadCounter {
  readonly #styles: HangulStyles;
  /** By numbering: the numbers of its levels so far. Outline and numbered paragraphs count apart. */
  readonly #numbers = new Map<string, number[]>();

  constructor(styles: HangulStyles) {
    this.#styles = styles;
  }

  /** Counts a paragraph and gives its head with the blank after it; '' where it has none. */
  next(head: ParagraphHead | undefined, outlineId: number): string {
    if (head === undefined || head.level > MAX_LEVELS) return '';
    if (head.kind === 'bullet') {
      const bullet = this.#styles.bullets.get(head.listId) ?? DEFAULT_BULLET;
      return `${PRIVATE_USE.test(bullet) ? DEFAULT_BULLET : bullet} `;
    }
    const listId = head.kind === 'outline' ? outlineId : head.listId;
    const levels = this.#styles.numberings.get(listId) ?? DEFAULT_LEVELS;
    const numbers = this.#count(`${head.kind} ${listId}`, head.level, levels);
    const text = this.#write(levels, head.level, numbers).trim();
    return text === '' ? '' : `${text} `;
  }

  #count(key: string, level: number, levels: readonly NumberingLevel[]): readonly number[] {
    const numbers = this.#numbers.get(key) ?? [];
    this.#numbers.set(key, numbers);
    const startOf = (index: number) => levels[index]?.start ?? 1;
    // A level above that was left out counts as begun.
    for (let index = 0; index < level - 1; index += 1) numbers[index] ??= startOf(index);
    const before = numbers[level - 1];
    numbers[level - 1] = before === undefined ? startOf(level - 1) : before + 1;
    numbers.length = level;
    return numbers;
  }

  #write(levels: readonly NumberingLevel[], level: number, numbers: readonly number[]): string {
    const show = (index: number) =>
      formatHangulNumber(levels[index]?.shape ?? 'DIGIT', numbers[index] ?? levels[index]?.start ?? 1);
    const path = () => numbers.slice(0, level).map((_, index) => show(index));
    return (levels[level - 1]?.format ?? '').replace(LEVEL_REFERENCE, (_match, reference: string) => {
      if (reference === 'n') return path().join('.');
      if (reference === 'N') return `${path().join('.')}.`;
      return show(Number(reference) - 1);
    });
  }
}
