import { toCanonicalText } from '../canonical-text.ts';
import { flattenCell } from '../table/table-row.ts';

/** Characters that XML cannot hold, and line ends, as `_x000D_`; an underscore that looks so is `_x005F_` (ISO/IEC 29500-1, 22.9.2.19). */
const ESCAPED = /_x([0-9A-F]{4})_/gi;

/** A string while it is read: the runs of rich text (`s:t`) joined, without the reading aids (`s:rPh`). */
export class StringDraft {
  #text = '';
  #isInText = false;
  #isPhonetic = false;

  open(name: string): void {
    if (name === 's:t') this.#isInText = !this.#isPhonetic;
    else if (name === 's:rPh') this.#isPhonetic = true;
  }

  close(name: string): void {
    if (name === 's:t') this.#isInText = false;
    else if (name === 's:rPh') this.#isPhonetic = false;
  }

  addText(text: string): void {
    if (this.#isInText) this.#text += text;
  }

  /** The string, on one line. */
  take(): string {
    const text = toCellText(this.#text);
    this.#text = '';
    return text;
  }
}

/** A string of the file (ST_Xstring) in canonical form, on one line. */
export function toCellText(source: string): string {
  const text = source.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return flattenCell(toCanonicalText(text));
}
