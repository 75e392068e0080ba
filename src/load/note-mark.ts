const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * The mark of a note, small as on paper: `⁽¹⁾`. `[1]` would be taken for the mark of a citation in an answer, and a
 * bare `¹` is read as a digit of the number before it ("512¹" is 5121 under NFKC).
 */
export function writeNoteMark(mark: number | string): string {
  return `⁽${String(mark).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit)}⁾`;
}
