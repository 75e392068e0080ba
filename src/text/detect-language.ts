/** Enough to judge by, and bounded for a text of any size. */
const SAMPLE_LENGTH = 20_000;
/** Korean text about software is full of Latin names; English text with this much Hangul is rare. */
const MIN_HANGUL_SHARE = 0.1;

/** `ko` when at least a tenth of the letters (Hangul and Latin) are Hangul, else `en`. Looks at the first 20,000 characters. */
export function detectLanguage(text: string): 'ko' | 'en' {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const hangul = countMatches(sample, /\p{Script=Hangul}/gu);
  const latin = countMatches(sample, /\p{Script=Latin}/gu);
  return hangul > 0 && hangul >= MIN_HANGUL_SHARE * (hangul + latin) ? 'ko' : 'en';
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
