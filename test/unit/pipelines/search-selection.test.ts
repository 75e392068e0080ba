import { describe, expect, test } from 'vitest';
import type { ContentStore } from '../../../src/domain/version-ports.ts';
import { createAskPipeline } from '../../../src/pipelines/ask.ts';
import type { SearchInput } from '../../../src/pipelines/pipelines.ts';
import { MemorySearchStore } from '../retrieve/memory-search-store.ts';

const untouched = () => Promise.reject(new Error('a search reads no contents'));
const contents: ContentStore = {
  findVersion: untouched,
  getPage: untouched,
  getPages: untouched,
  listChunks: untouched,
  listChunksOfMany: untouched,
};

function setUp() {
  const chunks = Array.from({ length: 12 }, (_, index) => ({
    chunkId: `chunk ${String(index).padStart(2, '0')}`,
    documentId: index === 0 ? 'first' : 'rest',
    text: 'The ship sails',
  }));
  const store = new MemorySearchStore({ name: 'default', space: null, chunks });
  const generator = {
    provider: 'none',
    model: null,
    canDecline: false,
    generate: (): never => {
      throw new Error('nothing is asked');
    },
  };
  const pipeline = createAskPipeline({
    retriever: {
      store,
      embedderOf: () => null,
      denseWeightOf: () => 0,
      rescoreLexical: null,
      reranker: null,
    },
    contents,
    generator,
  });
  const context = { tenantId: 7, signal: new AbortController().signal };
  return {
    store,
    search: (input: Omit<SearchInput, 'query'>) => pipeline.search(context, { query: 'ships', ...input }),
  };
}

describe('search', () => {
  test('without a selection everything of the tenant is searched, ten hits by default', async () => {
    const { store, search } = setUp();
    const found = await search({});
    expect(found.hits).toHaveLength(10);
    expect(found).toMatchObject({ underReturned: false, warnings: [] });
    expect(store.scopes).toEqual([
      { tenantId: 7, collections: undefined, documentIds: undefined, filter: null },
    ]);
  });

  test('a selection and a parsed filter reach the store', async () => {
    const { store, search } = setUp();
    const found = await search({
      collections: ['default'],
      documentIds: ['first'],
      filter: { team: 'infra' },
    });
    expect(found.hits.map(({ chunkId }) => chunkId)).toEqual(['chunk 00']);
    expect(store.plans[0]?.filter).toEqual({ kind: 'eq', path: ['team'], value: 'infra' });
  });

  test.each(['collections', 'documentIds'] as const)(
    'an empty %s is SELECTION_EMPTY, never everything',
    async (name) => {
      const { store, search } = setUp();
      await expect(search({ [name]: [] })).rejects.toMatchObject({
        code: 'SELECTION_EMPTY',
        message: `${name} is empty, which would select nothing. Leave it out to search everything.`,
      });
      expect(store.scopes).toEqual([]);
    },
  );

  test('a bad filter is refused before anything is read', async () => {
    const { store, search } = setUp();
    await expect(search({ filter: { $nor: [] } })).rejects.toMatchObject({ code: 'FILTER_INVALID' });
    expect(store.scopes).toEqual([]);
  });
});
