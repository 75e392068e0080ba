import type { PageTraits } from './inspect-pdf-page.ts';

/**
 * What a page's text layer is worth: `good`; `blank` (nothing is drawn); `missing`; `gibberish` (numbers of glyphs in
 * place of characters); `doubtful` (guessed by the engine, but it reads like text); `stamp` (a few words over a picture
 * that fills the page).
 */
export type TextLayerVerdict = 'good' | 'blank' | 'missing' | 'gibberish' | 'doubtful' | 'stamp';

/** Of characters whose font says nothing: real text had 18 % on one page (a symbol font), else none to speak of. */
const UNMAPPED_SHARE = 0.5;
/** Of impossible characters: 22 % in text made of glyph numbers, 0 % where they happened to be right. */
const IMPOSSIBLE_SHARE = 0.1;
/** The same where the font does say something, and says private use or nothing at all. */
const UNDECODED_SHARE = 0.3;
const MAX_STAMP_CHARACTERS = 100;
const PAGE_FILLING_SHARE = 0.7;

export function judgeTextLayer(traits: PageTraits): TextLayerVerdict {
  const { characters, undecoded, unmappedShare, impossibleShare } = traits;
  if (characters === 0) return traits.isDrawn ? 'missing' : 'blank';
  if (undecoded >= characters * UNDECODED_SHARE) return 'gibberish';
  if (unmappedShare >= UNMAPPED_SHARE) return impossibleShare >= IMPOSSIBLE_SHARE ? 'gibberish' : 'doubtful';
  const fillsPage = traits.pictureShare >= PAGE_FILLING_SHARE && !traits.hasInvisible;
  return characters < MAX_STAMP_CHARACTERS && fillsPage ? 'stamp' : 'good';
}
