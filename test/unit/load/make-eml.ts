import { loadDocument } from '../../../src/load/load-document.ts';
import { EML_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

type Content = string | Uint8Array;

/** An entity: its header lines and its body, strings as Latin-1. */
export function entity(headers: readonly string[], body: Content): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** A part of text in UTF-8, or of bytes in Base64 where it has a name. */
export function part(type: string, body: Content, filename?: string): Buffer {
  if (filename === undefined)
    return entity(
      [`Content-Type: ${type}; charset=utf-8`],
      typeof body === 'string' ? Buffer.from(body) : body,
    );
  const disposition = `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(filename)}`;
  const base64 = Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n');
  return entity([`Content-Type: ${type}`, disposition, 'Content-Transfer-Encoding: base64'], base64);
}

/** `multipart/KIND` of parts; `headers` stand before those of its own. */
export function multipart(kind: string, parts: readonly Buffer[], headers: readonly string[] = []): Buffer {
  const boundary = `=_${kind}_boundary`;
  const pieces = parts.flatMap((bytes) => [Buffer.from(`\r\n--${boundary}\r\n`), bytes]);
  const type = `Content-Type: multipart/${kind};\r\n boundary="${boundary}"`;
  const body = Buffer.concat([
    Buffer.from('Preamble.'),
    ...pieces,
    Buffer.from(`\r\n--${boundary}--\r\nEpilogue.`),
  ]);
  return entity([...headers, type], body);
}

/** What is loaded of a message; `text` is that of its first page. */
export async function loadMessage(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: EML_MEDIA_TYPE, bytes: bytes.length, charset: null };
  const loaded = await collectLoad(loadDocument(bytes, source, limits));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}
