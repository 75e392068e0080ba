import { loadDocument } from '../../../src/load/load-document.ts';
import { DOCX_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { type DocxParts, makeDocx } from './make-docx.ts';

export function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: DOCX_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** What is loaded of a document with this body; `text` is that of its first page, `texts` of all. */
export async function loadBody(body: string, parts: Omit<DocxParts, 'body'> = {}) {
  const loaded = await loadBytes(makeDocx({ ...parts, body }));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}
