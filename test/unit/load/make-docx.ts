import { strToU8, type Zippable, zipSync } from 'fflate';

export const TRANSITIONAL = {
  w: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  office: 'http://schemas.openxmlformats.org/officeDocument/2006',
};
export const STRICT = {
  w: 'http://purl.oclc.org/ooxml/wordprocessingml/main',
  office: 'http://purl.oclc.org/ooxml/officeDocument',
};
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export interface DocxParts {
  /** Children of `w:body`. */
  readonly body: string;
  /** Children of `w:styles`. */
  readonly styles?: string;
  /** Children of `w:numbering`. */
  readonly numbering?: string;
  /** Children of `w:footnotes` and `w:endnotes`. */
  readonly footnotes?: string;
  readonly endnotes?: string;
  /** `dc:title`. */
  readonly title?: string;
  readonly mainPart?: string;
  readonly mainType?: string;
  readonly namespaces?: typeof TRANSITIONAL;
  /** What stands between XML declaration and root of the main part. */
  readonly doctype?: string;
}

/** The parts of a Word document by name, `[Content_Types].xml` first. */
export function listDocxParts(parts: DocxParts): Record<string, string> {
  const { mainPart = 'word/document.xml', namespaces = TRANSITIONAL } = parts;
  const mainType = parts.mainType ?? `${WORD}.document.main+xml`;
  const folder = mainPart.slice(0, mainPart.lastIndexOf('/') + 1);
  const root = (name: string, children: string, doctype = '') =>
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${doctype}<w:${name} xmlns:w="${namespaces.w}" xmlns:m="${namespaces.office}/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">${children}</w:${name}>`;
  const relationships = (list: readonly (readonly [type: string, target: string])[]) =>
    `<Relationships xmlns="${PACKAGE}/relationships">${list
      .map(([type, target], index) => `<Relationship Id="r${index}" Type="${type}" Target="${target}"/>`)
      .join('')}</Relationships>`;

  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${mainPart}" ContentType="${mainType}"/></Types>`,
    '_rels/.rels': relationships([
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
      [`${namespaces.office}/relationships/officeDocument`, mainPart],
    ]),
    [mainPart]: root('document', `<w:body>${parts.body}</w:body>`, parts.doctype),
  };
  const sides = (['styles', 'numbering', 'footnotes', 'endnotes'] as const).filter((name) => parts[name]);
  for (const name of sides) files[`${folder}${name}.xml`] = root(name, parts[name] ?? '');
  files[`${folder}_rels/${mainPart.slice(folder.length)}.rels`] = relationships(
    sides.map((name) => [`${namespaces.office}/relationships/${name}`, `${name}.xml`]),
  );
  if (parts.title !== undefined)
    files['docProps/core.xml'] =
      `<c:coreProperties xmlns:c="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${parts.title}</dc:title></c:coreProperties>`;
  return files;
}

/** A Word document made in memory. */
export function makeDocx(parts: DocxParts): Uint8Array {
  return zipFiles(listDocxParts(parts));
}

/** A ZIP archive with the files in the order given. */
export function zipFiles(files: Readonly<Record<string, string>>): Uint8Array {
  const entries: Zippable = {};
  for (const [name, text] of Object.entries(files)) entries[name] = strToU8(text);
  return zipSync(entries);
}

/** Paragraph with properties `properties` (children of `w:pPr`) and runs or other content. */
export function paragraph(content: string, properties = ''): string {
  const inner = content === '' || content.startsWith('<') ? content : run(content);
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${inner}</w:p>`;
}

export function run(text: string, properties = ''): string {
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** A table of rows of cells, each cell the content of `w:tc`. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<w:tc>${cell}</w:tc>`).join('');
  return `<w:tbl>${rows.map((row) => `<w:tr>${cells(row)}</w:tr>`).join('')}</w:tbl>`;
}

export const PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>';
export const RENDERED_BREAK = '<w:r><w:lastRenderedPageBreak/></w:r>';
