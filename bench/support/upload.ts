import { setTimeout as sleep } from 'node:timers/promises';
import { makePagesPdf } from './make-pages-pdf.ts';

/** Each poll is a statement that the ingest shares a processor with. */
const POLL_MS = 200;
const WARM_PAGES = 200;

export interface Ingested {
  readonly pages: number;
  readonly chunks: number;
  /** From the upload to `published`. */
  readonly seconds: number;
}

/** Uploads a file and waits until it is published; throws when it fails. */
export async function ingestFile(url: string, bytes: Uint8Array, name: string): Promise<Ingested> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const startedAt = performance.now();
  let document = await readJson(await fetch(`${url}/documents`, { method: 'POST', body: form }));
  while (document.status !== 'published') {
    if (document.status === 'failed') throw new Error(`${name}: ${JSON.stringify(document.error)}`);
    await sleep(POLL_MS);
    document = await readJson(await fetch(`${url}/documents/${document.id}`));
  }
  return { pages: document.pages, chunks: document.chunks, seconds: (performance.now() - startedAt) / 1000 };
}

// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
function readJson(response: Response): Promise<any> {
  return response.json();
}

/** Long enough to need every parse process. */
export function makeWarmPdf(): Promise<Uint8Array> {
  return makePagesPdf(WARM_PAGES);
}

/** Has the service read a document, so that its processes run and their code is compiled. */
export async function warmUp(url: string): Promise<void> {
  await ingestFile(url, await makeWarmPdf(), 'warm.pdf');
}
