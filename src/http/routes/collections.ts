import { presentCollection } from '../present.ts';
import { createContext } from '../request-context.ts';
import {
  CollectionParams,
  CreateCollectionSchema,
  DeleteCollectionQuery,
  UpdateCollectionSchema,
} from '../schemas/collection.ts';
import { NoQuery } from '../schemas/common.ts';
import { BODY_CODES, problems, type Responses, success } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

export async function registerCollectionRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  const { collections } = pipelines;

  app.post(
    '/collections',
    {
      schema: {
        operationId: 'createCollection',
        tags: ['collections'],
        summary: 'Create a collection',
        querystring: NoQuery,
        body: CreateCollectionSchema,
        response: {
          201: success('The collection.', 'Collection', { Location: { type: 'string' } }),
          ...problems('COLLECTION_EXISTS', 'EMBEDDING_UNAVAILABLE', ...BODY_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const collection = await collections.create(createContext(reply), request.body);
      return reply
        .code(201)
        .header('location', `/collections/${collection.name}`)
        .send(presentCollection(collection));
    },
  );

  app.get(
    '/collections',
    {
      schema: {
        operationId: 'listCollections',
        tags: ['collections'],
        summary: 'List collections',
        querystring: NoQuery,
        response: { 200: success('All collections.', 'CollectionList'), ...problems() } as Responses,
      },
    },
    async (_request, reply) => {
      const all = await collections.list(createContext(reply));
      return reply.send({ data: all.map(presentCollection) });
    },
  );

  app.get(
    '/collections/:name',
    {
      schema: {
        operationId: 'getCollection',
        tags: ['collections'],
        summary: 'Read a collection',
        params: CollectionParams,
        querystring: NoQuery,
        response: {
          200: success('The collection.', 'Collection'),
          ...problems('COLLECTION_NOT_FOUND'),
        } as Responses,
      },
    },
    async (request, reply) =>
      reply.send(presentCollection(await collections.get(createContext(reply), request.params.name))),
  );

  app.patch(
    '/collections/:name',
    {
      schema: {
        operationId: 'updateCollection',
        tags: ['collections'],
        summary: 'Change description, language or chunking',
        params: CollectionParams,
        querystring: NoQuery,
        body: UpdateCollectionSchema,
        response: {
          200: success('The collection.', 'Collection'),
          ...problems('COLLECTION_NOT_FOUND', ...BODY_CODES),
        } as Responses,
      },
    },
    async (request, reply) => {
      const updated = await collections.update(createContext(reply), request.params.name, request.body);
      return reply.send(presentCollection(updated));
    },
  );

  app.delete(
    '/collections/:name',
    {
      schema: {
        operationId: 'deleteCollection',
        tags: ['collections'],
        summary: 'Delete a collection',
        params: CollectionParams,
        querystring: DeleteCollectionQuery,
        response: {
          200: success('Nothing of it is left.', 'DeletedCollection'),
          ...problems('COLLECTION_NOT_FOUND', 'COLLECTION_NOT_EMPTY', 'COLLECTION_PROTECTED'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { force } = request.query;
      return reply.send(await collections.delete(createContext(reply), request.params.name, { force }));
    },
  );
}
