/**
 * Korean files over HTTP, all with names in NFD: HWP, HWPX, a PDF of today, Markdown sent as CP949, and PDFs whose text
 * is coded by a predefined CMap (made here of Markdown). All lie in one collection; each is asked, the citation checked
 * by its document, its page and its words, and the file fetched back.
 *
 *   node_modules/.bin/node bench/korean-proof.ts [--write]
 *
 * `FOOTNOTE_EVAL_DIR` has the files; `--write` writes the table to `docs/korean-proof.md`. The questions were written
 * from the texts before the service was asked, and are kept whatever it answers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type KoreanFile, makeKoreanFile } from './support/make-korean-file.ts';
import { requireEvalFiles, startBenchService } from './support/service.ts';

interface Question extends KoreanFile {
  readonly question: string;
  /** Where the answer may stand; absent for a PDF that is made here, where the words are looked for. */
  readonly pages?: readonly number[];
  /** Words of the answer. */
  readonly expect: string;
}

interface Row {
  readonly file: string;
  readonly sentAs: string;
  readonly question: string;
  readonly words: string;
  /** Rank of the first hit that has the words, null where none has. */
  readonly hit: number | null;
  /** Page of the citation with the words, of the right document; null where there is none. */
  readonly page: number | null;
  readonly rightPage: boolean;
  /** Every citation of the answer is `page.text.slice(start, end)`. */
  readonly verbatim: boolean;
  /** The bytes come back under the name in NFD. */
  readonly sameFile: boolean;
}

interface Ingested {
  readonly id: string;
  readonly sameFile: boolean;
  /** Of a PDF that was made here. */
  readonly pages: readonly string[];
}

const directory = join(requireEvalFiles('docs/manifest.tsv'), 'docs');
const questions: Question[] = JSON.parse(
  readFileSync(new URL('questions/korean-proof.json', import.meta.url), 'utf8'),
);
const service = await startBenchService();
const rows: Row[] = [];
try {
  const documents = new Map<string, Ingested>();
  for (const file of questions) if (!documents.has(file.file)) documents.set(file.file, await ingest(file));
  for (const question of questions) {
    const document = documents.get(question.file);
    if (document) rows.push(await ask(question, document));
  }
} finally {
  await service.stop();
}
console.table(rows);
if (process.argv.includes('--write')) writeReport();
const right = rows.filter(({ rightPage, verbatim, sameFile }) => rightPage && verbatim && sameFile).length;
console.log(JSON.stringify({ bench: 'korean-proof', questions: rows.length, right, rows }));

async function ingest(file: KoreanFile): Promise<Ingested> {
  const { bytes, name, pages } = makeKoreanFile(
    file,
    new Uint8Array(readFileSync(join(directory, file.file))),
  );
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const sent = { method: 'POST', body: form, headers: { prefer: 'wait=60' } };
  const document = await readJson(await fetch(`${service.url}/documents`, sent));
  if (document.status !== 'published') throw new Error(`${name}: ${JSON.stringify(document)}`);
  const content = await fetch(`${service.url}/documents/${document.id}/content`);
  const encoded = content.headers.get('content-disposition')?.split("filename*=UTF-8''")[1] ?? '';
  const sameBytes = Buffer.from(await content.arrayBuffer()).equals(bytes);
  return { id: document.id, sameFile: sameBytes && decodeURIComponent(encoded) === name, pages };
}

async function ask(question: Question, { id, sameFile, pages }: Ingested): Promise<Row> {
  const body = JSON.stringify({ question: question.question });
  const sent = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
  const { citations, hits } = await readJson(await fetch(`${service.url}/query`, sent));
  const hasWords = (text: string): boolean => withoutBlanks(text).includes(withoutBlanks(question.expect));
  let verbatim = true;
  let page: number | null = null;
  for (const citation of citations) {
    const { documentId: cited, version, page: number, start, end, quote } = citation;
    const path = `/documents/${cited}/pages/${number}?version=${version}`;
    const { text } = await readJson(await fetch(service.url + path));
    verbatim &&= text.slice(start, end) === quote;
    if (cited === id && hasWords(quote)) page ??= number;
  }
  const expected = question.pages ?? pages.flatMap((text, index) => (hasWords(text) ? [index + 1] : []));
  const hit = hits.findIndex(
    ({ document, text }: { document: { id: string }; text: string }) => document.id === id && hasWords(text),
  );
  return {
    file: basename(question.file),
    sentAs: question.as ?? 'it is',
    question: question.question,
    words: question.expect,
    hit: hit === -1 ? null : hit + 1,
    page,
    rightPage: page !== null && expected.includes(page),
    verbatim,
    sameFile,
  };
}

/** Line ends of a page do not matter for whether the words are there. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
function readJson(response: Response): Promise<any> {
  return response.json();
}

function writeReport(): void {
  const cells = (values: readonly unknown[]): string =>
    `| ${values.map((value) => value ?? '').join(' | ')} |`;
  const head = Object.keys(rows[0] ?? {});
  const lines = [
    '# Korean files, asked and cited',
    '',
    'Printed by `node bench/korean-proof.ts --write`: files of the evaluation set, sent over HTTP under names in NFD (as macOS spells',
    'them) into one collection of a running service without a model, and asked without saying which document is meant. `words` are those that the cited',
    'quote must have, `hit` the rank of the first passage found that has them, `verbatim` that every quote of the answer is `page.text.slice(start, end)`, `sameFile` that `GET /documents/{id}/content` gives',
    'the bytes back under the name they came with. `cp949` and the PDFs with a CMap are made by the bench of Markdown files; their fonts are',
    'not embedded and have no ToUnicode table. `test/http/korean-proof.test.ts` proves the same with files made in the test, in both spellings of the question.',
    '',
    'Where the words were found but not quoted, the answer that the service writes without a model chose another sentence, or none.',
    '',
    cells(head),
    cells(head.map(() => '---')),
    ...rows.map((row) => cells(Object.values(row))),
  ];
  writeFileSync(new URL('../docs/korean-proof.md', import.meta.url), `${lines.join('\n')}\n`);
}
