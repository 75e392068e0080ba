import type { LoadLimits, PageFinding } from '../domain/load.ts';
import type { Line } from '../domain/page.ts';
import { judgeTextLayer, type TextLayerVerdict } from './judge-text-layer.ts';
import { recognisePage } from './ocr/recognise-page.ts';
import { renderPdfPage } from './ocr/render-pdf-page.ts';
import { shareOfBigrams } from './ocr/share-of-bigrams.ts';
import type { Pdfium } from './pdfium.ts';
import type { ReadPdfPage } from './read-pdf-page.ts';

interface LaidPage {
  readonly text: string;
  readonly lines: readonly Line[];
}

/** Below it a layer and what was recognised have nothing to do with each other; agreement measured 0.9. */
const MIN_AGREEMENT = 0.3;
/** A stamp is part of what is recognised; a page whose picture has as little text keeps its exact layer. */
const STAMP_FACTOR = 2;

/** Puts recognised text in the place of a text layer that is missing or cannot be believed. One for each range of pages. */
export class PdfPageMender {
  readonly #pdfium: Pdfium;
  readonly #document: number;
  readonly #limits: LoadLimits;
  #recognised = 0;
  /** A doubtful layer turned out to be right: the others of the document are of the same making. */
  #trustsDoubtful = false;
  readonly findings: PageFinding[] = [];

  constructor(pdfium: Pdfium, document: number, limits: LoadLimits) {
    this.#pdfium = pdfium;
    this.#document = document;
    this.#limits = limits;
  }

  /** Text and lines of the page at `index`; `printed` is null where the engine cannot open it. */
  async mend(index: number, printed: ReadPdfPage | null, laid: LaidPage): Promise<LaidPage> {
    const note = (code: PageFinding['code'], count = 1): void => {
      if (count > 0) this.findings.push({ page: index + 1, code, count });
    };
    if (printed === null) {
      note('PAGE_UNREADABLE');
      return laid;
    }
    const verdict = judgeTextLayer(printed.traits);
    const recognised = this.#wants(verdict, note) ? await this.#recognise(index, printed) : null;
    if (recognised && this.#prefers(recognised.text, laid.text, verdict)) {
      note('PAGE_BY_OCR');
      return recognised;
    }
    if (laid.text === '') note('PAGE_WITHOUT_TEXT');
    if (verdict === 'gibberish') note('TEXT_GIBBERISH');
    note('CHARACTERS_UNDECODED', printed.traits.undecoded);
    note('TEXT_HIDDEN', printed.traits.hidden);
    return laid;
  }

  #wants(verdict: TextLayerVerdict, note: (code: PageFinding['code']) => void): boolean {
    if (verdict === 'good' || verdict === 'blank') return false;
    if (verdict === 'doubtful' && this.#trustsDoubtful) return false;
    const isNeeded = verdict === 'missing' || verdict === 'gibberish';
    const isOver = this.#recognised >= this.#limits.maxOcrPages;
    if (isNeeded && !this.#limits.ocr) note('OCR_OFF');
    else if (isNeeded && isOver) note('OCR_LIMIT');
    return this.#limits.ocr && !isOver;
  }

  #recognise(index: number, printed: ReadPdfPage): Promise<LaidPage | null> {
    this.#recognised += 1;
    return recognisePage((turns) => renderPdfPage(this.#pdfium, this.#document, index, turns), printed);
  }

  #prefers(recognised: string, layer: string, verdict: TextLayerVerdict): boolean {
    if (verdict === 'stamp') return recognised.length >= layer.length * STAMP_FACTOR;
    if (verdict !== 'doubtful') return true;
    this.#trustsDoubtful = shareOfBigrams(recognised, layer) >= MIN_AGREEMENT;
    return !this.#trustsDoubtful;
  }
}
