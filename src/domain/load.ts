import type { AnalyzedChunk } from './chunk.ts';
import type { Chunking } from './collection.ts';
import type { Language, Warning } from './document.ts';
import type { Page } from './page.ts';

/** Limits on what one version may grow to while it is loaded and split. Exceeding one is `DOCUMENT_LIMIT_EXCEEDED`, naming it. */
export interface LoadLimits {
  readonly maxPages: number;
  /** UTF-8 bytes of all page texts together. */
  readonly maxTextBytes: number;
  readonly maxChunks: number;
  /** Bytes of all that is unpacked of a file that is an archive, as office documents are. */
  readonly maxExpandedBytes: number;
  /** Whether text in pictures and scans is recognised. */
  readonly ocr: boolean;
  /** Of each process that reads the document; pages beyond it are not recognised and warned about, no error. */
  readonly maxOcrPages: number;
}

/** The document as the loader needs it. */
export interface LoadSource {
  readonly mediaType: string;
  readonly bytes: number;
  /** A label the caller gave, e.g. `euc-kr`; null: found out. */
  readonly charset: string | null;
  /** That opens it, as the caller gave it; null or absent: none. A secret: not for logs, messages or argv. */
  readonly password?: string | null;
}

/** What is known of a document before its first page. */
export interface LoadedHead {
  /** Name and version of what extracted the text, e.g. `pdfium 2.15.1`. */
  readonly loader: string;
  /** Null where it is known only at the end. */
  readonly pageCount: number | null;
  /** A title that the document itself carries. */
  readonly title: string | null;
}

/** Pages `first` to `last`, both included, from 1. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

/** `head` first, then pages in order in small batches, then `end`; with `findings` in place of warnings where ranges were asked for. */
export type LoadEvent =
  | { readonly kind: 'head'; readonly head: LoadedHead }
  | { readonly kind: 'pages'; readonly pages: readonly Page[] }
  | { readonly kind: 'end'; readonly warnings: readonly Warning[]; readonly findings?: LoadFindings };

export type PageFindingCode =
  | 'PAGE_WITHOUT_TEXT'
  | 'OCR_OFF'
  | 'OCR_LIMIT'
  | 'PAGE_UNREADABLE'
  | 'PAGE_BY_OCR'
  | 'TEXT_GIBBERISH'
  | 'CHARACTERS_UNDECODED'
  | 'TEXT_HIDDEN'
  | 'TEXT_INVISIBLE_CHARACTERS';

/** Something noticed on a page; plain data, so that ranges of pages can be read apart and put together. */
export interface PageFinding {
  /** From 1. */
  readonly page: number;
  readonly code: PageFindingCode;
  /** Characters, where they are counted; else 1. */
  readonly count: number;
}

/** What was found in the pages of some ranges. Whether the document fails is decided over all of them. */
export interface LoadFindings {
  readonly hasText: boolean;
  readonly hasReadablePage: boolean;
  readonly pages: readonly PageFinding[];
}

export interface SplitOptions {
  readonly chunking: Chunking;
  readonly language: Language;
}

/** Chunks in order, in small batches. */
export type ChunkBatch = readonly AnalyzedChunk[];
