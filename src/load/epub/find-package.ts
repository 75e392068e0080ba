import { parseXml } from '../xml/xml-parser.ts';
import { encryptedArchive, unreadableArchive } from '../zip/archive-errors.ts';
import type { Archive } from '../zip/open-archive.ts';
import { EPUB_NAMESPACES } from './namespaces.ts';

const CONTAINER_PART = 'META-INF/container.xml';
const ENCRYPTION_PART = 'META-INF/encryption.xml';
const PACKAGE_TYPE = 'application/oebps-package+xml';
/** Fonts are mangled by these, text never is (EPUB 3.3, 4.4; Adobe's older one). */
const FONT_OBFUSCATIONS = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);

/**
 * The name of the package document (EPUB 3.3, 4.2.6.3). Throws `IngestError` DOCUMENT_ENCRYPTED where parts are enciphered
 * otherwise than fonts are, and DOCUMENT_UNREADABLE.
 */
export async function findPackage(archive: Archive): Promise<string> {
  if (archive.has(ENCRYPTION_PART)) await refuseEncrypted(archive);
  let path: string | undefined;
  await parseXml(archive.read(CONTAINER_PART), EPUB_NAMESPACES, {
    open(name, attributes) {
      if (name === 'ocf:rootfile' && attributes('media-type') === PACKAGE_TYPE)
        path ??= attributes('full-path');
    },
    close() {},
    text() {},
  });
  if (path === undefined) throw unreadableArchive('it does not say where its text is');
  return path;
}

async function refuseEncrypted(archive: Archive): Promise<void> {
  await parseXml(archive.read(ENCRYPTION_PART), EPUB_NAMESPACES, {
    open(name, attributes) {
      if (name === 'enc:EncryptionMethod' && !FONT_OBFUSCATIONS.has(attributes('Algorithm') ?? ''))
        throw encryptedArchive();
    },
    close() {},
    text() {},
  });
}
