import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { toCanonicalText } from './canonical-text.ts';
import { decodeText } from './decode-text.ts';
import { countAgainstLimits } from './load-limits.ts';
import { TSV_MEDIA_TYPE } from './media-types.ts';
import { detectDelimiter } from './table/detect-delimiter.ts';
import { LinePages } from './table/line-pages.ts';
import { readCsv } from './table/read-csv.ts';
import { RowWriter } from './table/row-writer.ts';

/** How Excel names the delimiter in the first line. */
const DELIMITER_LINE = /^sep=([,;|\t])\n/i;

/**
 * Delimited text (RFC 4180; comma, tab, semicolon or bar), a row a line, each with the names of its columns. No title.
 * Throws `IngestError` CHARSET_UNKNOWN and those of the limits.
 */
export async function* loadCsv(
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const decoded = decodeText(bytes, source.charset);
  const whole = toCanonicalText(decoded.text);
  const named = DELIMITER_LINE.exec(whole);
  const text = named ? whole.slice(named[0].length) : whole;
  const preferred = named?.[1] ?? (source.mediaType === TSV_MEDIA_TYPE ? '\t' : null);

  yield { kind: 'head', head: { loader: 'csv 1', pageCount: null, title: null } };
  const lines = new LinePages(limits);
  const rows = new RowWriter((line) => lines.addLine(line));
  const counter = countAgainstLimits(limits);
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for (const row of readCsv(text, detectDelimiter(text, preferred))) {
    rows.addRow(row);
    yield* hand(lines.takePages());
  }
  rows.finish();
  yield* hand(lines.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: decoded.warnings };
}
