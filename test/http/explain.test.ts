import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createClient } from '../support/client.ts';

const TEXTS = {
  whales: 'The whale sings below the ice. Whales breathe air.',
  sailors: 'Sailors heard a whale once, in the fog off the cape.',
  bakers: 'The baker opens at six and sells rye bread.',
};

describe('explain', () => {
  let app: TestApp;
  let client: ReturnType<typeof createClient>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await startTestApp();
    client = createClient(app.baseUrl);
    for (const [name, text] of Object.entries(TEXTS)) {
      const form = { text, externalId: name, metadata: { name } };
      const { body } = await client.send('POST', '/documents', form, { prefer: 'wait=60' });
      expect(body.status).toBe('published');
      ids[name] = body.id;
    }
  });
  afterAll(() => app.close());

  const search = async (body: object) => {
    const response = await client.post('/search', { query: 'Do whales sing?', ...body });
    return { status: response.status, ...response.body };
  };
  const whyNot = async (documentId: string | undefined, body: object = {}) =>
    (await search({ explain: { documentId }, ...body })).explanation.document;

  it('is null unless it is asked for', async () => {
    expect((await search({})).explanation).toBeNull();
    expect((await search({ explain: false })).explanation).toBeNull();
    const { body } = await client.post('/query', { question: 'Do whales sing?' });
    expect(body.explanation).toBeNull();
  });

  it('tells terms, legs, counts, stages and the ranks of each hit', async () => {
    const { hits, explanation } = await search({ explain: true, filter: { name: 'whales' } });
    expect(hits).toHaveLength(1);
    expect(explanation).toMatchObject({
      legs: [{ leg: 'lexical', weight: 1, index: 'postings', candidates: 1 }],
      matchedChunks: 2,
      selectedChunks: 1,
      candidates: 1,
      reranked: false,
      hits: [{ chunkId: hits[0].chunkId, lexicalRank: 1, rescoredRank: 1, denseRank: null, fusedRank: 1 }],
      document: null,
    });
    const terms = new Map(explanation.terms.map((term: { term: string }) => [term.term, term]));
    expect(terms.get('whale')).toMatchObject({ documentFrequency: 2, use: 'chooses' });
    expect(terms.get('sing')).toMatchObject({ documentFrequency: 1, use: 'chooses' });
    expect(explanation.stages.map(({ stage }: { stage: string }) => stage)).toEqual([
      'statistics',
      'embed',
      'search',
      'rescore',
      'rerank',
      'explain',
    ]);
  });

  it('names the dense leg where it runs', async () => {
    const { explanation } = await search({ explain: true, mode: 'dense' });
    expect(explanation.legs).toEqual([{ leg: 'dense', weight: 1, index: 'scan', candidates: 3 }]);
    expect(explanation.terms[0]).toHaveProperty('use');
  });

  it('says why a document is not among the hits, or where it is', async () => {
    expect(await whyNot(ids.whales)).toMatchObject({ reason: 'FOUND', rank: 1, matchedChunks: 1 });
    expect(await whyNot(ids.sailors, { topK: 1 })).toMatchObject({ reason: 'BELOW_TOP_K', rank: 2 });
    expect(await whyNot(ids.bakers)).toMatchObject({ reason: 'NO_TERM_IN_COMMON', matchedChunks: 0 });
    expect(await whyNot(ids.sailors, { filter: { name: 'whales' } })).toMatchObject({
      reason: 'NOT_SELECTED',
    });
    const unknown = '00000000-0000-7000-8000-0000000000ff';
    expect(await whyNot(unknown)).toMatchObject({ id: unknown, reason: 'DOCUMENT_NOT_FOUND' });
    await client.post('/collections', { name: 'elsewhere' });
    expect(await whyNot(ids.whales, { collections: ['elsewhere'] })).toMatchObject({
      reason: 'OTHER_COLLECTION',
    });
    const { hits, explanation } = await search({ query: 'zyzzyva', explain: { documentId: ids.whales } });
    expect(hits).toEqual([]);
    expect(explanation).toMatchObject({ matchedChunks: 0, document: { reason: 'NO_TERM_IN_COMMON' } });
    expect(explanation.terms).toMatchObject([{ term: 'zyzzyva', use: 'absent' }]);
  });

  it('comes with an answer, and by GraphQL', async () => {
    const { body } = await client.post('/query', { question: 'Do whales sing?', explain: true });
    expect(body.explanation).toMatchObject({ matchedChunks: 2, selectedChunks: 2, document: null });
    const query = `query ($input: SearchInput!) { search(input: $input) { hits { chunkId } explanation {
      matchedChunks terms { term use } hits { chunkId fusedRank } document { id reason rank } } } }`;
    const input = { query: 'whales', explain: { documentId: ids.whales } };
    const { body: answer } = await client.post('/graphql', { query, variables: { input } });
    expect(answer.errors).toBeUndefined();
    const { hits, explanation } = answer.data.search;
    expect(explanation.document).toMatchObject({ id: ids.whales, reason: 'FOUND' });
    expect(explanation.hits.map(({ chunkId }: { chunkId: string }) => chunkId)).toEqual(
      hits.map(({ chunkId }: { chunkId: string }) => chunkId),
    );
  });

  it.each([['yes'], [1], [{ documentId: 'x' }], [{ document: 'x' }], [[]]])('refuses %j', async (explain) => {
    const { status, code } = await search({ explain });
    expect([status, code]).toEqual([400, 'REQUEST_INVALID']);
  });
});
