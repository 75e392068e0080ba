import { describe, expect, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { NO_METRICS } from '../../src/domain/metrics-port.ts';
import { ServiceError } from '../../src/errors.ts';
import type { CollectionsPipeline, Pipelines } from '../../src/pipelines/pipelines.ts';

/** The app over pipelines of which only `collections` is there. */
async function ask(collections: Partial<CollectionsPipeline>, query = '{ collections { name } }') {
  const app = buildApp({
    pipelines: { documents: {}, ask: {}, collections } as unknown as Pipelines,
    metrics: { ...NO_METRICS, read: () => expect.unreachable('nobody reads') },
    config: { apiKey: undefined, allowNoKey: false, maxUploadBytes: 1_000 },
  });
  const headers = { host: 'localhost' };
  const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  await app.close();
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

describe('a failure of ours', () => {
  it.each([
    ['an error', new Error('password=hunter2 in SELECT * FROM secrets')],
    [
      'an error with a status of its own',
      Object.assign(new Error('hunter2'), { statusCode: 418, code: 'X' }),
    ],
    ['an error with extensions', Object.assign(new Error('hunter2'), { extensions: { key: 'hunter2' } })],
    ['no error at all', 'hunter2'],
  ])('says "internal error" and nothing else: %s', async (_what, thrown) => {
    const { status, headers, body } = await ask({ list: () => Promise.reject(thrown) });
    expect(status).toBe(200);
    expect(body).toEqual({
      data: null,
      errors: [
        {
          message: 'internal error',
          locations: [{ line: 1, column: 3 }],
          path: ['collections'],
          extensions: {
            code: 'INTERNAL_ERROR',
            status: 500,
            requestId: headers['x-request-id'],
            errors: [],
            retryAfterSeconds: null,
          },
        },
      ],
    });
  });

  it('is one too when what a pipeline gives does not fit the schema', async () => {
    const { body } = await ask({ list: async () => [{ name: null }] as never });
    expect(body.errors).toMatchObject([
      { message: 'internal error', extensions: { code: 'INTERNAL_ERROR' } },
    ]);
  });

  it('of the database says when to try again', async () => {
    const error = new ServiceError('DATABASE_UNAVAILABLE', 'Later.', { retryAfterSeconds: 7 });
    const { headers, body } = await ask({ list: () => Promise.reject(error) });
    expect(headers['retry-after']).toBe('7');
    expect(body.errors[0]).toMatchObject({
      message: 'Later.',
      extensions: { code: 'DATABASE_UNAVAILABLE', status: 503 },
    });
  });

  it('cut off by the end of the service is OVERLOADED', async () => {
    const aborted = AbortSignal.abort().reason;
    const { body } = await ask({ list: () => Promise.reject(aborted) });
    expect(body.errors[0].extensions).toMatchObject({ code: 'OVERLOADED', status: 503 });
  });

  it('of one field leaves what others gave', async () => {
    const get = () => Promise.reject(new ServiceError('COLLECTION_NOT_FOUND', 'None.'));
    const query = '{ collections { name } collection(name: "a") { name } }';
    const { status, body } = await ask({ list: async () => [], get }, query);
    expect(status).toBe(200);
    expect(body.data).toEqual({ collections: [], collection: null });
    expect(body.errors).toMatchObject([
      { path: ['collection'], extensions: { code: 'COLLECTION_NOT_FOUND' } },
    ]);
  });
});
