/**
 * PDFium against pdfjs-dist on real files: milliseconds a page with positions, and the text against its reference.
 *
 *   node bench/pdf-engines.ts
 *
 * `FOOTNOTE_EVAL_DIR` (default `../shared/eval`) has the files; pdfjs-dist comes from `npm ci --prefix bench`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPdf } from '../src/load/load-pdf.ts';
import { countTrigrams, countWords, measureRecall } from './compare-text.ts';

const FILES = [
  'pdf-ko/install.ko.pdf',
  'pdf-ko/korean-text-with-tables.pdf',
  'pdf-en/install.en.pdf',
  'pdf-en/normal_4pages.pdf',
  'pdf-en/multi_page.pdf',
  'pdf-en/redp5110_sampled.pdf',
  'pdf-huge/DA-619p.pdf',
  'pdf-layout/federal-register-2020-17221.pdf',
  'pdf-layout/multi-column-2p.pdf',
  'pdf-layout/issue-71-duplicate-chars.pdf',
  'pdf-rtl/right_to_left_01.pdf',
  'pdf-cid/noembed-eucjp.pdf',
];
const LIMITS = {
  maxPages: 10_000,
  maxTextBytes: 50_000_000,
  maxChunks: 50_000,
  maxExpandedBytes: 200_000_000,
  ocr: false,
  maxOcrPages: 0,
};

interface Extraction {
  readonly pages: readonly string[];
  readonly ms: number;
}

/** The part of pdfjs-dist that is used; its types are not installed with the service. */
interface Pdfjs {
  readonly VerbosityLevel: { readonly ERRORS: number };
  getDocument(options: object): {
    readonly promise: Promise<{
      readonly numPages: number;
      getPage(page: number): Promise<{
        getTextContent(): Promise<{ items: readonly { str?: string; hasEOL?: boolean }[] }>;
        cleanup(): void;
      }>;
    }>;
    destroy(): Promise<void>;
  };
}

const evalDir = process.env.FOOTNOTE_EVAL_DIR ?? '../shared/eval';
if (!existsSync(join(evalDir, 'docs'))) {
  console.error(`NOT RUN: no evaluation files in ${evalDir}; set FOOTNOTE_EVAL_DIR.`);
  process.exit(1);
}

const requireFromHere = createRequire(import.meta.url);
const engines = [
  ['pdfium', extractByPdfium],
  ['pdfjs', await preparePdfjs()],
] as const;
const results: object[] = [];
console.log('file | engine | pages | ms/page | characters | trigram recall | precision | word recall');
for (const file of FILES) {
  const path = join(evalDir, 'docs', file);
  const truthPath = `${path}.truth.md`;
  const truth = existsSync(truthPath) ? readFileSync(truthPath, 'utf8') : null;
  for (const [engine, extract] of engines) {
    const { pages, ms } = await extract(new Uint8Array(readFileSync(path)));
    const text = pages.join('\n');
    const row = {
      file,
      engine,
      pages: pages.length,
      msPerPage: round(ms / pages.length, 2),
      characters: text.replace(/\s+/g, '').length,
      trigramRecall:
        truth === null ? null : round(measureRecall(countTrigrams(truth), countTrigrams(text)), 4),
      precision: truth === null ? null : round(measureRecall(countTrigrams(text), countTrigrams(truth)), 4),
      wordRecall: truth === null ? null : round(measureRecall(countWords(truth), countWords(text)), 4),
    };
    results.push(row);
    console.log(Object.values(row).join(' | '));
  }
}
console.log(JSON.stringify({ bench: 'pdf-engines', results }));

/** The service's own loader, line boxes and layout included. */
async function extractByPdfium(bytes: Uint8Array): Promise<Extraction> {
  const started = performance.now();
  const pages: string[] = [];
  const source = { mediaType: 'application/pdf', bytes: bytes.length, charset: null };
  for await (const event of loadPdf(bytes, source, LIMITS)) {
    if (event.kind === 'pages') pages.push(...event.pages.map((page) => page.text));
  }
  return { pages, ms: performance.now() - started };
}

/** Runs with positions, joined as the engine says where lines end. */
async function preparePdfjs(): Promise<(bytes: Uint8Array) => Promise<Extraction>> {
  const entry = requireFromHere.resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const pdfjs: Pdfjs = await import(pathToFileURL(entry).href);
  const root = join(dirname(entry), '../..');
  return async (data) => {
    const started = performance.now();
    const task = pdfjs.getDocument({
      data,
      cMapUrl: join(root, 'cmaps/'),
      standardFontDataUrl: join(root, 'standard_fonts/'),
      verbosity: pdfjs.VerbosityLevel.ERRORS,
      disableFontFace: true,
    });
    const document = await task.promise;
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(items.map((item) => `${item.str ?? ''}${item.hasEOL ? '\n' : ''}`).join(''));
      page.cleanup();
    }
    await task.destroy();
    return { pages, ms: performance.now() - started };
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
