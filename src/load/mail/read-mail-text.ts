import { toCanonicalText } from '../canonical-text.ts';
import { decodeCharset } from './decode-charset.ts';
import { decodeTransfer } from './decode-transfer.ts';
import type { MailEntity } from './parse-entity.ts';
import { readCalendar } from './read-calendar.ts';
import { readHtmlPart } from './read-html-part.ts';

/** The canonical text of a part, its line ends trimmed; HTML as a reader sees it, of a calendar what takes place. Throws DOCUMENT_TOO_COMPLEX. */
export function readMailText(entity: MailEntity): string {
  const { value, parameters } = entity.type;
  const bytes = decodeTransfer(entity.body, entity.headers.get('content-transfer-encoding') ?? '');
  const text = decodeCharset(bytes, parameters.get('charset') ?? null);
  if (value === 'text/html') return readHtmlPart(text).text;
  if (value === 'text/calendar') return readCalendar(text);
  const canonical = toCanonicalText(text);
  const isFlowed = parameters.get('format')?.toLowerCase() === 'flowed';
  const shown = isFlowed
    ? joinFlowed(canonical, parameters.get('delsp')?.toLowerCase() === 'yes')
    : canonical;
  return shown.replace(/[^\S\n]+$/gm, '').trim();
}

/** Lines that end in a blank go on in the next of the same quotation depth (RFC 3676). */
function joinFlowed(text: string, dropsBlank: boolean): string {
  const paragraphs: { depth: number; text: string; isOpen: boolean }[] = [];
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    // A signature's mark ends in a blank and is a line of its own.
    const isOpen = content.endsWith(' ') && content !== '-- ';
    const shown = isOpen && dropsBlank ? content.slice(0, -1) : content;
    const previous = paragraphs.at(-1);
    if (previous?.isOpen && previous.depth === depth && content !== '-- ') {
      previous.text += shown;
      previous.isOpen = isOpen;
    } else paragraphs.push({ depth, text: shown, isOpen });
  }
  return paragraphs
    .map(({ depth, text: line }) => (depth > 0 ? `${'>'.repeat(depth)} ${line}` : line))
    .join('\n');
}
