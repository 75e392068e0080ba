import type { FastifyInstance } from 'fastify';
import mercurius, { type IResolvers, type MercuriusLoaders } from 'mercurius';
import { ServiceError } from '../errors.ts';
import { createAskResolvers } from './ask-resolvers.ts';
import { createCollectionResolvers } from './collection-resolvers.ts';
import { countOperation } from './count-operation.ts';
import { createDocumentResolvers } from './document-resolvers.ts';
import { createErrorFormatter } from './format-error.ts';
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
} from './graphql-js.ts';
import { checkShape, checkSource } from './limits.ts';
import { createLoaders } from './loaders.ts';
import type { FaceContext, GraphqlOptions } from './options.ts';
import { createScalarResolvers } from './scalars.ts';
import { SCHEMA } from './schema.ts';

/**
 * The second face, `POST /graphql`. A scope of its own: errors leave it in the shape of GraphQL. Key and origin are checked
 * by the app's own hooks, which run here too; a hook given to mercurius as `additionalRouteOptions.onRequest` never would.
 */
export default async function graphql(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const { helpers, introspection } = options;
  const errors = createErrorFormatter(options);
  app.setErrorHandler(errors.handleError);
  // REST has OpenAPI, GraphQL its schema.
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  await app.register(mercurius, {
    schema: SCHEMA,
    resolvers: createResolvers(options),
    loaders: createLoaders(options) as unknown as MercuriusLoaders,
    context: (_request, reply) => ({ requestContext: helpers.createContext(reply) }),
    errorHandler: false,
    errorFormatter: errors.formatExecution,
    validationRules: introspection ? [] : [NoSchemaIntrospectionCustomRule],
    allowBatchedQueries: false,
    csrfPrevention: true,
    subscription: false,
    graphiql: options.graphiql,
    additionalRouteOptions: { bodyLimit: options.maxRequestBytes },
    // The cache is keyed by the whole source, a text inlined in it included: a thousand of those are a gigabyte. And with
    // it the hooks below see a document only once.
    cache: false,
  });

  app.graphql.addHook('preParsing', async (_schema: GraphQLSchema, source: string) =>
    checkSource(source, options.maxDocumentLength),
  );
  app.graphql.addHook<FaceContext>('preValidation', async (_schema, document, context) => {
    checkShape(document);
    context.operationType = checkOperation(document, context.reply.request);
  });
  app.graphql.addHook<Record<string, unknown>, FaceContext>('onResolution', async (execution, context) =>
    countOperation(options.metrics, execution, context),
  );
}

function createResolvers(options: GraphqlOptions): IResolvers {
  const documents = createDocumentResolvers(options);
  const collections = createCollectionResolvers(options);
  const ask = createAskResolvers(options);
  return {
    ...createScalarResolvers(),
    Query: { ...documents.Query, ...collections.Query, ...ask.Query },
    Mutation: { ...documents.Mutation, ...collections.Mutation },
    Document: documents.Document,
    Collection: collections.Collection,
    Hit: ask.Hit,
  } as unknown as IResolvers;
}

/** The type of the operation to execute. Before mercurius looks at it: with a GET of no known operation it fails with a TypeError. */
function checkOperation(
  document: DocumentNode,
  { method, body, query }: { readonly method: string; readonly body: unknown; readonly query: unknown },
): 'query' | 'mutation' {
  const { operationName } = (method === 'GET' ? query : body) as { operationName?: string | null };
  const operation = getOperationAST(document, operationName);
  if (!operation)
    throw new ServiceError(
      'REQUEST_INVALID',
      'Say in `operationName` which operation of the document to execute; it has none of that name, or several.',
    );
  // graphql-js would fail on it only while executing, with an error that looks like one of ours.
  if (operation.operation === 'subscription')
    throw new ServiceError('REQUEST_INVALID', 'There are no subscriptions; read `Document.status` again.');
  if (method === 'GET' && operation.operation !== 'query')
    throw new ServiceError('REQUEST_INVALID', 'A GET executes queries only; send mutations by POST.');
  return operation.operation;
}
