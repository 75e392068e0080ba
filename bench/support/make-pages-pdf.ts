import { makePdf } from '../../test/unit/load/make-pdf.ts';

const WORDS =
  'harbour office permit vessel pilot customs tariff quay crane storage invoice notice berth cargo schedule'.split(
    ' ',
  );

/** A PDF of so many pages of different English sentences, some 2,000 characters each. */
export function makePagesPdf(pages: number): Promise<Uint8Array> {
  return makePdf((pdf) => {
    pdf.fontSize(10);
    for (let page = 1; page <= pages; page += 1) {
      if (page > 1) pdf.addPage();
      pdf.text(Array.from({ length: 28 }, (_, line) => makeSentence(page * 100 + line)).join(' '));
    }
  });
}

/** Deterministic, and never twice the same. */
function makeSentence(number: number): string {
  const words = Array.from({ length: 9 }, (_, index) => WORDS[(number * (index + 3) + index) % WORDS.length]);
  return `Rule ${number}: ${words.join(' ')}.`;
}
