import type { Heading } from '../../domain/page.ts';
import { decodeWords } from './decode-words.ts';
import type { MailEntity } from './parse-entity.ts';
import { readMailText } from './read-mail-text.ts';

const SHOWN_HEADERS = ['From', 'To', 'Cc', 'Date', 'Subject'] as const;
/** A list of hundreds of addresses is no text that someone asks about. */
const MAX_HEADER_CHARS = 2_000;

/** The canonical text of a message: a line for each header that tells who, when and what about, then its texts. */
export function writeMessage(
  message: MailEntity,
  texts: readonly MailEntity[],
): { text: string; headings: Heading[]; subject: string } {
  const lines: string[] = [];
  const headings: Heading[] = [];
  let subject = '';
  for (const name of SHOWN_HEADERS) {
    const value = decodeWords(message.headers.get(name.toLowerCase()) ?? '').slice(0, MAX_HEADER_CHARS);
    if (value === '') continue;
    if (name === 'Subject') {
      subject = value.toWellFormed();
      const start = lines.reduce((sum, line) => sum + line.length + 1, `${name}: `.length);
      headings.push({ start, level: 1, title: value });
    }
    lines.push(`${name}: ${value}`);
  }
  const bodies = texts.map(readMailText).filter((text) => text !== '');
  return {
    text: [lines.join('\n'), ...bodies].filter((part) => part !== '').join('\n\n'),
    headings,
    subject,
  };
}
