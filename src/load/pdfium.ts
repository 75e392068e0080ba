import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { init } from '@embedpdf/pdfium';
import { pdfCipherUnknown, pdfNeedsPassword, pdfTooLarge, unreadablePdf } from './pdf-errors.ts';

export type Pdfium = Awaited<ReturnType<typeof init>>;

/**
 * What lies under the package's wrappers. Memory that grows gets new views: ask again after each call. The functions
 * are called for characters, lines or what is drawn, and the wrappers cost more than most of them do (1 ms a page).
 * What the wrappers give as true and false is 1 and 0 here.
 */
export interface RawPdfium {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
  readonly wasmExports: {
    FPDFText_GetUnicode(textPage: number, index: number): number;
    /** 1 where the font has no Unicode for the character. */
    FPDFText_HasUnicodeMapError(textPage: number, index: number): number;
    /** Writes left, right, bottom, top as doubles; 0 when it fails. */
    FPDFText_GetCharBox(
      textPage: number,
      index: number,
      left: number,
      right: number,
      bottom: number,
      top: number,
    ): number;
    /** Writes left, top, right, bottom as floats in this order at `box`. */
    FPDFText_GetLooseCharBox(textPage: number, index: number, box: number): number;
    /** Writes x and y as doubles. */
    FPDFText_GetCharOrigin(textPage: number, index: number, x: number, y: number): number;
    /** Radians clockwise. */
    FPDFText_GetCharAngle(textPage: number, index: number): number;
    FPDFText_GetFillColor(
      textPage: number,
      index: number,
      red: number,
      green: number,
      blue: number,
      alpha: number,
    ): number;
    FPDFText_GetTextObject(textPage: number, index: number): number;
    FPDFTextObj_GetTextRenderMode(object: number): number;
    FPDFPage_GetObject(page: number, index: number): number;
    FPDFPageObj_GetType(object: number): number;
    /** Writes left, bottom, right, top as floats. */
    FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  };
}

const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

let loaded: Promise<Pdfium> | undefined;

/** The engine: WebAssembly, one instance for the process, about 35 ms to start. */
export function startPdfium(): Promise<Pdfium> {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<Pdfium> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')));
  const pdfium = await init({ wasmBinary: new Uint8Array(wasm).buffer });
  pdfium.PDFiumExt_Init();
  return pdfium;
}

/**
 * Room for a document in the engine's memory, for `openPdf`, which gives it back: a document that is received there lies
 * in the process once, and not twice. The view is of no more use when that memory grows. Throws `IngestError`
 * PARSER_MEMORY.
 */
export function allocatePdf(pdfium: Pdfium, size: number): Uint8Array {
  const address = pdfium.pdfium.wasmExports.malloc(Math.max(size, 1));
  if (address === 0) throw pdfTooLarge();
  return rawOf(pdfium).HEAPU8.subarray(address, address + size);
}

/**
 * Opens a document; bytes that lie elsewhere are copied into the engine's memory. An owner password alone does not stop reading.
 *
 * Throws `IngestError` DOCUMENT_ENCRYPTED, DOCUMENT_UNREADABLE or PARSER_MEMORY.
 */
export function openPdf(
  pdfium: Pdfium,
  bytes: Uint8Array,
  password: string | null = null,
): { document: number; close: () => void } {
  const { byteOffset: memory, length } = takeIn(pdfium, bytes);
  let document = 0;
  let error = ERROR_PASSWORD;
  for (const candidate of listPasswords(password)) {
    if (error !== ERROR_PASSWORD) break;
    document = pdfium.FPDF_LoadMemDocument(memory, length, candidate);
    error = document === 0 ? pdfium.FPDF_GetLastError() : 0;
  }
  if (document === 0) {
    pdfium.pdfium.wasmExports.free(memory);
    if (error === ERROR_PASSWORD) throw pdfNeedsPassword(password !== null);
    if (error === ERROR_SECURITY) throw pdfCipherUnknown();
    throw unreadablePdf();
  }
  return {
    document,
    close() {
      pdfium.FPDF_CloseDocument(document);
      pdfium.pdfium.wasmExports.free(memory);
    },
  };
}

function takeIn(pdfium: Pdfium, bytes: Uint8Array): Uint8Array {
  if (bytes.buffer === rawOf(pdfium).HEAPU8.buffer) return bytes;
  const copy = allocatePdf(pdfium, bytes.length);
  copy.set(bytes);
  return copy;
}

/**
 * None first: where none is needed, a wrong one would keep the document shut. NFKC is what SASLprep, which AES-256
 * asks for, makes of most. The engine tries UTF-8 and Latin-1 by itself.
 */
function listPasswords(password: string | null): ReadonlySet<string> {
  return new Set(password === null ? [''] : ['', password, password.normalize('NFKC')]);
}

/**
 * A UTF-16LE string from a PDFium call that takes `(buffer, bytes)` and returns the bytes needed, the closing NUL
 * included. At most `maxBytes` are read.
 */
export function readUtf16(
  pdfium: Pdfium,
  call: (buffer: number, bytes: number) => number,
  maxBytes = 4096,
): string {
  const bytes = Math.min(call(0, 0), maxBytes);
  if (bytes <= 2) return '';
  return withMemory(pdfium, bytes, (buffer) => {
    call(buffer, bytes);
    return Buffer.from(rawOf(pdfium).HEAPU8.slice(buffer, buffer + bytes - 2)).toString('utf16le');
  });
}

// The package's types lean on @types/emscripten, which it does not bring along.
export function rawOf(pdfium: Pdfium): RawPdfium {
  return pdfium.pdfium as unknown as RawPdfium;
}

/** Lends `bytes` of the engine's memory. */
export function withMemory<Result>(pdfium: Pdfium, bytes: number, use: (address: number) => Result): Result {
  const address = pdfium.pdfium.wasmExports.malloc(bytes);
  try {
    return use(address);
  } finally {
    pdfium.pdfium.wasmExports.free(address);
  }
}
