/** Names that programs give to headings, in the languages of their users. */
const HEADING_NAME =
  /^(?:heading|제목|見出し|标题|標題|überschrift|titre|título|titolo|заголовок) ?([1-9])$/i;
const TITLE_NAME = /^(?:title|제목)$/i;
const MAX_OUTLINE_LEVEL = 8;

/** What styles say, and the sets of fonts; fed with what stands in both tables. */
export class StyleSheet {
  readonly #levels = new Map<number, number>();
  readonly #titles = new Set<number>();
  readonly #charsets = new Map<number, number>();
  #style = 0;
  #level: number | null = null;
  #name = '';
  #font = 0;

  /** From 1, null for no heading. */
  levelOf(style: number): number | null {
    return this.#levels.get(style) ?? null;
  }

  isTitle(style: number): boolean {
    return this.#titles.has(style);
  }

  /** Undefined where the font names none. */
  charsetOf(font: number): number | undefined {
    return this.#charsets.get(font);
  }

  readFontWord(name: string, value: number | null): void {
    if (name === 'f') this.#font = value ?? 0;
    else if (name === 'fcharset') this.#charsets.set(this.#font, value ?? 0);
  }

  readStyleWord(name: string, value: number | null): void {
    if (name === 's') this.#style = value ?? 0;
    else if (name === 'outlinelevel') this.#level = readOutlineLevel(value);
  }

  /** A style ends with a semicolon behind its name. */
  readStyleText(text: string): void {
    for (const [index, part] of text.split(';').entries()) {
      if (index > 0) this.#finishStyle();
      this.#name += part;
    }
  }

  #finishStyle(): void {
    const name = this.#name.trim();
    const byName = HEADING_NAME.exec(name)?.[1];
    const level = this.#level ?? (byName === undefined ? null : Number(byName));
    if (level !== null) this.#levels.set(this.#style, level);
    if (TITLE_NAME.test(name)) this.#titles.add(this.#style);
    [this.#style, this.#level, this.#name] = [0, null, ''];
  }
}

/** `\outlinelevel0` is level 1; 9 is that of text. */
export function readOutlineLevel(value: number | null): number | null {
  return value !== null && value >= 0 && value <= MAX_OUTLINE_LEVEL ? value + 1 : null;
}
