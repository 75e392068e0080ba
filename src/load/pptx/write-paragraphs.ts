import { beginsBlock } from '../../text/segment-sentences.ts';
import type { Paragraph } from './paragraph-reader.ts';

const MAX_LEVEL = 8;

/**
 * Paragraphs of a shape: list items under each other, indented by their level, `1.` before those of a numbered list
 * whatever its numerals; other paragraphs apart by a blank line, as slides end few sentences with a period.
 */
export function writeParagraphs(paragraphs: readonly Paragraph[], isList: boolean): string {
  let written = '';
  const counts: number[] = [];
  for (const { text, level: anyLevel, bullet, startAt } of paragraphs) {
    const level = Math.min(anyLevel, MAX_LEVEL);
    const isNumbered = bullet === 'number';
    // Any other paragraph of the same level ends a numbered list.
    counts.length = Math.min(counts.length, isNumbered ? level + 1 : level);
    if (isNumbered) counts[level] = (counts[level] ?? startAt - 1) + 1;
    const isItem = bullet === 'mark' || (bullet === 'inherited' && (isList || level > 0));
    const mark = isNumbered ? `${counts[level]}. ` : isItem && !beginsBlock(text) ? '- ' : '';
    const line = mark === '' ? text : `${'  '.repeat(level)}${mark}${text}`;
    const separator = written === '' ? '' : mark !== '' || beginsBlock(line) ? '\n' : '\n\n';
    written += separator + line;
  }
  return written;
}
