import { IngestError } from '../../errors.ts';
import type { MailEntity } from './parse-entity.ts';
import { readMailText } from './read-mail-text.ts';
import type { SortedParts } from './sort-parts.ts';

/** Plain text that is shorter by both than its HTML is a stub, such as "your program shows no HTML". */
const MIN_STUB_RATIO = 2;
const MIN_STUB_CHARS = 200;

/**
 * Of alternatives that have a text, the plain one is taken, else the last, which is the author's best (RFC 2046, 5.1.4),
 * as it is in place of a stub.
 */
export function chooseAlternative(filled: readonly SortedParts[]): SortedParts | undefined {
  const plain = filled.find(({ texts }) => texts.every((text) => text.type.value === 'text/plain'));
  const best = filled.findLast(({ texts }) => !texts.every(isCalendar)) ?? filled.at(-1);
  if (!plain || !best || plain === best) return plain ?? best;
  const plainChars = countChars(plain);
  const isStub = countChars(best) >= Math.max(plainChars * MIN_STUB_RATIO, plainChars + MIN_STUB_CHARS);
  return isStub ? best : plain;
}

/** Visible characters; 0 where the text is too complex to be read, which is no reason to refuse its alternative. */
function countChars({ texts }: SortedParts): number {
  try {
    return texts.reduce((sum, text) => sum + readMailText(text).replace(/\s+/g, '').length, 0);
  } catch (error) {
    if (error instanceof IngestError) return 0;
    throw error;
  }
}

export function isCalendar({ type }: MailEntity): boolean {
  return type.value === 'text/calendar';
}
