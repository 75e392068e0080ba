import { flattenCell, type TableRow } from './table-row.ts';

/** Records of delimited text by RFC 4180; rows may differ in length. A quote that is never closed ends with the text. */
export function* readCsv(text: string, delimiter: string): Generator<TableRow> {
  const special = new RegExp(`[\\n${delimiter === '|' ? '\\|' : delimiter}]`, 'g');
  let at = 0;
  while (at < text.length) {
    const row: { column: number; text: string }[] = [];
    for (let column = 0; ; column += 1) {
      const field = readField(text, at, special);
      const flat = flattenCell(field.text);
      if (flat !== '') row.push({ column, text: flat });
      at = field.end + 1;
      if (text[field.end] !== delimiter) break;
    }
    yield row;
  }
}

/** A field that begins at `start`; at `end` stand a delimiter, a line end, or nothing more. */
function readField(text: string, start: number, special: RegExp): { text: string; end: number } {
  let quoted = '';
  let from = start;
  if (text[start] === '"') {
    const close = findClosingQuote(text, start + 1);
    quoted = text.slice(start + 1, close).replaceAll('""', '"');
    from = close + 1;
  }
  special.lastIndex = from;
  const end = special.exec(text)?.index ?? text.length;
  return { text: quoted + text.slice(from, end), end };
}

function findClosingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at;
}
