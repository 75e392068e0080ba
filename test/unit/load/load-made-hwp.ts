import { loadDocument } from '../../../src/load/load-document.ts';
import { HWP_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { type HwpParts, makeHwp } from './make-hwp.ts';

export function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: HWP_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** What is loaded of a document of one section; `text` is that of its first page, `texts` of all. */
export async function loadBody(section: readonly Buffer[], parts: Omit<HwpParts, 'sections'> = {}) {
  const loaded = await loadBytes(makeHwp({ ...parts, sections: [Buffer.concat(section)] }));
  return { ...loaded, text: loaded.pages[0]?.text, texts: loaded.pages.map((page) => page.text) };
}
