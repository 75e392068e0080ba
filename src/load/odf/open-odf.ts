import type { LoadLimits } from '../../domain/load.ts';
import { choosePdfTitle } from '../choose-pdf-title.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { encryptedArchive, unreadableArchive } from '../zip/archive-errors.ts';
import { type Archive, openArchive } from '../zip/open-archive.ts';
import { ODF_NAMESPACES } from './namespaces.ts';

export const CONTENT_PART = 'content.xml';
const MANIFEST_PART = 'META-INF/manifest.xml';
const META_PART = 'meta.xml';

/**
 * Opens an OpenDocument package (ISO/IEC 26300-3) and reads the title of its metadata. Throws `IngestError`
 * DOCUMENT_ENCRYPTED where the manifest says so, DOCUMENT_UNREADABLE and DOCUMENT_LIMIT_EXCEEDED.
 */
export async function openOdf(
  bytes: Uint8Array,
  limits: LoadLimits,
): Promise<{ archive: Archive; title: string | null }> {
  const archive = await openArchive(bytes, limits.maxExpandedBytes);
  if (archive.has(MANIFEST_PART)) await refuseEncrypted(archive);
  if (!archive.has(CONTENT_PART)) throw unreadableArchive('it does not say where its text is');
  return { archive, title: archive.has(META_PART) ? await readTitle(archive) : null };
}

async function refuseEncrypted(archive: Archive): Promise<void> {
  await parseXml(archive.read(MANIFEST_PART), ODF_NAMESPACES, {
    open(name) {
      if (name === 'manifest:encryption-data') throw encryptedArchive();
    },
    close() {},
    text() {},
  });
}

async function readTitle(archive: Archive): Promise<string | null> {
  let title = '';
  let isInTitle = false;
  await parseXml(archive.read(META_PART), ODF_NAMESPACES, {
    open(name) {
      isInTitle = name === 'dc:title';
    },
    close() {
      isInTitle = false;
    },
    text(text) {
      if (isInTitle) title += text;
    },
  });
  return choosePdfTitle(title);
}
