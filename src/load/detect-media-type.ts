import type { Warning } from '../domain/document.ts';
import { ServiceError } from '../errors.ts';
import { findByteOrderMark } from './decode-text.ts';
import { isOle } from './hwp/open-ole.ts';
import { identifyImage } from './identify-image.ts';
import { identifyOle, type OleFormat } from './identify-ole.ts';
import { identifyZip, isZip, type ZipFormat } from './identify-zip.ts';
import {
  BMP_MEDIA_TYPE,
  CSV_MEDIA_TYPE,
  DOCX_MEDIA_TYPE,
  EML_MEDIA_TYPE,
  EPUB_MEDIA_TYPE,
  HWP_MEDIA_TYPE,
  HWPX_MEDIA_TYPE,
  JPEG_MEDIA_TYPE,
  ODP_MEDIA_TYPE,
  ODS_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
  PNG_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  RTF_MEDIA_TYPE,
  TIFF_MEDIA_TYPE,
  TSV_MEDIA_TYPE,
  WEBP_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
} from './media-types.ts';
import { ZIP_TYPES } from './zip-types.ts';

export const SUPPORTED_MEDIA_TYPES = [
  'application/pdf',
  DOCX_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  HWP_MEDIA_TYPE,
  HWPX_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
  ODS_MEDIA_TYPE,
  ODP_MEDIA_TYPE,
  RTF_MEDIA_TYPE,
  EPUB_MEDIA_TYPE,
  EML_MEDIA_TYPE,
  PNG_MEDIA_TYPE,
  JPEG_MEDIA_TYPE,
  TIFF_MEDIA_TYPE,
  WEBP_MEDIA_TYPE,
  BMP_MEDIA_TYPE,
  CSV_MEDIA_TYPE,
  TSV_MEDIA_TYPE,
  'text/html',
  'text/markdown',
  'text/plain',
] as const;
export type SupportedMediaType = (typeof SUPPORTED_MEDIA_TYPES)[number];

/** As a caller reads it, in the order of the list above. */
const SUPPORTED_NAMES = [
  'PDF (application/pdf)',
  `Word documents (.docx, ${DOCX_MEDIA_TYPE})`,
  `Excel workbooks (.xlsx, ${XLSX_MEDIA_TYPE})`,
  `PowerPoint presentations (.pptx, ${PPTX_MEDIA_TYPE})`,
  `Hangul documents (.hwp, ${HWP_MEDIA_TYPE}; .hwpx, ${HWPX_MEDIA_TYPE})`,
  `OpenDocument (.odt, ${ODT_MEDIA_TYPE}; .ods, ${ODS_MEDIA_TYPE}; .odp, ${ODP_MEDIA_TYPE})`,
  `RTF (.rtf, ${RTF_MEDIA_TYPE})`,
  `books (.epub, ${EPUB_MEDIA_TYPE})`,
  `messages (.eml, ${EML_MEDIA_TYPE})`,
  `images (${PNG_MEDIA_TYPE}, ${JPEG_MEDIA_TYPE}, ${TIFF_MEDIA_TYPE}, ${WEBP_MEDIA_TYPE}, ${BMP_MEDIA_TYPE})`,
  `tables as text (${CSV_MEDIA_TYPE}, ${TSV_MEDIA_TYPE})`,
  'HTML (text/html)',
  'Markdown (text/markdown)',
];
const SUPPORTED_TEXT = `Supported are ${SUPPORTED_NAMES.join(', ')} and plain text (text/plain).`;

const PDF_HEADER_WITHIN_BYTES = 1024;

const SIGNATURES: readonly (readonly [name: string, bytes: string])[] = [
  ['a ZIP archive', 'PK\x05\x06'],
  [
    'a Hangul document of version 3 (open it in Hangul, save it as HWPX and send that)',
    'HWP Document File V',
  ],
  ['a GIF image', 'GIF8'],
  ['a RIFF file', 'RIFF'],
  ['a gzip archive', '\x1f\x8b'],
  ['a 7-Zip archive', '7z\xbc\xaf\x27\x1c'],
  ['a RAR archive', 'Rar!\x1a'],
];

/** What the other OLE formats are to a caller, and what to do. */
const OLE_NAMES: Readonly<Record<Exclude<OleFormat, 'HWP'>, string>> = {
  DOC: 'an old Word document (save it as .docx and send that)',
  XLS: 'an old Excel workbook (save it as .xlsx and send that)',
  PPT: 'an old PowerPoint presentation (save it as .pptx and send that)',
  MSG: 'an Outlook message (save it as .eml and send that)',
  ENCRYPTED_OFFICE: 'an Office document with a password (save it without and send that)',
};

const UNKNOWN_OLE =
  'The file is an OLE document (DOC, XLS, PPT: save it as .docx, .xlsx or .pptx; an Office document with a password: save it without; then send that).';

/** Signatures that a sentence may begin with: of a binary file only where the rest is none of text. */
const WORDS = new Set(['GIF8', 'RIFF']);

/** Media types and file extensions of the text family: what they mean, or null where a loader is missing. */
const TEXT_TYPES = new Map<string, SupportedMediaType | null>([
  ['text/markdown', 'text/markdown'],
  ['text/x-markdown', 'text/markdown'],
  ['text/plain', 'text/plain'],
  ['text/html', 'text/html'],
  ['application/xhtml+xml', 'text/html'],
  [CSV_MEDIA_TYPE, CSV_MEDIA_TYPE],
  ['application/csv', CSV_MEDIA_TYPE],
  [TSV_MEDIA_TYPE, TSV_MEDIA_TYPE],
  [EML_MEDIA_TYPE, EML_MEDIA_TYPE],
  ...['text/xml', 'application/xml', 'image/svg+xml', 'application/json', 'application/x-ndjson'].map(
    (type) => [type, null] as const,
  ),
]);
const TEXT_EXTENSIONS = new Map<string, SupportedMediaType | null>([
  ...['md', 'markdown', 'mdx', 'mkd'].map((extension) => [extension, 'text/markdown'] as const),
  ...['txt', 'text', 'log'].map((extension) => [extension, 'text/plain'] as const),
  ['eml', EML_MEDIA_TYPE],
  ...['html', 'htm', 'xhtml', 'xht'].map((extension) => [extension, 'text/html'] as const),
  ['csv', CSV_MEDIA_TYPE],
  ...['tsv', 'tab'].map((extension) => [extension, TSV_MEDIA_TYPE] as const),
  ...['xml', 'svg', 'json', 'jsonl', 'ndjson', 'mht', 'mhtml'].map((extension) => [extension, null] as const),
]);
/** How a page begins that says it is one, behind comments too; UTF-16 has its NULs taken out before. */
const HTML_START =
  /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml\s[^>]*>|<!--(?:(?!-->)[\s\S])*-->)*<(?:!doctype\s+html|html)[\s>]/i;
/** What XHTML is declared as, too. */
const XML_TYPE = /^(?:application|text)\/xml$/;
/** Extensions that promise a binary format; text under such a name is accepted with a warning. */
const BINARY_EXTENSIONS =
  /^(pdf|do[ct][xm]?|xl[st][xm]?|p(?:pt|ot|ps)[xm]?|hwpx?|o[dt][tsp]|rtf|epub|zip|png|jpe?g|gif|tiff?|webp|bmp|msg)$/;

const RTF_START = '{\\rtf';
const RTF_DECLARED = /^(?:application|text)\/(?:x-)?rtf$/;
const HWP_DECLARED = /^application\/(?:x-hwp|haansofthwp|vnd\.hancom\.hwp)$/;
/** What browsers on Windows call a .csv. */
const EXCEL_DECLARED = 'application/vnd.ms-excel';

export interface MediaTypeQuestion {
  /** The first 8 kB or so; the whole file where it is shorter. */
  readonly head: Uint8Array;
  /** The last 512 kB or so, which tell a ZIP or an OLE file that the head does not; absent where the head is the whole file. */
  readonly tail?: Uint8Array | undefined;
  readonly filename: string | null;
  /** The media type the client sent, if any. */
  readonly declared: string | null;
  /** It came as text (a JSON string), whatever its first characters look like. */
  readonly isText?: boolean | undefined;
}

/** Whether the type can be told only when the whole upload is there. */
export function needsTail(head: Uint8Array): boolean {
  if (isOle(head)) return identifyOle(head, null) === null;
  return isZip(head) && identifyZip(head, null) === null;
}

/**
 * What an upload is. Binary formats by their content only; within the text family by the declared media type, then
 * the extension, then plain text; where neither says anything, or says XML, HTML that begins as such.
 *
 * Throws `ServiceError` MEDIA_TYPE_UNSUPPORTED.
 */
export function detectMediaType(question: MediaTypeQuestion): {
  mediaType: SupportedMediaType;
  warnings: Warning[];
} {
  const head = Buffer.from(question.head.buffer, question.head.byteOffset, question.head.byteLength);
  const declaredType = readDeclared(question.declared);
  const extension = /\.([^./\\]+)$/.exec(question.filename ?? '')?.[1]?.toLowerCase() ?? null;
  const declared = declaredType === EXCEL_DECLARED && extension === 'csv' ? null : declaredType;
  if (question.isText === true) return { mediaType: chooseTextType(declared, extension, head), warnings: [] };
  const isText = looksLikeText(head);

  if (isPdf(head, isText && (TEXT_TYPES.has(declared ?? '') || TEXT_EXTENSIONS.has(extension ?? '')))) {
    const agrees =
      (declared === null || declared === 'application/pdf' || declared === 'application/x-pdf') &&
      (extension === null || extension === 'pdf');
    return { mediaType: 'application/pdf', warnings: agrees ? [] : [mismatch('a PDF')] };
  }
  if (head.subarray(0, RTF_START.length).equals(latin1(RTF_START))) {
    const agrees =
      (declared === null || RTF_DECLARED.test(declared)) && (extension === null || extension === 'rtf');
    return { mediaType: RTF_MEDIA_TYPE, warnings: agrees ? [] : [mismatch('an RTF document')] };
  }
  if (isZip(head)) return acceptZip(identifyZip(head, question.tail ?? head), declared, extension);
  const image = identifyImage(head);
  if (image) {
    const agrees =
      (declared === null || image.declared.test(declared)) &&
      (extension === null || image.extension.test(extension));
    return { mediaType: image.mediaType, warnings: agrees ? [] : [mismatch(image.what)] };
  }
  if (isOle(head)) return acceptOle(identifyOle(head, question.tail ?? head), declared, extension);
  const signature = SIGNATURES.find(
    ([, bytes]) => head.subarray(0, bytes.length).equals(latin1(bytes)) && !(isText && WORDS.has(bytes)),
  );
  if (signature) throw unsupported(`The file is ${signature[0]}.`);
  if (!isText) throw unsupported('The file is in a binary format that is not known.');

  const lies =
    (declared !== null && !TEXT_TYPES.has(declared) && !declared.startsWith('text/')) ||
    (extension !== null && BINARY_EXTENSIONS.test(extension));
  const mediaType = chooseTextType(declared, extension, head);
  return { mediaType, warnings: lies ? [mismatch('text')] : [] };
}

function acceptZip(
  format: ZipFormat | null,
  declared: string | null,
  extension: string | null,
): { mediaType: SupportedMediaType; warnings: Warning[] } {
  const type = format === null ? undefined : ZIP_TYPES[format];
  if (!type) throw unsupported(`The file is ${format ? `${format} in a ZIP` : 'a ZIP'} archive.`);
  const agrees =
    (declared === null || type.declared.test(declared)) &&
    (extension === null || type.extension.test(extension));
  return { mediaType: type.mediaType, warnings: agrees ? [] : [mismatch(type.what)] };
}

/** A large file whose directory was not seen is what its name says; the loader finds out. */
function acceptOle(
  format: OleFormat | null,
  declared: string | null,
  extension: string | null,
): { mediaType: SupportedMediaType; warnings: Warning[] } {
  const declaresHwp = declared !== null && HWP_DECLARED.test(declared);
  if (format !== null && format !== 'HWP') throw unsupported(`The file is ${OLE_NAMES[format]}.`);
  if (format === null && !declaresHwp && extension !== 'hwp') throw unsupported(UNKNOWN_OLE);
  const agrees = (declared === null || declaresHwp) && (extension === null || extension === 'hwp');
  return { mediaType: HWP_MEDIA_TYPE, warnings: agrees ? [] : [mismatch('a Hangul document (HWP)')] };
}

function chooseTextType(declared: string | null, extension: string | null, head: Buffer): SupportedMediaType {
  const isHtml = HTML_START.test(latin1Of(head));
  const byDeclared = declared === null ? undefined : TEXT_TYPES.get(declared);
  if (isHtml && byDeclared === null && XML_TYPE.test(declared ?? '')) return 'text/html';
  if (byDeclared === null) throw unsupported(`The media type ${declared} has no loader.`);
  if (byDeclared !== undefined) return byDeclared;
  const byExtension = extension === null ? undefined : TEXT_EXTENSIONS.get(extension);
  if (isHtml && extension === 'xml') return 'text/html';
  if (byExtension === null) throw unsupported(`Files with the extension .${extension} have no loader.`);
  if (byExtension !== undefined) return byExtension;
  // Pages are saved as view.do, index.php and, by office programs, as .doc.
  return isHtml && !declared?.startsWith('text/') ? 'text/html' : 'text/plain';
}

/** Lower case without parameters; null where the client had nothing to say. */
function readDeclared(declared: string | null): string | null {
  const type = (declared ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' || type === 'application/octet-stream' || type === 'binary/octet-stream' ? null : type;
}

/** Some bytes may stand before the header; a text called text that speaks about PDF headers stays text. */
function isPdf(head: Buffer, saysText: boolean): boolean {
  const at = head.subarray(0, PDF_HEADER_WITHIN_BYTES).indexOf('%PDF-');
  return at === 0 || (at > 0 && !saysText);
}

function looksLikeText(head: Buffer): boolean {
  if (findByteOrderMark(head)) return true;
  // NUL and control characters other than \b \t \n \v \f \r and ESC do not stand in text of any supported charset.
  return !head.some((byte) => byte < 0x08 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b));
}

function latin1Of(head: Buffer): string {
  return head.toString('latin1').replaceAll('\0', '');
}

function latin1(bytes: string): Buffer {
  return Buffer.from(bytes, 'latin1');
}

function mismatch(what: string): Warning {
  const message = `The name or the declared media type says otherwise, but the content is ${what}; it was read as such.`;
  return { code: 'MEDIA_TYPE_MISMATCH', message, pages: [] };
}

function unsupported(reason: string): ServiceError {
  return new ServiceError('MEDIA_TYPE_UNSUPPORTED', `${reason} ${SUPPORTED_TEXT}`);
}
