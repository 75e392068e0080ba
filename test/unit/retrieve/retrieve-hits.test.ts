import { describe, expect, test } from 'vitest';
import type { EmbeddingSpace } from '../../../src/domain/collection.ts';
import type { Embedder } from '../../../src/domain/ports.ts';
import { ServiceError } from '../../../src/errors.ts';
import { type RetrievalRequest, type Retriever, retrieveHits } from '../../../src/retrieve/retrieve-hits.ts';
import { MemorySearchStore, type StoredCollection } from './memory-search-store.ts';

const never = new AbortController().signal;
const PLAIN: EmbeddingSpace = { provider: 'built-in', model: 'plain', dimensions: 2 };
const RICH: EmbeddingSpace = { provider: 'test', model: 'rich', dimensions: 2 };
const GONE: EmbeddingSpace = { provider: 'gone', model: 'old', dimensions: 2 };

const harbour = {
  name: 'harbour',
  space: RICH,
  chunks: [
    { chunkId: '1', documentId: 'ships', text: '배는 정오에 떠난다', vector: [0, 1] },
    { chunkId: '2', documentId: 'ships', text: 'The ship sails at noon', vector: [1, 0] },
    {
      chunkId: '3',
      documentId: 'tides',
      text: 'The tide turns, the ship waits for the tide',
      vector: [0.6, 0.8],
    },
  ],
};
const yard = {
  name: 'yard',
  space: PLAIN,
  chunks: [{ chunkId: '4', documentId: 'docks', text: 'A ship in dock', vector: [1, 0] }],
};
const attic = {
  name: 'attic',
  space: GONE,
  chunks: [{ chunkId: '5', documentId: 'logs', text: 'An old ship', vector: [1, 0] }],
};
const empty = { name: 'empty', space: null, chunks: [] };

/** An embedder that gives every question the vector (1, 0); `asked` keeps the questions. */
function makeEmbedder(space: EmbeddingSpace, asked: string[]): Embedder {
  return {
    space,
    maxBatchSize: 1,
    embedDocuments: () => Promise.reject(new Error('no document is embedded in a search')),
    async embedQuery(question) {
      asked.push(`${space.model}: ${question}`);
      return { vector: Float32Array.of(1, 0), tokens: 3 };
    },
  };
}

function setUp(...collections: StoredCollection[]) {
  const store = new MemorySearchStore(...collections);
  const asked: string[] = [];
  const retriever: Retriever = {
    store,
    embedderOf: (space) => (space.provider === 'gone' ? null : makeEmbedder(space, asked)),
    denseWeightOf: (provider) => (provider === 'built-in' ? 0 : 1),
    rescoreLexical: null,
    reranker: null,
  };
  const search = (
    question: string,
    request: Partial<RetrievalRequest> = {},
    scope: Partial<RetrievalRequest['scope']> = {},
  ) =>
    retrieveHits(
      retriever,
      {
        question,
        topK: 10,
        mode: 'hybrid',
        scope: { tenantId: 1, collections: undefined, documentIds: undefined, filter: null, ...scope },
        ...request,
      },
      never,
    );
  return { store, asked, search, retriever };
}

const idsOf = ({ hits }: Awaited<ReturnType<typeof retrieveHits>>): string[] =>
  hits.map(({ chunkId }) => chunkId);

describe('retrieveHits', () => {
  test('lexical search finds by words, embeds nothing and keeps the BM25 order', async () => {
    const { asked, search } = setUp(harbour);
    const found = await search('tide and ship', { mode: 'lexical' });
    expect(idsOf(found)).toEqual(['3', '2']);
    expect(found.hits[0]).toMatchObject({ score: 1, legs: { lexical: { rank: 1 }, dense: null } });
    expect(asked).toEqual([]);
    expect(found.warnings).toEqual([]);
  });

  test('the terms come back with their weights in the collections searched', async () => {
    const { search } = setUp(harbour, yard);
    const { terms } = await search('ship ship kraken', { mode: 'lexical' }, { collections: ['harbour'] });
    expect(terms).toEqual([
      { term: 'ship', idf: Math.log(1 + 1.5 / 2.5), documentFrequency: 2 },
      { term: 'kraken', idf: Math.log(1 + 3.5 / 0.5), documentFrequency: 0 },
    ]);
  });

  test('dense search finds by vectors, and words do not count', async () => {
    const { asked, store, search } = setUp(harbour);
    expect(idsOf(await search('정오', { mode: 'dense' }))).toEqual(['2', '3']);
    expect(asked).toEqual(['rich: 정오']);
    expect(store.plans[0]?.lexical).toBeNull();
  });

  test('hybrid search fuses both legs by rank', async () => {
    const { search } = setUp(harbour);
    const { hits } = await search('정오');
    // By words only chunk 1 is found, by vectors 2 before 3.
    expect(hits.map(({ chunkId, score }) => [chunkId, score])).toEqual([
      ['1', 1],
      ['2', 1],
      ['3', 1 / 62 / (1 / 61)],
    ]);
  });

  test('in hybrid search a provider of weight 0 is not asked, in dense search it is', async () => {
    const { asked, store, search } = setUp(yard);
    expect(idsOf(await search('ship'))).toEqual(['4']);
    expect(asked).toEqual([]);
    expect(store.plans[0]?.dense).toEqual([]);
    expect(idsOf(await search('no word of it', { mode: 'dense' }))).toEqual(['4']);
    expect(asked).toEqual(['plain: no word of it']);
  });

  test('each embedding space embeds the question once', async () => {
    const { asked, store, search } = setUp(harbour, yard, { ...harbour, name: 'second', chunks: [] }, empty);
    expect(idsOf(await search('ship', { mode: 'dense' }))).toEqual(['2', '4', '3']);
    expect(asked).toEqual(['rich: ship', 'plain: ship']);
    expect(store.plans[0]?.dense).toEqual([
      { spaceId: 'test/rich', vector: Float32Array.of(1, 0) },
      { spaceId: 'built-in/plain', vector: Float32Array.of(1, 0) },
    ]);
  });

  test('each leg is asked for 50 candidates, or topK when that is more', async () => {
    const { store, search } = setUp(harbour);
    await search('ship', { topK: 3 });
    await search('ship', { topK: 80 });
    expect(store.plans.map(({ candidates }) => candidates)).toEqual([50, 80]);
  });

  test('at most topK hits come back', async () => {
    expect(idsOf(await setUp(harbour).search('ship tide', { topK: 1, mode: 'lexical' }))).toEqual(['3']);
  });

  test('the scope reaches the store: only those collections and documents, with the filter', async () => {
    const { store, search } = setUp(harbour, yard);
    const filter = { kind: 'eq', path: ['team'], value: 'infra' } as const;
    const scope = { collections: ['harbour'], documentIds: ['tides'], filter };
    expect(idsOf(await search('ship', { mode: 'lexical' }, scope))).toEqual(['3']);
    expect(store.scopes).toEqual([{ tenantId: 1, ...scope }]);
    expect(store.plans[0]).toMatchObject({
      collectionIds: ['id of harbour'],
      documentIds: ['tides'],
      filter,
    });
  });

  test('without a word that stands anywhere the lexical leg is empty and the store is not asked', async () => {
    const { store, search } = setUp(harbour);
    expect(await search('kraken', { mode: 'lexical' })).toMatchObject({ hits: [], warnings: [] });
    expect(await search('?!', { mode: 'lexical' })).toMatchObject({ hits: [], terms: [] });
    expect(store.plans).toEqual([]);
  });

  test('without such a word hybrid search goes by vectors alone, with their scores', async () => {
    const { hits } = await setUp(harbour).search('kraken');
    expect(hits.map(({ chunkId, score }) => [chunkId, score])).toEqual([
      ['2', 1],
      ['3', 0.6],
    ]);
  });

  test('an empty collection gives nothing', async () => {
    for (const mode of ['hybrid', 'lexical', 'dense'] as const)
      expect(await setUp(empty).search('ship', { mode })).toMatchObject({ hits: [], warnings: [] });
  });

  test('an unknown collection is an error that names it, and nothing is searched', async () => {
    const { store, asked, search } = setUp(harbour);
    await expect(search('ship', {}, { collections: ['harbour', 'nowhere', 'void'] })).rejects.toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
      message: 'There is no collection named "nowhere", "void".',
    });
    expect([store.plans, asked]).toEqual([[], []]);
  });

  test('unknown documents are a warning that names them, and the known are searched', async () => {
    const { hits, warnings } = await setUp(harbour).search(
      'ship',
      { mode: 'lexical' },
      { documentIds: ['x1', 'tides', 'x2'] },
    );
    expect(hits.map(({ chunkId }) => chunkId)).toEqual(['3']);
    expect(warnings).toEqual([
      { code: 'DOCUMENT_NOT_FOUND', message: 'There is no document with the id x1, x2.' },
    ]);
  });

  test('a model that is not configured: hybrid search goes by words and says so', async () => {
    const { hits, warnings } = await setUp(attic).search('ship');
    expect(hits.map(({ chunkId }) => chunkId)).toEqual(['5']);
    expect(warnings).toEqual([
      {
        code: 'EMBEDDING_UNAVAILABLE',
        message:
          'The embedding model gone old is not configured now. Its collections were searched by words only.',
      },
    ]);
  });

  test('a model that is not configured: dense search is refused', async () => {
    await expect(setUp(harbour, attic).search('ship', { mode: 'dense' })).rejects.toMatchObject({
      code: 'EMBEDDING_UNAVAILABLE',
      message: 'The embedding model gone old is not configured now. Search with mode "lexical".',
    });
  });

  test('a model that is not configured does not matter to lexical search', async () => {
    expect(await setUp(attic).search('ship', { mode: 'lexical' })).toMatchObject({ warnings: [] });
  });

  test('a model that is down: hybrid search goes by words and says why, dense search fails', async () => {
    const { retriever } = setUp(harbour);
    const down = new ServiceError('UPSTREAM_TIMEOUT', 'The model did not finish.');
    const broken: Retriever = {
      ...retriever,
      denseWeightOf: () => 1,
      rescoreLexical: null,
      embedderOf: (space) => ({ ...makeEmbedder(space, []), embedQuery: () => Promise.reject(down) }),
    };
    const scope = { tenantId: 1, collections: undefined, documentIds: undefined, filter: null };
    const request = { question: 'ship', scope, topK: 3 };
    const { hits, warnings } = await retrieveHits(broken, { ...request, mode: 'hybrid' }, never);
    expect(hits.length).toBeGreaterThan(0);
    expect(warnings).toEqual([
      { code: 'UPSTREAM_TIMEOUT', message: expect.stringContaining('searched by words only') },
    ]);
    await expect(retrieveHits(broken, { ...request, mode: 'dense' }, never)).rejects.toBe(down);
  });

  test('a search that was given up before its second statement does not run it', async () => {
    const { store, retriever } = setUp(harbour);
    const scope = { tenantId: 1, collections: undefined, documentIds: undefined, filter: null };
    const signal = AbortSignal.abort(new Error('gone'));
    const request = { question: 'ship', scope, topK: 5, mode: 'lexical' } as const;
    await expect(retrieveHits(retriever, request, signal)).rejects.toThrow('gone');
    expect(store.plans).toEqual([]);
  });
});
