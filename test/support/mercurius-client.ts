import gateway from '@mercuriusjs/gateway';
import fastify from 'fastify';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import { createGraphqlClient, type GraphqlError } from './graphql-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: data is read as any client would, by field
type Data = any;

export interface MercuriusClient {
  /** As the gateway passes them on. */
  execute(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ readonly data: Data; readonly errors?: readonly GraphqlError[] }>;
  /** The data; throws when there is any error. */
  request(query: string, variables?: Record<string, unknown>): Promise<Data>;
  close(): Promise<void>;
}

/** The schema as a service would keep it: by introspection, for Footnote is no part of a federation with its `_service`. */
export async function readSchema(url: string, key?: string): Promise<string> {
  return printSchema(buildClientSchema(await createGraphqlClient(url, key).request(getIntrospectionQuery())));
}

/**
 * Another service, on Mercurius: its gateway plans each operation, sends it to Footnote over HTTP with the key, and puts the
 * answer together. (`mercurius-integration-testing` is no client of this kind: it injects into an app of its own process, and
 * refuses one that keeps GraphQL in a scope of its own, as ours does.)
 */
export async function startMercuriusClient(
  url: string,
  schema: string,
  key?: string,
): Promise<MercuriusClient> {
  const app = fastify();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  // A CommonJS module whose types say that it has a default.
  await app.register(gateway as unknown as typeof gateway.default, {
    gateway: {
      services: [
        { name: 'footnote', url: `${url}/graphql`, mandatory: true, schema, rewriteHeaders: () => headers },
      ],
    },
  });

  const execute: MercuriusClient['execute'] = async (query, variables = {}) => {
    const payload = { query, variables };
    return (await app.inject({ method: 'POST', url: '/graphql', payload })).json();
  };
  return {
    execute,
    async request(query, variables) {
      const { data, errors } = await execute(query, variables);
      if (errors !== undefined) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
      return data;
    },
    close: () => app.close(),
  };
}
