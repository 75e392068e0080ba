import { flattenCell, type TableRow } from './table-row.ts';

/** Records of delimited text by RFC 4180; rows may differ in length. A quote that closes no cell is a character. */
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
  const close = text[start] === '"' ? findClosingQuote(text, start + 1, special) : -1;
  const quoted = close === -1 ? '' : text.slice(start + 1, close).replaceAll('""', '"');
  const from = close === -1 ? start : close + 1;
  const end = findSpecial(text, from, special);
  return { text: quoted + text.slice(from, end), end };
}

/**
 * -1 where the quote before `start` opens no cell: no other comes, or the next one stands on a later line and nothing
 * ends behind it, since it opens a cell of its own. Text behind a quote that closes on its line is only careless.
 */
function findClosingQuote(text: string, start: number, special: RegExp): number {
  let at = text.indexOf('"', start);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  if (at === -1 || !text.slice(start, at).includes('\n')) return at;
  const next = /[^ ]|$/g;
  next.lastIndex = at + 1;
  const behind = next.exec(text)?.index ?? text.length;
  return behind === findSpecial(text, behind, special) ? at : -1;
}

function findSpecial(text: string, from: number, special: RegExp): number {
  special.lastIndex = from;
  return special.exec(text)?.index ?? text.length;
}
