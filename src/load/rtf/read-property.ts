import { type Group, resetParagraph } from './rtf-group.ts';
import { readOutlineLevel } from './style-sheet.ts';

const MAX_FALLBACK_CHARS = 100;

/** Takes in a control word that says how characters are; `defaultFont` is that of the document. */
export function readCharacterProperty(
  group: Group,
  name: string,
  value: number | null,
  defaultFont: number,
): void {
  switch (name) {
    case 'uc':
      group.fallbackChars = Math.min(Math.max(value ?? 1, 0), MAX_FALLBACK_CHARS);
      break;
    case 'f':
      group.font = value ?? 0;
      break;
    case 'plain':
      [group.font, group.isHidden, group.isDeleted, group.position] = [defaultFont, false, false, null];
      break;
    case 'super':
      group.position = value === 0 ? null : 'superscript';
      break;
    case 'sub':
      group.position = value === 0 ? null : 'subscript';
      break;
    case 'nosupersub':
      group.position = null;
      break;
    case 'v':
      group.isHidden = value !== 0;
      break;
    case 'deleted':
      group.isDeleted = value !== 0;
      break;
  }
}

/** Takes in a control word that says how a paragraph is. */
export function readParagraphProperty(group: Group, name: string, value: number | null): void {
  switch (name) {
    case 'pard':
      resetParagraph(group);
      break;
    case 's':
      group.style = value ?? 0;
      break;
    case 'outlinelevel':
      group.outlineLevel = readOutlineLevel(value);
      break;
    case 'ilvl':
      group.listLevel = Math.max(0, value ?? 0);
      break;
    case 'intbl':
      group.tableLevel = Math.max(1, group.tableLevel);
      break;
    case 'itap':
      group.tableLevel = Math.max(0, value ?? 0);
      break;
    case 'pagebb':
      group.breaksBefore = value !== 0;
      break;
  }
}
