/** Share of the pairs of neighbouring letters of `text` that `other` has too, from 0 to 1; 1 where there are none. */
export function shareOfBigrams(text: string, other: string): number {
  const pairs = listBigrams(text);
  if (pairs.length === 0) return 1;
  const known = new Set(listBigrams(other));
  return pairs.filter((pair) => known.has(pair)).length / pairs.length;
}

function listBigrams(text: string): string[] {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) =>
    letters.slice(index, index + 2),
  );
}
