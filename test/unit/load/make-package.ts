import { zipFiles } from './make-docx.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A part with what it leads to: type (its last word) and name of the part, by the ids. */
export interface MadePart {
  readonly xml: string;
  readonly relationships?: Readonly<Record<string, readonly [type: string, part: string]>>;
}

/** An Open Packaging file of parts by name, `main` among them; `title` is `dc:title`. */
export function listPackageParts(
  main: string,
  contentType: string,
  parts: Readonly<Record<string, MadePart>>,
  title?: string,
): Record<string, string> {
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Override PartName="/${main}" ContentType="${contentType}"/></Types>`,
    '_rels/.rels': writeRelationships({
      r1: ['officeDocument', main],
      r2: ['core-properties', 'docProps/core.xml'],
    }),
  };
  for (const [name, { xml, relationships }] of Object.entries(parts)) {
    files[name] = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${xml}`;
    const slash = name.lastIndexOf('/') + 1;
    if (relationships)
      files[`${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`] = writeRelationships(relationships);
  }
  if (title !== undefined)
    files['docProps/core.xml'] =
      `<c:coreProperties xmlns:c="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></c:coreProperties>`;
  return files;
}

export function makePackage(...args: Parameters<typeof listPackageParts>): Uint8Array {
  return zipFiles(listPackageParts(...args));
}

function writeRelationships(relationships: NonNullable<MadePart['relationships']>): string {
  const list = Object.entries(relationships).map(
    ([id, [type, part]]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="/${part}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}
