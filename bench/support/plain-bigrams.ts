/** Lower case, words of letters and digits as they stand, Hangul in pairs of syllables: no stems, codes or joined lines. */
export function cutPlainBigrams(text: string): string[] {
  const pieces = text
    .normalize('NFC')
    .toLowerCase()
    .match(/\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{M}\p{N}])+/gu);
  return (pieces ?? []).flatMap((piece) => {
    if (piece.length === 1 || !/\p{Script=Hangul}/u.test(piece)) return [piece];
    return Array.from({ length: piece.length - 1 }, (_, at) => piece.slice(at, at + 2));
  });
}
