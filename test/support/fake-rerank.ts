import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a reply. */
export type RerankFault =
  | { readonly status: number; readonly retryAfter?: string; readonly location?: string }
  | 'silent'
  | 'stalled'
  | 'reset'
  | 'html'
  | 'invalid-json'
  | 'nothing'
  | 'other-shape'
  | 'out-of-range'
  | 'half-index'
  | 'twice'
  | 'nan'
  | 'null'
  | 'text-score';

export interface FakeRerank {
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sent, looked at by field
  readonly calls: { readonly body: any; readonly authorization: string | undefined }[];
  /** Every reply from now on; undefined: all is well. */
  always(fault: RerankFault | undefined): void;
  /** The next replies, before `always` counts again. */
  script(...faults: readonly (RerankFault | undefined)[]): void;
  /** The score of a passage from now on; null: the reply leaves it out. */
  score(score: (passage: string, index: number) => number | null): void;
  close(): Promise<void>;
}

/** A server that speaks Cohere's rerank (`documents`) and that of Text Embeddings Inference (`texts`), best first as both do. */
export async function startFakeRerank(): Promise<FakeRerank> {
  const calls: FakeRerank['calls'] = [];
  let queue: (RerankFault | undefined)[] = [];
  let constant: RerankFault | undefined;
  let scoreOf: (passage: string, index: number) => number | null = (_, index) => 1 / (index + 1);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readText(request));
    calls.push({ body, authorization: request.headers.authorization });
    const fault = queue.length > 0 ? queue.shift() : constant;
    if (fault === 'silent') return;
    if (fault === 'reset') return void request.socket.destroy();
    if (typeof fault === 'object') {
      const { status, retryAfter, location } = fault;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        ...(location === undefined ? {} : { location }),
      });
      return void response.end('{"message":"the fake says no, dear secret-key"}');
    }
    const isTei = Array.isArray(body.texts);
    const passages: string[] = isTei ? body.texts : body.documents;
    const scored = passages
      .map((passage, index) => ({ index: index as unknown, score: scoreOf(passage, index) as unknown }))
      .filter(({ score }) => score !== null)
      .sort((a, b) => Number(b.score) - Number(a.score));
    const [first] = scored;
    if (first !== undefined) spoil(first, fault, passages.length);
    const name = isTei ? 'score' : 'relevance_score';
    const results =
      fault === 'nothing'
        ? []
        : scored.map(({ index, score }) => ({ index, [name]: score, document: { text: 'x' } }));
    const text = JSON.stringify(isTei !== (fault === 'other-shape') ? results : { id: 'x', results });
    response.writeHead(200, { 'content-type': fault === 'html' ? 'text/html' : 'application/json' });
    if (fault === 'stalled') return void response.write(text.slice(0, 20));
    if (fault === 'html') return void response.end('<!doctype html><title>Sign in</title>');
    if (fault === 'invalid-json') return void response.end(text.slice(0, 20));
    // JSON has no NaN, but Python writes the word.
    response.end(fault === 'nan' ? text.replace(/"(relevance_)?score":[^,}]+/, '"$1score":NaN') : text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v2/rerank`,
    calls,
    always: (fault) => {
      constant = fault;
    },
    script: (...faults) => {
      queue = [...faults];
    },
    score: (score) => {
      scoreOf = score;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function spoil(result: { index: unknown; score: unknown }, fault: RerankFault | undefined, count: number) {
  if (fault === 'out-of-range') result.index = count;
  if (fault === 'half-index') result.index = 0.5;
  if (fault === 'twice') result.index = result.index === 0 ? 1 : 0;
  if (fault === 'null') result.score = null;
  if (fault === 'text-score') result.score = '0.5';
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
