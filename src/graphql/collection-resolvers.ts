import type { Collection } from '../domain/collection.ts';
import { dropNulls } from './drop-nulls.ts';
import type { GraphqlOptions, Resolver } from './options.ts';

export function createCollectionResolvers({ pipelines, helpers }: GraphqlOptions) {
  const { collections } = pipelines;

  const Query: Record<string, Resolver> = {
    collection: (_source, { name }, { requestContext }) =>
      collections.get(requestContext, helpers.checkCollectionName(name)),

    collections: (_source, _args, { requestContext }) => collections.list(requestContext),
  };

  const Mutation: Record<string, Resolver> = {
    createCollection: (_source, { input }, { requestContext }) =>
      collections.create(requestContext, helpers.checkCreateCollection(dropNulls(input))),

    updateCollection(_source, { name, input }, { requestContext }) {
      const changes = helpers.checkCollectionChanges(dropNulls(input, ['description']));
      return collections.update(requestContext, helpers.checkCollectionName(name), changes);
    },

    deleteCollection: (_source, { name, force }, { requestContext }) =>
      collections.delete(requestContext, helpers.checkCollectionName(name), { force: force === true }),
  };

  return {
    Query,
    Mutation,
    Collection: {
      documentCount: ({ documents }: Collection) => documents,
      chunkCount: ({ chunks }: Collection) => chunks,
    },
  };
}
