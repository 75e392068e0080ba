import type { Warning } from '../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import { PageWriter } from './hangul/page-writer.ts';
import { countAgainstLimits } from './load-limits.ts';
import { RtfReader } from './rtf/rtf-reader.ts';
import { scanRtf } from './rtf/scan-rtf.ts';

const LOADER = 'rtf 1';
const START = '{\\rtf';
/** Pages are handed on from time to time. */
const TOKENS_AT_ONCE = 10_000;

/**
 * Rich Text Format: what a reader sees, page by page where breaks are stored. Headers, footers, comments, deleted and
 * hidden text are left out; notes come after the paragraph that refers to them.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadRtf(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.subarray(0, 1024).indexOf(START, 0, 'latin1');
  if (start === -1) throw unreadable();
  const writer = new PageWriter(limits);
  const reader = new RtfReader(writer);
  const counter = countAgainstLimits(limits);
  let isBegun = false;
  function* hand(pages: Page[]): Generator<LoadEvent> {
    if (pages.length === 0) return;
    if (!isBegun) yield { kind: 'head', head: { loader: LOADER, pageCount: null, title: reader.title } };
    isBegun = true;
    for (const page of pages) counter.addPage(page);
    yield { kind: 'pages', pages };
  }
  let tokens = 0;
  for (const token of scanRtf(buffer.subarray(start))) {
    reader.read(token);
    if (reader.isClosed) break;
    tokens += 1;
    if (tokens % TOKENS_AT_ONCE === 0) yield* hand(writer.takePages());
  }
  reader.finish();
  yield* hand(writer.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: listWarnings(reader) };
}

function listWarnings({ hasHidden, isClosed }: RtfReader): Warning[] {
  const warnings: Warning[] = [];
  if (hasHidden) {
    const message = 'The document has hidden text, which was left out.';
    warnings.push({ code: 'HIDDEN_TEXT_LEFT_OUT', message, pages: [] });
  }
  if (!isClosed) {
    const message = 'The file ends before the document does: it was cut short, and text may be missing.';
    warnings.push({ code: 'DOCUMENT_CUT_SHORT', message, pages: [] });
  }
  return warnings;
}

function unreadable(): IngestError {
  const hint = 'Open the file in a word processor, save it anew as RTF or DOCX and send that.';
  return new IngestError('DOCUMENT_UNREADABLE', 'The file is no RTF document.', hint);
}
