/**
 * The main job against a running service, by REST and by GraphQL: the example goes in, the question of the README comes
 * back with the same page and quote from both, and the page holds the quote. Ends with status 1 where it does not.
 *
 *   node docker/main-job.ts URL COLLECTION EXPECTED_PROVIDER
 *
 * Prints the answer, the generator and the embedding of the collection as JSON.
 */
import { readFile } from 'node:fs/promises';

const [url = '', collection = 'default', provider = 'extractive'] = process.argv.slice(2);
const QUESTION = '재택근무는 일주일에 며칠까지 할 수 있나요?';
const TEXT = '# 주차 안내\n\n방문객은 지하 2층에 두 시간까지 무료로 주차할 수 있습니다.';

const form = new FormData();
form.set('collection', collection);
const example = new URL('../docs/examples/remote-work-policy.ko.pdf', import.meta.url);
form.set('file', new Blob([await readFile(example)]), 'remote-work-policy.ko.pdf');
const document = await send('/documents', { method: 'POST', body: form, headers: { prefer: 'wait=60' } });
check(document.status === 'published', document);

const body = { question: QUESTION, collections: [collection] };
const byRest = await send('/query', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const { ask } = await graphql(
  `query ($input: AskInput!) { ask(input: $input) {
    answer generator { provider model } citations { documentId page start end quote document { version } } } }`,
  { input: body },
);
for (const { answer, citations, generator } of [byRest, ask]) {
  const [citation] = citations;
  check(generator.provider === provider, generator);
  check(citation?.page === 1 && citation.quote.includes('최대 3일'), { answer, citations });
  const page = await send(`/documents/${document.id}/pages/${citation.page}`);
  check(page.text.slice(citation.start, citation.end) === citation.quote, citation);
}
check(byRest.citations[0].quote === ask.citations[0].quote, ask);

const { ingestText } = await graphql(
  'mutation ($input: IngestTextInput!) { ingestText(input: $input) { id } }',
  { input: { text: TEXT, mediaType: 'text/markdown', collection } },
);
for (let status = ''; status !== 'PUBLISHED'; ) {
  ({
    document: { status },
  } = await graphql('query ($id: ID!) { document(id: $id) { status } }', { id: ingestText.id }));
  check(status !== 'FAILED', status);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const { ask: parking } = await graphql(
  'query ($input: AskInput!) { ask(input: $input) { answer citations { documentId quote } } }',
  { input: { question: '방문객은 몇 시간까지 무료로 주차할 수 있나요?', collections: [collection] } },
);
check(parking.citations[0]?.documentId === ingestText.id && parking.answer.includes('두 시간'), parking);

const { embedding } = await send(`/collections/${collection}`);
console.log(JSON.stringify({ answer: byRest.answer, generator: byRest.generator, embedding }));

// biome-ignore lint/suspicious/noExplicitAny: read as any client would, by field
async function send(path: string, init?: RequestInit): Promise<any> {
  const response = await fetch(url + path, init);
  const value = await response.json();
  check(response.ok, value);
  return value;
}

async function graphql(query: string, variables: object) {
  const { data, errors } = await send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  check(errors === undefined, errors);
  return data;
}

function check(holds: boolean, seen: unknown): asserts holds {
  if (!holds) throw new Error(`not what the README promises: ${JSON.stringify(seen)}`);
}
