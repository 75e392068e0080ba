import { loadDocument } from '../../../../src/load/load-document.ts';
import { collectLoad, WIDE_LIMITS } from '../collect-load.ts';

/** What the loader makes of a page. */
export async function loadPage(source: string | Uint8Array, charset: string | null = null) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const loadSource = { mediaType: 'text/html', bytes: bytes.length, charset };
  const { head, pages, warnings } = await collectLoad(loadDocument(bytes, loadSource, WIDE_LIMITS));
  const text = pages.map((page) => page.text).join('\n');
  const headings = pages.flatMap((page) => page.headings);
  return { title: head.title, head, pages, text, headings, warnings };
}

/** The text of a page whose body is this. */
export async function readBody(body: string): Promise<string> {
  return (await loadPage(`<!doctype html><meta charset="utf-8"><title>x</title><body>${body}</body>`)).text;
}

export const repeat = (times: number, write: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => write(index)).join('');
