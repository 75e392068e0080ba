/** The bytes of a body by its `Content-Transfer-Encoding` (RFC 2045, 6); what is damaged in it is left as it is. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  const name = /^[a-z0-9-]+/.exec(encoding.trim().toLowerCase())?.[0];
  if (name === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  return name === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
}

/** Also the `Q` of encoded words once `_` is a blank. */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const decoded = Buffer.alloc(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === 0x3d) {
      const softEnd = findSoftEnd(body, at + 1);
      if (softEnd !== -1) {
        at = softEnd - 1;
        continue;
      }
      const hex = body.toString('latin1', at + 1, at + 3);
      if (/^[\da-f]{2}$/i.test(hex)) {
        decoded[length] = Number.parseInt(hex, 16);
        length += 1;
        at += 2;
        continue;
      }
    }
    decoded[length] = byte;
    length += 1;
  }
  return decoded.subarray(0, length);
}

/** Offset behind a soft line end whose `=` stands before `at`, blanks between them; -1 where it is none. */
function findSoftEnd(body: Buffer, at: number): number {
  let end = at;
  // Transport may add blanks; a line has 998 characters at most.
  while (end < at + 998 && (body[end] === 0x20 || body[end] === 0x09)) end += 1;
  if (body[end] === 0x0d && body[end + 1] === 0x0a) return end + 2;
  if (body[end] === 0x0a) return end + 1;
  return end >= body.length ? body.length : -1;
}
