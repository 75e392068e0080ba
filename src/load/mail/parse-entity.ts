import { IngestError } from '../../errors.ts';
import { findLineEnd, type MailHeaders, readHeaders } from './read-headers.ts';
import { type ParameterizedValue, readParameters } from './read-parameters.ts';

/** Forwarded newsletters have 5 levels. */
const MAX_DEPTH = 30;
const MAX_PARTS = 1_000;
const DEFAULT_TYPE = 'text/plain';

/** A message or a part of one (RFC 2046). */
export interface MailEntity {
  readonly headers: MailHeaders;
  readonly type: ParameterizedValue;
  /** Still encoded for transfer; the line end before a boundary is not in it. */
  readonly body: Buffer;
  /** Empty but for `multipart/…`. */
  readonly parts: readonly MailEntity[];
}

/** Parses a message. Throws `IngestError` DOCUMENT_TOO_COMPLEX: parts in parts beyond 30 levels, or over 1,000 of them. */
export function parseEntity(bytes: Buffer): MailEntity {
  return readEntity(bytes, 0, { left: MAX_PARTS });
}

function readEntity(bytes: Buffer, depth: number, parts: { left: number }): MailEntity {
  parts.left -= 1;
  if (parts.left < 0) throw tooComplex(`more than ${MAX_PARTS} parts`);
  if (depth > MAX_DEPTH) throw tooComplex(`parts nested more than ${MAX_DEPTH} levels deep`);
  const { headers, bodyStart } = readHeaders(bytes, 0, bytes.length);
  const type = readParameters(headers.get('content-type') ?? DEFAULT_TYPE);
  const body = bytes.subarray(bodyStart);
  const boundary = type.parameters.get('boundary') ?? '';
  const isMultipart = type.value.startsWith('multipart/') && boundary !== '';
  const bodies = isMultipart ? splitBody(body, boundary) : [];
  return { headers, type, body, parts: bodies.map((part) => readEntity(part, depth + 1, parts)) };
}

/** The parts between the boundary lines; the last may lack its own. */
function splitBody(body: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const bodies: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    const lineEnd = findLineEnd(body, at, body.length);
    const rest = body
      .toString('latin1', at + mark.length, Math.min(lineEnd, at + mark.length + 80))
      .trimEnd();
    if (rest !== '' && rest !== '--') continue;
    if (start !== -1) bodies.push(body.subarray(start, trimLineEnd(body, start, at)));
    if (rest === '--') return bodies;
    start = lineEnd;
  }
  if (start !== -1) bodies.push(body.subarray(start));
  return bodies;
}

function trimLineEnd(body: Buffer, start: number, end: number): number {
  const at = body[end - 1] === 0x0a ? end - 1 : end;
  return Math.max(start, body[at - 1] === 0x0d ? at - 1 : at);
}

function tooComplex(reason: string): IngestError {
  const hint = 'Send the attachments and the text of the message by themselves.';
  return new IngestError('DOCUMENT_TOO_COMPLEX', `The message has ${reason}.`, hint);
}
