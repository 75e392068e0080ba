import { expect } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../src/errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: data is read as any client would, by field
type Data = any;

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: ErrorCode;
    readonly status: number;
    readonly requestId: string;
    readonly errors: readonly { readonly path: string; readonly message: string }[];
  };
}

export interface GraphqlReply {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
  readonly errors: readonly GraphqlError[] | undefined;
}

/** A plain GraphQL client over fetch, as another service would write it. */
export function createGraphqlClient(url: string, key?: string) {
  const endpoint = `${url}/graphql`;
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };

  /** Any request to the endpoint. */
  async function send(init: RequestInit, query = ''): Promise<GraphqlReply> {
    const response = await fetch(endpoint + query, init);
    const { data, errors } = JSON.parse(await response.text());
    return { status: response.status, headers: response.headers, data, errors };
  }

  function post(body: unknown, headers: Record<string, string> = {}): Promise<GraphqlReply> {
    return send({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify(body),
    });
  }

  return {
    send,
    post,
    execute: (query: string, variables?: Record<string, unknown>) => post({ query, variables }),

    /** The data; throws when there is any error. */
    async request(query: string, variables?: Record<string, unknown>): Promise<Data> {
      const { data, errors } = await post({ query, variables });
      if (errors !== undefined) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}

/** Fails unless the first error has this code with its status, and shows nothing of the inside. */
export function expectGraphqlError(reply: GraphqlReply, code: ErrorCode, field?: string): void {
  const [error] = reply.errors ?? [];
  expect(error?.extensions, JSON.stringify(reply.errors)).toMatchObject({
    code,
    status: ERROR_TABLE[code][0],
  });
  expect(error?.extensions.requestId).toBe(reply.headers.get('x-request-id'));
  expect(error?.message).toMatch(/\S/);
  if (field !== undefined) expect(error?.extensions.errors.map(({ path }) => path)).toEqual([field]);
  expect(JSON.stringify(reply.errors)).not.toMatch(
    /node_modules|\bat .*\.(ts|js):\d|SQLSTATE|\bselect\b.*\bfrom\b|insert into|MER_ERR|FST_/i,
  );
}

/** Fails unless it was refused before anything was executed: the HTTP status is the error's own. */
export function expectRefused(reply: GraphqlReply, code: ErrorCode): void {
  expectGraphqlError(reply, code);
  expect(reply.status).toBe(ERROR_TABLE[code][0]);
  expect(reply.data).toBeNull();
}
