/** Header fields by name in lower case, bytes as Latin-1, unfolded; the first of a name counts. */
export type MailHeaders = ReadonlyMap<string, string>;

const MAX_FIELDS = 1_000;
const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*([\s\S]*)$/;

/**
 * Reads the header section of a message or of a part (RFC 5322, 2.2) from `start`. `bodyStart` is where its body
 * begins; a line that is no field begins the body, too.
 */
export function readHeaders(
  bytes: Buffer,
  start: number,
  end: number,
): { headers: MailHeaders; bodyStart: number } {
  const headers = new Map<string, string>();
  let at = start;
  let field = '';
  const finishField = (): void => {
    const [, name = '', value = ''] = FIELD.exec(field) ?? [];
    const key = name.toLowerCase();
    if (key !== '' && !headers.has(key) && headers.size < MAX_FIELDS) headers.set(key, value.trim());
    field = '';
  };
  while (at < end) {
    const lineEnd = findLineEnd(bytes, at, end);
    const line = bytes.toString('latin1', at, lineEnd).replace(/\r?\n$/, '');
    if (line === '') {
      finishField();
      return { headers, bodyStart: lineEnd };
    }
    if (/^[ \t]/.test(line) && field !== '') field += line;
    else if (FIELD.test(line)) {
      finishField();
      field = line;
      // Mail boxes write this line above a message.
    } else if (at !== start || !line.startsWith('From ')) break;
    at = lineEnd;
  }
  finishField();
  return { headers, bodyStart: at };
}

/** Offset behind the line feed of the line at `start`. */
export function findLineEnd(bytes: Buffer, start: number, end: number): number {
  const at = bytes.indexOf(0x0a, start);
  return at === -1 || at >= end ? end : at + 1;
}
