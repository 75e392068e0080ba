/**
 * Makes `remote-work-policy.ko.pdf`, the example document of the README and the tests: three pages of an invented
 * company's rules. The fonts are embedded as subsets.
 *
 *   node docs/examples/make-example.ts <regular.ttf> <bold.ttf>
 *
 * The committed file was made with NanumGothic and NanumGothicBold (SIL Open Font License, Debian `fonts-nanum`).
 */
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { EXAMPLE_SECTIONS, EXAMPLE_TITLE, type ExampleBlock } from './example-text.ts';

const [regular, bold] = process.argv.slice(2);
if (regular === undefined || bold === undefined) {
  console.error('usage: node docs/examples/make-example.ts <regular.ttf> <bold.ttf>');
  process.exit(1);
}

const LEFT = 64;
const WIDTH = 595.28 - 2 * LEFT;
// A fixed date keeps the file the same however often it is made.
const MADE = new Date('2026-01-05T00:00:00Z');

const document = new PDFDocument({
  size: 'A4',
  margin: LEFT,
  bufferPages: true,
  info: { Title: EXAMPLE_TITLE, Author: '한빛나루 주식회사 인사팀', CreationDate: MADE, ModDate: MADE },
});
document.pipe(createWriteStream(fileURLToPath(new URL('./remote-work-policy.ko.pdf', import.meta.url))));

document.font(bold).fontSize(20).text(EXAMPLE_TITLE);
document.moveDown(0.8);
for (const [index, section] of EXAMPLE_SECTIONS.entries()) {
  if (section.newPage) document.addPage();
  document.outline.addItem(section.title);
  document
    .moveDown(0.6)
    .font(bold)
    .fontSize(14)
    .text(`${index + 1}. ${section.title}`, LEFT);
  document.moveDown(0.5);
  for (const block of section.blocks) writeBlock(block);
}
const pages = document.bufferedPageRange();
for (let page = 0; page < pages.count; page += 1) {
  document.switchToPage(page);
  // Below the margin pdfkit would begin another page.
  document.page.margins.bottom = 0;
  document.font(String(regular)).fontSize(9);
  document.text(`${page + 1} / ${pages.count}`, LEFT, 800, { width: WIDTH, align: 'center' });
}
document.end();

function writeBlock(block: ExampleBlock): void {
  if (typeof block === 'string') {
    document
      .font(String(regular))
      .fontSize(10.5)
      .text(block, LEFT, document.y, { width: WIDTH, lineGap: 4.5 });
    document.moveDown(0.6);
    return;
  }
  const columnWidth = WIDTH / (block[0]?.length ?? 1);
  for (const [row, cells] of block.entries()) {
    const top = document.y;
    for (const [column, cell] of cells.entries()) {
      document.font(String(row === 0 ? bold : regular)).fontSize(10);
      document.text(cell, LEFT + column * columnWidth + 4, top + 5, {
        width: columnWidth - 8,
        lineBreak: false,
      });
    }
    document.rect(LEFT, top, WIDTH, 22).lineWidth(0.5).stroke('#888888');
    document.y = top + 22;
  }
  document.moveDown(0.9);
}
