import { expect, test } from 'vitest';
import { loadPdf } from '../../../src/load/load-pdf.ts';
import { repairLigatures } from '../../../src/load/pdf/repair-ligatures.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { makePdf } from './make-pdf.ts';

const LEFT = [
  'Ships that enter the harbour',
  'report to the master of it',
  'before they drop an anchor',
  'and pay what the table says',
];
const RIGHT = [
  'Fishing boats of the village',
  'need not report when they',
  'come home with their catch',
  'on the evening of the day',
];
const ROWS = [
  ['Berth', 'Length', 'Depth'],
  ['North quay', '120 m', '9 m'],
  ['South quay', '85 m', '6 m'],
];

/** Text of the only page. Lines must be in order, apart, and hold all that is no line end. */
async function readPage(draw: (pdf: PDFKit.PDFDocument) => void): Promise<string> {
  const bytes = await makePdf((pdf) => draw(pdf.fontSize(12)));
  const source = { mediaType: 'application/pdf', bytes: bytes.length, charset: null };
  const { pages } = await collectLoad(loadPdf(bytes, source, WIDE_LIMITS));
  const [page] = pages;
  if (!page || pages.length > 1) throw new Error(`${pages.length} pages`);
  const lines = page.lines.map(({ start, end }) => page.text.slice(start, end));
  expect(lines.join('\n')).toBe(page.text.replaceAll('\n\n', '\n'));
  for (const { box } of page.lines) {
    expect(Math.min(...box)).toBeGreaterThan(0);
    expect(box[0] + box[2]).toBeLessThan(page.width ?? 0);
    expect(box[1] + box[3]).toBeLessThan(page.height ?? 0);
  }
  return page.text;
}

function put(pdf: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  pdf.text(text, x, y, { lineBreak: false });
}

test('columns drawn line by line across the page are read one after the other', async () => {
  const text = await readPage((pdf) => {
    put(pdf, 'Rules of the harbour, of which every captain has a copy on board', 72, 72);
    for (const [index, line] of LEFT.entries()) {
      put(pdf, line, 72, 100 + index * 14);
      put(pdf, RIGHT[index] ?? '', 320, 100 + index * 14);
    }
  });
  expect(text.split('\n').filter(Boolean).slice(1)).toEqual([...LEFT, ...RIGHT]);
});

test('three columns as well', async () => {
  const third = [
    'Pilots board the ships that',
    'are longer than a hundred',
    'metres two miles off the',
    'head of the northern mole',
  ];
  const text = await readPage((pdf) => {
    pdf.fontSize(9);
    for (const [index, line] of LEFT.entries()) {
      put(pdf, line, 40, 100 + index * 11);
      put(pdf, RIGHT[index] ?? '', 220, 100 + index * 11);
      put(pdf, third[index] ?? '', 400, 100 + index * 11);
    }
  });
  expect(text.split('\n').filter(Boolean)).toEqual([...LEFT, ...RIGHT, ...third]);
});

const HEAD = 'Rules of the harbour, of which every captain has a copy on board';
const FOOT = 'Page 7 of the rules of the harbour';

function putColumns(pdf: PDFKit.PDFDocument): void {
  for (const [index, line] of LEFT.entries()) put(pdf, line, 72, 130 + index * 14);
  for (const [index, line] of RIGHT.entries()) put(pdf, line, 320, 130 + index * 14);
}

test('the head of a page is read first, though it was drawn last', async () => {
  const text = await readPage((pdf) => {
    putColumns(pdf);
    put(pdf, HEAD, 72, 72);
  });
  expect(text.split('\n').filter(Boolean)).toEqual([HEAD, ...LEFT, ...RIGHT]);
});

test('the foot of a page is read last, though it was drawn first', async () => {
  const text = await readPage((pdf) => {
    put(pdf, FOOT, 72, 700);
    putColumns(pdf);
  });
  expect(text.split('\n').filter(Boolean)).toEqual([...LEFT, ...RIGHT, FOOT]);
});

test('rows of a table are lines, their cells apart', async () => {
  const text = await readPage((pdf) => {
    for (const [row, cells] of ROWS.entries())
      for (const [column, cell] of cells.entries()) put(pdf, cell, 72 + column * 140, 100 + row * 18);
  });
  expect(text.split('\n').filter(Boolean)).toEqual([
    'Berth | Length | Depth',
    'North quay | 120 m | 9 m',
    'South quay | 85 m | 6 m',
  ]);
});

test.each([
  ['numbers of a list', ['1.', '2.', '3.']],
  ['numbers of headings', ['B.4.1', 'B.4.2', 'B.4.3']],
])('%s are no cells', async (_what, marks) => {
  const text = await readPage((pdf) => {
    for (const [index, mark] of marks.entries()) {
      put(pdf, mark, 72, 100 + index * 14);
      put(pdf, LEFT[index] ?? '', 140, 100 + index * 14);
    }
  });
  expect(text.split('\n')).toEqual(marks.map((mark, index) => `${mark} ${LEFT[index]}`));
});

test('a wide gap in one line alone is a space', async () => {
  const text = await readPage((pdf) => {
    put(pdf, 'Harbour office', 72, 100);
    put(pdf, 'Page 3', 400, 100);
  });
  expect(text).toBe('Harbour office Page 3');
});

test('a raised mark does not break its line', async () => {
  const text = await readPage((pdf) => {
    put(pdf, 'All ships report', 72, 100);
    const x = 72 + pdf.widthOfString('All ships report');
    pdf.fontSize(7);
    put(pdf, '3', x + 0.5, 98);
    pdf.fontSize(12);
    put(pdf, ', and pay.', x + 5, 100);
  });
  expect(text).toBe('All ships report3, and pay.');
});

test.each([0, 90, 180, 270])(
  'a page written at %i degrees is read the way its writing runs',
  async (degrees) => {
    const text = await readPage((pdf) => {
      pdf.rotate(degrees, { origin: [300, 300] });
      for (const [row, cells] of ROWS.entries())
        for (const [column, cell] of cells.entries()) put(pdf, cell, 150 + column * 100, 250 + row * 18);
    });
    expect(text.split('\n').filter(Boolean)).toEqual(ROWS.map((cells) => cells.join(' | ')));
  },
);

test('a note that is written sideways beside the text stays by itself', async () => {
  const text = await readPage((pdf) => {
    for (const [index, line] of LEFT.entries()) put(pdf, line, 72, 200 + index * 14);
    pdf.rotate(-90, { origin: [50, 300] });
    put(pdf, 'draft of the rules', 50, 300);
  });
  expect(text.split('\n').filter(Boolean)).toEqual([...LEFT, 'draft of the rules']);
});

test('a ligature of alef and lam that the engine turned around is put in order', () => {
  const box = [10, 15, 2, 9];
  const apart = [16, 20, 2, 9];
  expect(repairLigatures('ا\u0627\u0644م', [0, 1, 2, 3], [...apart, ...box, ...box, ...apart])).toBe(
    'ا\u0644\u0627م',
  );
  expect(repairLigatures('\u0627\u0644', [0, 1], [...box, ...apart])).toBe('\u0627\u0644');
});
