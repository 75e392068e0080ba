import type { FastifyRequest } from 'fastify';
import type { ServiceError } from '../errors.ts';

/** Failures that are not the caller's, with what they came from. */
export function logFailure(request: FastifyRequest, told: ServiceError): void {
  if (told.status < 500) return;
  const level = told.code === 'INTERNAL_ERROR' ? 'error' : 'warn';
  request.log[level]({ err: told.cause ?? told, code: told.code }, 'request failed');
}
