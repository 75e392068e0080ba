/** From 0x20 on, the characters that the font Symbol shows (Adobe's encoding of it); a blank where it shows none. */
const SYMBOL_FONT =
  ' !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ ' +
  ' '.repeat(32) +
  '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈… —↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑';

/** The signs of Wingdings that stand for something in documents; its hands and scissors do not. */
const WINGDINGS = new Map<number, string>([
  [0x4a, '☺'],
  [0x6c, '●'],
  [0x6d, '❍'],
  [0x6e, '■'],
  [0x6f, '□'],
  [0x71, '❑'],
  [0x72, '❒'],
  [0x75, '◆'],
  [0x76, '❖'],
  [0x77, '◆'],
  [0x9e, '·'],
  [0x9f, '•'],
  [0xa1, '○'],
  [0xa7, '▪'],
  [0xa8, '◻'],
  [0xb2, '☆'],
  [0xab, '★'],
  [0xd8, '➢'],
  [0xdf, '←'],
  [0xe0, '→'],
  [0xe1, '↑'],
  [0xe2, '↓'],
  [0xe8, '➔'],
  [0xf0, '⇨'],
  [0xfb, '✗'],
  [0xfc, '✓'],
  [0xfd, '☒'],
  [0xfe, '☑'],
]);
/** Wingdings 2 has the boxes of forms. */
const WINGDINGS_2 = new Map<number, string>([
  [0x4f, '✗'],
  [0x50, '✓'],
  [0x51, '☒'],
  [0x52, '☑'],
  [0x97, '●'],
  [0xa3, '□'],
]);

/**
 * The Unicode character that a symbol font shows for a code; the codes lie at 0xF000 and above, or below 0x100. Null
 * for signs without a known meaning; a character of another font is itself.
 */
export function mapSymbol(font: string, code: number): string | null {
  const isPrivate = code >= 0xf000 && code <= 0xf0ff;
  const index = isPrivate ? code - 0xf000 : code;
  const name = font.trim().toLowerCase();
  if (index < 0x20 || index > 0xff) return toCharacter(code);
  if (name === 'symbol') return SYMBOL_FONT[index - 0x20]?.trim() || null;
  if (name === 'wingdings') return WINGDINGS.get(index) ?? null;
  if (name === 'wingdings 2') return WINGDINGS_2.get(index) ?? null;
  return isPrivate ? null : toCharacter(code);
}

function toCharacter(code: number): string | null {
  const valid = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const isPrivate = code >= 0xe000 && code <= 0xf8ff;
  return valid && !isPrivate ? String.fromCodePoint(code) : null;
}
