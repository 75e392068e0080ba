import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';

/** A PDF made in memory; `draw` may use pdfkit's built-in Latin fonts only. */
export function makePdf(
  draw: (document: PDFKit.PDFDocument) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', margin: 72, ...options });
  const pieces: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  document.on('data', (piece: Buffer) => pieces.push(piece));
  document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
  document.on('error', reject);
  draw(document);
  document.end();
  return promise;
}

/** The Korean example document of the repository: three pages. */
export function readExamplePdf(): Uint8Array {
  return new Uint8Array(
    readFileSync(new URL('../../../docs/examples/remote-work-policy.ko.pdf', import.meta.url)),
  );
}
