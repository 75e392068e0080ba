/**
 * The main job on real files, over HTTP: the Debian installation guide in Korean (151 pages) and in English. Asks the
 * questions of questions/install-guide.json and checks every citation on its page. Prints a table and a line of JSON.
 *
 *   node_modules/.bin/node bench/install-guide.ts
 *
 * `FOOTNOTE_EVAL_DIR` has the two files. The questions were written from the text before the service was asked, and are
 * kept whatever it answers.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireEvalFiles, startBenchService } from './support/service.ts';

interface Question {
  readonly file: string;
  readonly question: string;
  readonly pages: readonly number[];
  readonly expect: string;
}
interface Citation {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

const FILES = {
  'install.ko.pdf': 'docs/pdf-ko/install.ko.pdf',
  'install.en.pdf': 'docs/pdf-en/install.en.pdf',
};
const UNANSWERABLE = '서울에서 부산까지 KTX 요금은?';

const evalDir = requireEvalFiles(FILES['install.ko.pdf']);
const questions: Question[] = JSON.parse(
  await readFile(new URL('questions/install-guide.json', import.meta.url), 'utf8'),
);

const service = await startBenchService();
try {
  const documents = new Map<string, string>();
  const ingestMs: Record<string, number> = {};
  for (const [name, path] of Object.entries(FILES)) {
    const startedAt = performance.now();
    documents.set(name, await upload(name, await readFile(join(evalDir, path))));
    ingestMs[name] = Math.round(performance.now() - startedAt);
  }

  const rows = [];
  for (const { file, question, pages, expect } of questions) {
    const answer = await post('/query', { question, documentIds: [documents.get(file)] });
    const citations: Citation[] = answer.citations;
    const verbatim = (await Promise.all(citations.map(isVerbatim))).every(Boolean);
    const rightPage = citations.some(
      ({ page, quote }) => pages.includes(page) && withoutBlanks(quote).includes(withoutBlanks(expect)),
    );
    rows.push({
      question,
      cited: citations.map(({ page }) => page).join(' '),
      expected: pages.join(' or '),
      answered: answer.answerable as boolean,
      rightPage,
      citations: citations.length,
      verbatim,
      ms: answer.timings.totalMs,
      answer: answer.answer.slice(0, 80),
    });
  }
  const refused = await post('/query', { question: UNANSWERABLE });
  console.table(rows);
  const result = {
    bench: 'install-guide',
    questions: rows.length,
    rightPage: rows.filter((row) => row.rightPage).length,
    answered: rows.filter((row) => row.answered).length,
    citations: rows.reduce((sum, row) => sum + row.citations, 0),
    allVerbatim: rows.every((row) => row.verbatim),
    unanswerableRefused: refused.answerable === false,
    ingestMs,
    medianMs: rows.map((row) => row.ms).sort((a, b) => a - b)[Math.floor(rows.length / 2)],
  };
  console.log(JSON.stringify(result));
} finally {
  await service.stop();
}

/** Line breaks of a page do not matter for whether the words are there. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

async function upload(name: string, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const response = await fetch(`${service.url}/documents`, {
    method: 'POST',
    body: form,
    headers: { prefer: 'wait=60' },
  });
  let document = (await response.json()) as { id: string; status: string; error: unknown };
  while (document.status !== 'published') {
    if (document.status === 'failed') throw new Error(JSON.stringify(document.error));
    await new Promise((resolve) => setTimeout(resolve, 200));
    document = (await (await fetch(`${service.url}/documents/${document.id}`)).json()) as typeof document;
  }
  return document.id;
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as any client would, by field
async function post(path: string, body: object): Promise<any> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Whether the quote is exactly the slice of its page. */
async function isVerbatim({ documentId, version, page, start, end, quote }: Citation): Promise<boolean> {
  const response = await fetch(`${service.url}/documents/${documentId}/pages/${page}?version=${version}`);
  const { text } = (await response.json()) as { text: string };
  return text.slice(start, end) === quote;
}
