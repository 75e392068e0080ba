import { Type } from 'typebox';
import { ServiceError } from '../../errors.ts';
import { sendProblem } from '../problem.ts';
import { record } from '../schemas/common.ts';
import { problems, type Responses, success } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

const OPEN = { open: true };
const CheckState = Type.Unsafe<string>({ type: 'string', enum: ['ok', 'unavailable'] });

/** Liveness, readiness and the description of the API: all without a key. */
export async function registerServiceRoutes(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.get(
    '/healthz',
    {
      config: OPEN,
      schema: {
        operationId: 'getHealth',
        tags: ['service'],
        summary: 'Whether the process is alive',
        security: [],
        response: {
          200: success('Alive.', record({ status: Type.String() })),
          ...problems(),
        } as Responses,
      },
    },
    async (_request, reply) => reply.send({ status: 'ok' }),
  );

  app.get(
    '/readyz',
    {
      config: OPEN,
      schema: {
        operationId: 'getReadiness',
        tags: ['service'],
        summary: 'Whether requests can be served',
        security: [],
        response: {
          200: success(
            'Ready.',
            record({
              ready: Type.Boolean(),
              checks: Type.Unsafe<unknown>({ type: 'object', additionalProperties: CheckState }),
            }),
          ),
          ...problems(),
        } as Responses,
      },
    },
    async (_request, reply) => {
      const { ready, checks } = await pipelines.readiness();
      if (ready) return reply.send({ ready, checks });
      const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok');
      const error = new ServiceError('DATABASE_UNAVAILABLE', `Not ready: ${failed.join(', ')}.`, {
        retryAfterSeconds: 1,
      });
      return sendProblem(reply, error, { ready, checks });
    },
  );

  app.get(
    '/openapi.json',
    {
      config: OPEN,
      schema: {
        operationId: 'getOpenApi',
        tags: ['service'],
        summary: 'This description',
        security: [],
        response: {
          200: success('OpenAPI 3.1.', { type: 'object' }),
          ...problems(),
        } as Responses,
      },
    },
    async (_request, reply) => reply.send(app.swagger()),
  );
}
