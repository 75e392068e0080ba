import { type FormatRow, listDigital, type Measured, MIN_RECALL } from './judge-formats.ts';

/** What was found on looking at each file: the reference has what the text of a page should not. */
const REFERENCE_DIFFERS: Readonly<Record<string, string>> = {
  'office/xlsx_01.xlsx':
    'of tables without a break the reference repeats the names in a row of their own, we put them before each value; it repeats merged cells, and names the kinds of the charts (“Line chart”)',
  'office/xlsx_06_edge_cases_.xlsx': 'the reference repeats a merged cell in each of its rows',
  'office/pptx_chart.pptx':
    'the reference names the kinds of the charts (“Bar chart”); we write the series of the second chart, which it leaves out',
  'office/powerpoint_sample.pptx': 'the reference repeats merged cells at each of their places',
  'office/word_tables.docx': 'the reference repeats merged cells at each of their places',
  'office/equations.docx': 'the reference has formulas in LaTeX, we write them in a line',
  'html/wiki_duck.html':
    'the reference has the menus and the list of languages; we leave out what is not the article, with `CONTENT_LEFT_OUT`',
  'pdf-ko/install.ko.pdf':
    'the reference is the HTML edition, with code listings of another architecture; pdftotext finds less',
  'pdf-en/2305.03393v1-pg9.pdf': 'the reference repeats merged cells of its table; pdftotext finds less',
};

/** The same, where the text is to blame. */
const LOST: Readonly<Record<string, string>> = {
  'pdf-rtl/right_to_left_01.pdf':
    'the engine loses spaces between Latin and Arabic words (“Pythonمن”) and sets some before a vowel sign; pdftotext finds less',
  'hwpx/HeaderFooter.hwpx':
    'its only text is a header and a footer, which are left out of every Hangul document; it fails as one without text',
};

/** Files of the table with a recall below the target, or of which no text came, each with the reason. */
export function explainFormats(rows: readonly FormatRow[]): [file: string, why: string][] {
  const reasons: Readonly<Record<string, string>> = { ...REFERENCE_DIFFERS, ...LOST };
  return rows
    .filter(({ file, words }) => file in LOST || (words !== null && words < MIN_RECALL && file in reasons))
    .map(({ file }) => [file, reasons[file] ?? '']);
}

/** Mean recall of the born-digital files whose reference is not at fault. */
export function measureOwnRecall(measured: readonly Measured[]): { files: number; mean: number } {
  const own = listDigital(measured).filter(({ row }) => !(row.file in REFERENCE_DIFFERS));
  return { files: own.length, mean: own.reduce((sum, { row }) => sum + (row.words ?? 0), 0) / own.length };
}
