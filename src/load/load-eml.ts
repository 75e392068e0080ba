import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import { findByteOrderMark } from './decode-text.ts';
import { loadByType } from './load-document.ts';
import { countAgainstLimits } from './load-limits.ts';
import { decodeCharset } from './mail/decode-charset.ts';
import { type MailEntity, parseEntity } from './mail/parse-entity.ts';
import { AttachmentReader, type LoadAttachment } from './mail/read-attachments.ts';
import { sortParts } from './mail/sort-parts.ts';
import { writeMessage } from './mail/write-message.ts';
import { EML_MEDIA_TYPE } from './media-types.ts';
import { paginateText } from './paginate-text.ts';

const LOADER = 'eml 1';
const MAX_TITLE_CHARS = 300;
/** A message has one of these. */
const TELLING_HEADERS = ['from', 'to', 'subject', 'date', 'message-id', 'received', 'mime-version'];

/**
 * Messages as they are sent (RFC 5322, MIME): headers, text, then the attachments that have a loader. Messages in
 * messages are read without theirs.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export function loadEml(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  return loadMessage(bytes, limits, (inner, source, left) =>
    source.mediaType === EML_MEDIA_TYPE ? loadMessage(inner, left, null) : loadByType(inner, source, left),
  );
}

async function* loadMessage(
  bytes: Uint8Array,
  limits: LoadLimits,
  loadAttachment: LoadAttachment | null,
): AsyncGenerator<LoadEvent> {
  const message = parseEntity(toSevenBits(bytes));
  checkIsMessage(message);
  const { texts, attachments } = sortParts(message);
  const { text, headings, subject } = writeMessage(message, texts);
  const title = subject.slice(0, MAX_TITLE_CHARS).toWellFormed();
  yield { kind: 'head', head: { loader: LOADER, pageCount: null, title: title === '' ? null : title } };

  const counter = countAgainstLimits(limits);
  const left = { ...limits };
  let pageCount = 0;
  const take = (page: Page): LoadEvent => {
    pageCount += 1;
    left.maxPages -= 1;
    left.maxTextBytes -= Buffer.byteLength(page.text);
    counter.addPage(page);
    return { kind: 'pages', pages: [{ ...page, number: pageCount }] };
  };
  for (const page of paginateText(text, headings)) yield take(page);
  const reader = new AttachmentReader(loadAttachment ?? refuseAttachment);
  for await (const page of reader.read(attachments, () => left)) yield take(page);
  counter.checkHasText();
  yield { kind: 'end', warnings: reader.listWarnings() };
}

/** Messages are ASCII by themselves; some programs save them in UTF-16. */
function toSevenBits(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return findByteOrderMark(bytes) ? Buffer.from(decodeCharset(buffer, null)) : buffer;
}

function checkIsMessage({ headers }: MailEntity): void {
  if (TELLING_HEADERS.some((name) => headers.has(name))) return;
  const hint = 'Save the message as .eml in the mail program and send that.';
  throw new IngestError('DOCUMENT_UNREADABLE', 'The file is no message: it has no header of one.', hint);
}

function refuseAttachment(): never {
  const hint = 'Send it by itself.';
  throw new IngestError('DOCUMENT_TOO_COMPLEX', 'It is attached to a message that is attached.', hint);
}
