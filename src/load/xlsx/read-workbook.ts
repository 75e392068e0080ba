import { isOn } from '../ooxml/namespaces.ts';
import { listRelationships } from '../ooxml/read-relationships.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { unreadableArchive } from '../zip/archive-errors.ts';
import type { Archive } from '../zip/open-archive.ts';
import { XLSX_NAMESPACES } from './namespaces.ts';
import { toCellText } from './string-draft.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Null where the file lacks it. */
  readonly part: string | null;
}

export interface Workbook {
  /** In the order of their tabs; a dialog is none. */
  readonly sheets: readonly Sheet[];
  /** Days are counted from 1904 in place of 1900. */
  readonly countsFrom1904: boolean;
  readonly sharedStringsPart: string | undefined;
  readonly stylesPart: string | undefined;
}

/** Reads the main part of a workbook. Throws `IngestError` DOCUMENT_UNREADABLE and what reading a part throws. */
export async function readWorkbook(archive: Archive, part: string): Promise<Workbook> {
  const relationships = await listRelationships(archive, part);
  const sheets: Sheet[] = [];
  let countsFrom1904 = false;
  let isWorkbook = false;
  await parseXml(archive.read(part), XLSX_NAMESPACES, {
    open(name, attributes) {
      if (name === 's:workbook') isWorkbook = true;
      if (name === 's:workbookPr') countsFrom1904 = isOn(attributes('date1904') ?? '0');
      if (name !== 's:sheet') return;
      const target = relationships.find(({ id }) => id === attributes('r:id'));
      if (target && target.type !== 'worksheet' && target.type !== 'chartsheet') return;
      const isHidden = /hidden/i.test(attributes('state') ?? '');
      sheets.push({ name: toCellText(attributes('name') ?? ''), isHidden, part: target?.part ?? null });
    },
    close() {},
    text() {},
  });
  if (!isWorkbook) throw unreadableArchive('it is not a workbook');
  const partOf = (type: string) => relationships.find((relationship) => relationship.type === type)?.part;
  return { sheets, countsFrom1904, sharedStringsPart: partOf('sharedStrings'), stylesPart: partOf('styles') };
}
