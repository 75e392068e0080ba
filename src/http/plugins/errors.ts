import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';
import { logFailure } from '../log-failure.ts';
import { toServiceError } from '../map-error.ts';
import { sendProblem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types the route takes, for the 415 that lists them; absent: application/json. */
    accepts?: readonly string[];
  }
}

/** Every error of a request leaves as `application/problem+json`; unexpected ones are logged with the request's id. */
async function errors(app: FastifyInstance): Promise<void> {
  app.setErrorHandler((error, request, reply) => {
    const told = toServiceError(error, request);
    logFailure(request, told);
    return sendProblem(reply, told);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    const detail = `There is no ${request.method} ${path}; see /openapi.json.`;
    return sendProblem(reply, new ServiceError('ROUTE_NOT_FOUND', detail));
  });
}

export default plugin(errors, { name: 'errors' });
