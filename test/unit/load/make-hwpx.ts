import { zipFiles } from './make-docx.ts';

export const HANCOM = 'http://www.hancom.co.kr/hwpml/2011';
export const STANDARD_2024 = 'http://www.owpml.org/owpml/2024';

export interface HwpxParts {
  /** Children of each section. */
  readonly sections: readonly string[];
  /** Children of `hh:head`. */
  readonly header?: string;
  /** Children of the manifest in `META-INF`; without it there is none. */
  readonly manifest?: string;
  readonly title?: string;
  readonly namespaces?: string;
  /** Names of the sections in the order of the spine. */
  readonly spine?: readonly string[];
}

/** The parts of a document in OWPML by name, `mimetype` first. */
export function listHwpxParts(parts: HwpxParts): Record<string, string> {
  const { sections, namespaces = HANCOM, title = '' } = parts;
  const root = (name: string, children: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns:hp="${namespaces}/paragraph" xmlns:hs="${namespaces}/section" xmlns:hh="${namespaces}/head">${children}</${name}>`;
  const names = sections.map((_, index) => `section${index}`);
  const items = ['header', ...names].map(
    (name) => `<opf:item id="${name}" href="Contents/${name}.xml" media-type="application/xml"/>`,
  );
  const spine = ['header', ...(parts.spine ?? names)].map((name) => `<opf:itemref idref="${name}"/>`);
  const files: Record<string, string> = {
    mimetype: 'application/hwp+zip',
    'Contents/content.hpf': `<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata><opf:title>${title}</opf:title></opf:metadata><opf:manifest>${items.join('')}</opf:manifest><opf:spine>${spine.join('')}</opf:spine></opf:package>`,
    'Contents/header.xml': root('hh:head', parts.header ?? ''),
    'Preview/PrvText.txt': '미리 보기',
  };
  for (const [index, section] of sections.entries())
    files[`Contents/section${index}.xml`] = root('hs:sec', section);
  if (parts.manifest !== undefined)
    files['META-INF/manifest.xml'] =
      `<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">${parts.manifest}</odf:manifest>`;
  return files;
}

export function makeHwpx(parts: HwpxParts): Uint8Array {
  return zipFiles(listHwpxParts(parts));
}

/** A paragraph of text, or of elements that stand in a run; `lines` are where its lines stand on the page. */
export function paragraph(content: string, attributes = '', lines: readonly number[] = []): string {
  const inner = content.startsWith('<') || content === '' ? content : text(content);
  return `<hp:p ${attributes}><hp:run charPrIDRef="0">${inner}</hp:run><hp:linesegarray>${lines.map((line) => `<hp:lineseg vertpos="${line}"/>`).join('')}</hp:linesegarray></hp:p>`;
}

export function text(content: string): string {
  return `<hp:t>${content}</hp:t>`;
}

/** A list of paragraphs within an object. */
export function subList(...paragraphs: readonly string[]): string {
  return `<hp:subList>${paragraphs.join('')}</hp:subList>`;
}

/** A table of rows of cells, each the content of its list; `span` of a cell by `row,column`. */
export function table(
  rows: readonly (readonly string[])[],
  options: { caption?: string; spans?: Readonly<Record<string, string>> } = {},
): string {
  const cell = (content: string, row: number, column: number) =>
    `<hp:tc>${subList(content)}<hp:cellAddr colAddr="${column}" rowAddr="${row}"/><hp:cellSpan ${options.spans?.[`${row},${column}`] ?? 'colSpan="1" rowSpan="1"'}/></hp:tc>`;
  const lines = rows.map(
    (cells, row) => `<hp:tr>${cells.map((content, column) => cell(content, row, column)).join('')}</hp:tr>`,
  );
  return `<hp:tbl rowCnt="${rows.length}">${options.caption ?? ''}${lines.join('')}</hp:tbl>`;
}
