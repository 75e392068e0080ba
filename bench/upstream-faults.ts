/**
 * What a caller sees, and after how long, when the model behind the service misbehaves. The real service on a fake
 * OpenAI server; times by configuration: 3 s in all, 1 s of silence.
 *
 *   node bench/upstream-faults.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, startFakeOpenAI } from '../test/support/fake-openai.ts';
import { startBenchService } from './support/service.ts';

const FEE = 'The entrance fee of the garden is 12 euros.';
const QUESTION = 'How much is the entrance fee of the garden?';
const CHAT_FAULTS: Fault[] = [
  'good',
  'slow',
  { status: 429, retryAfter: '1' },
  { status: 429, retryAfter: '120' },
  { status: 429, code: 'insufficient_quota' },
  { status: 500 },
  'refused',
  'html',
  'invalid-json',
  'empty-choices',
  'error-mid-stream',
  'no-finish',
  'reset',
  'stalled',
  'length',
];
const EMBEDDING_FAULTS: Fault[] = [
  'slow',
  { status: 500 },
  'html',
  'wrong-count',
  'wrong-dimension',
  'nan',
  'zeros',
];

interface Row {
  readonly call: string;
  readonly fault: string;
  readonly saw: string;
  readonly ms: number;
  readonly upstreamCalls: number;
}

const fake = await startFakeOpenAI({ dimensions: 16 });
const service = await startBenchService({
  OPENAI_BASE_URL: fake.baseUrl,
  OPENAI_EMBEDDING_MODEL: 'fake',
  OPENAI_ANSWER_MODEL: 'fake',
  QUESTION_CACHE_ENTRIES: '0',
  MODEL_TIMEOUT_MS: '3000',
  MODEL_INACTIVITY_TIMEOUT_MS: '1000',
  LOG_LEVEL: 'silent',
});
const rows: Row[] = [];
try {
  await post('/documents', { text: FEE }, { prefer: 'wait=60' });
  for (const fault of CHAT_FAULTS) {
    // The embedding of the question is the first call.
    await measure('POST /query', fault, ['good', fault, fault, fault], () =>
      post('/query', { question: QUESTION }),
    );
    await measure('POST /query, stream', fault, ['good', fault, fault, fault], () =>
      post('/query', { question: QUESTION, stream: true }),
    );
  }
  for (const fault of EMBEDDING_FAULTS) {
    const faults = [fault, fault, fault];
    await measure('POST /search', fault, faults, () => post('/search', { query: QUESTION }));
    await measure('POST /search, dense', fault, faults, () =>
      post('/search', { query: QUESTION, mode: 'dense' }),
    );
  }
  rows.push(await measureLeaving());
  fake.always({ status: 500 });
  for (let count = 0; count < 3; count += 1) await post('/query', { question: QUESTION });
  await measure('POST /query, breaker open', { status: 500 }, [], () =>
    post('/query', { question: QUESTION }),
  );
} finally {
  await service.stop();
  await fake.close();
}
console.log(
  '| call | fault | the caller saw | after ms | calls of the model |\n| --- | --- | --- | --- | --- |',
);
for (const { call, fault, saw, ms, upstreamCalls } of rows)
  console.log(`| ${call} | ${fault} | ${saw} | ${ms} | ${upstreamCalls} |`);
console.log(JSON.stringify({ bench: 'upstream-faults', rows }));

async function measure(
  call: string,
  fault: Fault,
  script: Fault[],
  run: () => Promise<string>,
): Promise<void> {
  fake.calls.length = 0;
  fake.script(...script);
  const startedAt = performance.now();
  const saw = await run();
  const ms = Math.round(performance.now() - startedAt);
  const name = typeof fault === 'string' ? fault : Object.values(fault).join(', ');
  rows.push({ call, fault: name, saw, ms, upstreamCalls: fake.calls.length });
  // A good call between two faults, so that the breaker has nothing to do with the next.
  fake.script();
  if (script.length > 0) await post('/query', { question: QUESTION });
}

/** From the moment a client leaves to the moment the model's server sees its call given up. */
async function measureLeaving(): Promise<Row> {
  fake.calls.length = 0;
  fake.script('good', 'slow');
  const leaving = new AbortController();
  const asked = fetch(`${service.url}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: QUESTION, stream: true }),
    signal: leaving.signal,
  })
    .then((response) => response.text())
    .catch(() => 'left');
  while (fake.calls.length < 2) await sleep(5);
  const startedAt = performance.now();
  leaving.abort();
  await fake.calls[1]?.abandoned;
  const ms = Math.round(performance.now() - startedAt);
  await asked;
  const saw = 'nothing: it left; the call of the model ended';
  return { call: 'POST /query, stream', fault: 'slow, the client leaves', saw, ms, upstreamCalls: 2 };
}

/** What came back, in a few words. */
async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const events = [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data = '']) => ({
      event,
      data: JSON.parse(data),
    }));
    const last = events.at(-1);
    const before = events.filter(({ event }) => event === 'statement').length;
    return `200, ${before} statement(s), then ${last?.event} ${last?.data.code ?? ''}`.trim();
  }
  const value = JSON.parse(text);
  const retryAfter = response.headers.get('retry-after');
  const warnings = (value.warnings ?? []).map(({ code }: { code: string }) => code).join(', ');
  const what = value.code ?? (value.answer === undefined ? `${value.hits?.length} hit(s)` : 'the answer');
  return `${response.status} ${what}${retryAfter ? `, Retry-After ${retryAfter}` : ''}${warnings ? `, warning ${warnings}` : ''}`;
}
