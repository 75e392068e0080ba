import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerFromPrompt, embedWords } from './fake-model.ts';

/** What goes wrong with a reply; `script` takes them in the order of the calls, then all is well again. */
export type Fault =
  | 'good'
  | 'slow'
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string }
  | 'refused'
  | 'html'
  | 'invalid-json'
  | 'empty-choices'
  | 'error-mid-stream'
  | 'no-finish'
  | 'reset'
  | 'stalled'
  | 'length'
  | 'wrong-count'
  | 'wrong-dimension'
  | 'nan'
  | 'zeros'
  | 'out-of-order'
  | 'duplicate-index';

export interface FakeCall {
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sent, looked at by field
  readonly body: any;
  readonly authorization: string | undefined;
  /** Ends when the connection closed before the reply was complete. */
  readonly abandoned: Promise<void>;
}

export interface FakeOpenAI {
  readonly baseUrl: string;
  readonly calls: FakeCall[];
  script(...faults: readonly Fault[]): void;
  /** Every reply from now on; undefined: as scripted. */
  always(fault: Fault | undefined): void;
  /** What the chat says in place of an answer from the sources, in these pieces. */
  say(pieces: readonly string[] | undefined): void;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly dimensions?: number;
  /** Of `slow` and between the pieces of a stream. */
  readonly slowMs?: number;
  readonly pieceMs?: number;
  /** For clients in containers. */
  readonly host?: string;
  readonly port?: number;
}

/** A server that speaks the OpenAI API (on loopback): embeddings by hashing words, chat from the numbered sources. */
export async function startFakeOpenAI(options: FakeOptions = {}): Promise<FakeOpenAI> {
  const { dimensions = 32, slowMs = 60_000, pieceMs = 0, host = '127.0.0.1', port: wanted = 0 } = options;
  const calls: FakeCall[] = [];
  let queue: Fault[] = [];
  let constant: Fault | undefined;
  let said: readonly string[] | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readText(request));
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => !response.writableFinished && resolve());
    });
    const path = request.url ?? '';
    calls.push({ path, body, authorization: request.headers.authorization, abandoned });
    const fault = constant ?? queue.shift() ?? 'good';
    if (fault === 'slow') await sleep(slowMs, undefined, { ref: false });
    if (fault === 'refused') return void request.socket.destroy();
    if (typeof fault === 'object') return sendStatus(response, fault);
    if (fault === 'html') return sendHtml(response);
    if (path.endsWith('/embeddings')) return sendEmbeddings(response, body, dimensions, fault);
    if (!path.endsWith('/chat/completions')) return sendStatus(response, { status: 404 });
    const pieces = said ?? cut(answerFromPrompt(body.messages));
    return body.stream
      ? sendStream(response, pieces, fault, pieceMs)
      : sendCompletion(response, pieces.join(''), fault);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(wanted, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls,
    script: (...faults) => {
      queue = [...faults];
    },
    always: (fault) => {
      constant = fault;
    },
    say: (pieces) => {
      said = pieces;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Pieces of three characters: words, marks and sentences arrive broken. */
function cut(text: string): string[] {
  return text.match(/[\s\S]{1,3}/gu) ?? [];
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendStatus(response: ServerResponse, fault: { status: number; code?: string; retryAfter?: string }) {
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  const error = {
    message: 'the fake says no, dear secret-key',
    type: fault.code ?? null,
    code: fault.code ?? null,
  };
  response
    .writeHead(fault.status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error }));
}

function sendHtml(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
}

function sendEmbeddings(
  response: ServerResponse,
  body: { input: string[]; dimensions?: number; encoding_format?: string },
  dimensions: number,
  fault: Fault,
): void {
  const size = (body.dimensions ?? dimensions) + (fault === 'wrong-dimension' ? 1 : 0);
  const data: { object: string; index: number; embedding: (number | null)[] }[] = body.input.map(
    (text, index) => ({
      object: 'embedding',
      index,
      embedding: embedWords(text, size),
    }),
  );
  const last = data.at(-1);
  if (fault === 'wrong-count') data.pop();
  // JSON has no NaN: Python servers write the word, others null.
  if (fault === 'nan' && last) last.embedding[0] = null;
  if (fault === 'zeros' && last) last.embedding.fill(0);
  if (fault === 'out-of-order') data.reverse();
  if (fault === 'duplicate-index' && last) last.index = 0;
  if (fault === 'invalid-json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [');
  } else if (fault === 'stalled') {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"data": [');
  } else
    sendJson(response, {
      object: 'list',
      data: body.encoding_format === 'base64' ? data.map(packEmbedding) : data,
      model: 'fake',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
}

/** What the SDK asks for when nobody says otherwise. */
function packEmbedding<T extends { embedding: (number | null)[] }>({ embedding, ...rest }: T) {
  const floats = Float32Array.from(embedding, (value) => value ?? Number.NaN);
  return { ...rest, embedding: Buffer.from(floats.buffer).toString('base64') };
}

const USAGE = { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 };

function sendCompletion(response: ServerResponse, content: string, fault: Fault): void {
  if (fault === 'invalid-json')
    return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [');
  if (fault === 'stalled')
    return void response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices": [');
  const finish = fault === 'no-finish' ? null : fault === 'length' ? 'length' : 'stop';
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: finish };
  sendJson(response, {
    object: 'chat.completion',
    choices: fault === 'empty-choices' ? [] : [choice],
    usage: USAGE,
  });
}

async function sendStream(
  response: ServerResponse,
  pieces: readonly string[],
  fault: Fault,
  pieceMs: number,
): Promise<void> {
  const send = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const chunk = (delta: object, finish: string | null = null) =>
    send({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (fault === 'empty-choices') send({ object: 'chat.completion.chunk', choices: [] });
  else {
    chunk({ role: 'assistant', content: '' });
    // A broken reply gets to its middle, but for its first sentence.
    const isWhole = fault === 'good' || fault === 'slow' || fault === 'no-finish' || fault === 'length';
    for (const content of isWhole ? pieces : pieces.slice(0, Math.ceil(pieces.length / 2))) {
      if (pieceMs > 0) await sleep(pieceMs, undefined, { ref: false });
      chunk({ content });
    }
    if (fault === 'stalled') return;
    if (fault === 'reset') return void setTimeout(() => response.destroy(), 20);
    if (fault === 'error-mid-stream') send({ error: { message: 'out of memory', type: 'server_error' } });
    else if (fault === 'invalid-json') response.write('data: {"choices": [\n\n');
    else if (fault !== 'no-finish') chunk({}, fault === 'length' ? 'length' : 'stop');
    if (isWhole && fault !== 'no-finish')
      send({ object: 'chat.completion.chunk', choices: [], usage: USAGE });
  }
  if (fault !== 'no-finish') response.write('data: [DONE]\n\n');
  response.end();
}
