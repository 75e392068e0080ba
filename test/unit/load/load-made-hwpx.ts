import { loadDocument } from '../../../src/load/load-document.ts';
import { HWPX_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { type HwpxParts, makeHwpx } from './make-hwpx.ts';

export function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: HWPX_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** What is loaded of a document of one section; `text` is that of its first page, `texts` of all. */
export async function loadBody(section: string, parts: Omit<HwpxParts, 'sections'> = {}) {
  const loaded = await loadBytes(makeHwpx({ ...parts, sections: [section] }));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}
