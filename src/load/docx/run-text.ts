import type { Attributes } from '../xml/xml-parser.ts';
import { mapSymbol } from './map-symbol.ts';

/** The characters that a child of a run stands for, '' where it is none. Page breaks are not its business. */
export function readRunChild(name: string, attributes: Attributes): string {
  switch (name) {
    case 'w:tab':
    case 'w:ptab':
      return '\t';
    case 'w:br':
    case 'w:cr':
      return '\n';
    case 'w:noBreakHyphen':
      return '-';
    case 'w:sym':
      return mapSymbol(attributes('w:font') ?? '', Number.parseInt(attributes('w:char') ?? '', 16)) ?? '';
    default:
      return '';
  }
}
