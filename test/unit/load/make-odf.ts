import { loadDocument } from '../../../src/load/load-document.ts';
import { ODP_MEDIA_TYPE, ODS_MEDIA_TYPE, ODT_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';

const OASIS = 'urn:oasis:names:tc:opendocument:xmlns';
const NAMESPACES = [
  ...['office', 'text', 'table', 'style', 'presentation', 'manifest'].map(
    (name) => `xmlns:${name}="${OASIS}:${name}:1.0"`,
  ),
  `xmlns:draw="${OASIS}:drawing:1.0"`,
  `xmlns:fo="${OASIS}:xsl-fo-compatible:1.0"`,
  `xmlns:svg="${OASIS}:svg-compatible:1.0"`,
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
].join(' ');

const KINDS = {
  text: ODT_MEDIA_TYPE,
  spreadsheet: ODS_MEDIA_TYPE,
  presentation: ODP_MEDIA_TYPE,
} as const;

export interface OdfParts {
  /** Children of `office:text`, `office:spreadsheet` or `office:presentation`. */
  readonly body: string;
  /** Automatic styles of the document, and styles of `styles.xml`. */
  readonly styles?: string;
  readonly commonStyles?: string;
  readonly title?: string;
  /** Children of the manifest. */
  readonly manifest?: string;
}

/** The parts of an OpenDocument by name, `mimetype` first. */
export function listOdfParts(kind: keyof typeof KINDS, parts: OdfParts): Record<string, string> {
  const root = (name: string, children: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><${name} ${NAMESPACES}>${children}</${name}>`;
  return {
    mimetype: KINDS[kind],
    'content.xml': root(
      'office:document-content',
      `<office:automatic-styles>${parts.styles ?? ''}</office:automatic-styles><office:body><office:${kind}>${parts.body}</office:${kind}></office:body>`,
    ),
    'styles.xml': root(
      'office:document-styles',
      `<office:styles>${parts.commonStyles ?? ''}</office:styles><office:master-styles><style:master-page style:name="Standard"><style:header><text:p>HEADER</text:p></style:header></style:master-page></office:master-styles>`,
    ),
    'meta.xml': root(
      'office:document-meta',
      `<office:meta><dc:title>${parts.title ?? ''}</dc:title></office:meta>`,
    ),
    'META-INF/manifest.xml': root('manifest:manifest', parts.manifest ?? ''),
  };
}

export function loadOdfBytes(kind: keyof typeof KINDS, bytes: Uint8Array, limits = WIDE_LIMITS) {
  return collectLoad(
    loadDocument(bytes, { mediaType: KINDS[kind], bytes: bytes.length, charset: null }, limits),
  );
}

/** What is loaded of a document; `text` is that of its first page, `texts` of all. */
export async function loadOdf(kind: keyof typeof KINDS, body: string, parts: Omit<OdfParts, 'body'> = {}) {
  const loaded = await loadOdfBytes(kind, zipFiles(listOdfParts(kind, { ...parts, body })));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}

/** A paragraph in a style. */
export function p(content: string, style = 'Standard'): string {
  return `<text:p text:style-name="${style}">${content}</text:p>`;
}

/** A paragraph style; `parts` are children, `attributes` such as its parent. */
export function paragraphStyle(name: string, parts: string, attributes = ''): string {
  return `<style:style style:name="${name}" style:family="paragraph" ${attributes}>${parts}</style:style>`;
}

/** A table of rows of cells, each the content of its cell or a whole cell. */
export function table(rows: readonly (readonly string[])[], attributes = ''): string {
  const cell = (content: string) =>
    content.startsWith('<table:') ? content : `<table:table-cell>${content}</table:table-cell>`;
  const lines = rows.map((cells) => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`);
  return `<table:table ${attributes}>${lines.join('')}</table:table>`;
}
