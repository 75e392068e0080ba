import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Passage } from './retrieval-set.ts';

/** Positions of the best passages. */
export type LangChainSearch = (question: string, limit: number) => Promise<number[]>;

interface LangChainDocument {
  readonly pageContent: string;
  readonly metadata: { readonly position: number };
}

/** The part that is used; the packages' types are not installed with the service. */
interface RetrieverModule {
  readonly BM25Retriever: {
    fromDocuments(
      documents: readonly LangChainDocument[],
      options: { k: number },
    ): { invoke(question: string): Promise<LangChainDocument[]> };
  };
}

const require = createRequire(import.meta.url);

/** LangChain.js's BM25Retriever as its users call it; null, and a loud line, when `bench/` is not installed. */
export async function loadLangChainBm25(): Promise<
  ((passages: readonly Passage[]) => LangChainSearch) | null
> {
  let module: RetrieverModule;
  try {
    module = await import(pathToFileURL(require.resolve('@langchain/community/retrievers/bm25')).href);
  } catch (error) {
    console.error(`LANGCHAIN.JS IS NOT COMPARED: run \`npm ci --prefix bench\` first. ${error}`);
    return null;
  }
  return (passages) => {
    const documents = passages.map(({ text }, position) => ({ pageContent: text, metadata: { position } }));
    return async (question, limit) => {
      const retriever = module.BM25Retriever.fromDocuments(documents, { k: limit });
      return (await retriever.invoke(question)).map(({ metadata }) => metadata.position);
    };
  };
}
