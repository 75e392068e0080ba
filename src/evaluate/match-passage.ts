import type { RelevantPassage } from '../domain/evaluation.ts';
import type { Hit } from '../domain/hit.ts';
import { joinLines } from '../text/join-lines.ts';

/** Of a hit, what a passage is told by. */
export type JudgedHit = Pick<Hit, 'text' | 'pageStart' | 'pageEnd'> & {
  readonly document: Pick<Hit['document'], 'id' | 'externalId'>;
};

/** Tells whether a hit is the passage; `squeezedText` is the hit's text as `squeezeText` gives it, made when it is needed. */
export type MatchPassage = (hit: JudgedHit, squeezedText: () => string) => boolean;

export function createMatcher({ documentId, externalId, page, quote }: RelevantPassage): MatchPassage {
  const wanted = quote === null ? null : squeezeText(quote);
  return ({ document, pageStart, pageEnd }, squeezedText) => {
    if (documentId !== null && documentId !== document.id) return false;
    if (externalId !== null && externalId !== document.externalId) return false;
    if (page !== null && (page < pageStart || page > pageEnd)) return false;
    return wanted === null || squeezedText().includes(wanted);
  };
}

/**
 * Text in which a quote is looked for: NFC, lines joined, and no blanks but between two numbers. Layout breaks Korean words at
 * any syllable and does not say where a blank stood, and who copies a quote gets it with or without.
 */
export function squeezeText(text: string): string {
  return joinLines(text.normalize('NFC').trim())
    .text.replace(/(?<=\p{N})\s+(?=\p{N})/gu, '\0')
    .replace(/\s+/gu, '')
    .replaceAll('\0', ' ');
}
