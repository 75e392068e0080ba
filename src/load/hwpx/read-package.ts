import { choosePdfTitle } from '../choose-pdf-title.ts';
import { encryptedHangul, unreadableHangul } from '../hangul/hangul-errors.ts';
import { parseXml } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { HWPX_NAMESPACES } from './namespaces.ts';

const PACKAGE_PART = 'Contents/content.hpf';
const MANIFEST_PART = 'META-INF/manifest.xml';
const HEADER = /(?:^|\/)header\.xml$/i;

/** Where the parts of a document are. */
export interface HwpxPackage {
  readonly title: string | null;
  readonly headerPart: string | null;
  /** In the order of the spine. */
  readonly sectionParts: readonly string[];
  /** Numbers from 1 of the sections that are named in it and not there. */
  readonly missing: readonly number[];
}

/**
 * Reads the package document `content.hpf` (KS X 6101, 8; Open Packaging Format). Throws `IngestError`
 * DOCUMENT_ENCRYPTED where the manifest says that parts are, and DOCUMENT_UNREADABLE.
 */
export async function readPackage(archive: Archive): Promise<HwpxPackage> {
  if (archive.has(MANIFEST_PART)) await refuseEncrypted(archive);
  const hrefs = new Map<string, string>();
  const spine: string[] = [];
  let title = '';
  let isInTitle = false;
  await parseXml(archive.read(PACKAGE_PART), HWPX_NAMESPACES, {
    open(name, attributes) {
      isInTitle = name === 'opf:title';
      if (name === 'opf:item') hrefs.set(attributes('id') ?? '', attributes('href') ?? '');
      if (name === 'opf:itemref') spine.push(attributes('idref') ?? '');
    },
    close() {
      isInTitle = false;
    },
    text(text) {
      if (isInTitle) title += text;
    },
  });
  const named = [...new Set(spine)]
    .map((id) => hrefs.get(id))
    .filter((href) => href === undefined || (!HEADER.test(href) && href.endsWith('.xml')));
  const sectionParts: string[] = [];
  const missing: number[] = [];
  for (const [index, href] of named.entries()) {
    const part = findPart(archive, href);
    if (part === null) missing.push(index + 1);
    else sectionParts.push(part);
  }
  if (sectionParts.length === 0) throw unreadableHangul('it does not say where its text is');
  const header = [...hrefs.values()].find((href) => HEADER.test(href));
  return { title: choosePdfTitle(title), headerPart: findPart(archive, header), sectionParts, missing };
}

/** Hancom names parts from the root of the archive, others from the folder of the package document. */
function findPart(archive: Archive, href: string | undefined): string | null {
  if (href === undefined) return null;
  return [href, `Contents/${href}`].find((part) => archive.has(part)) ?? null;
}

async function refuseEncrypted(archive: Archive): Promise<void> {
  await parseXml(archive.read(MANIFEST_PART), HWPX_NAMESPACES, {
    open(name) {
      if (name.endsWith(':encryption-data')) throw encryptedHangul('opens with a password only');
    },
    close() {},
    text() {},
  });
}
