import type { Hit } from '../domain/hit.ts';
import { dropNulls } from './drop-nulls.ts';
import type { GraphqlOptions, Resolver } from './options.ts';

/** A selection that is null is refused like REST does: read as absent it would mean every document there is. */
const SELECTION = ['collections', 'documentIds', 'filter'];

export function createAskResolvers({ pipelines, helpers }: GraphqlOptions) {
  const Query: Record<string, Resolver> = {
    search: (_source, { input }, { requestContext }) =>
      pipelines.ask.search(requestContext, helpers.checkSearch(dropNulls(input, SELECTION))),

    ask: (_source, { input }, { requestContext }) =>
      pipelines.ask.ask(requestContext, helpers.checkAsk(dropNulls(input, SELECTION))),
  };

  return {
    Query,
    Hit: {
      documentId: ({ document }: Hit) => document.id,
      version: ({ document }: Hit) => document.version,
    },
  };
}
