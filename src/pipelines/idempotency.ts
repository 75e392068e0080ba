import { type IdempotencyStore, requestInFlight } from '../domain/idempotency.ts';
import { ServiceError } from '../errors.ts';
import type { IdempotencyPipeline } from './pipelines.ts';

export function createIdempotencyPipeline(store: IdempotencyStore): IdempotencyPipeline {
  return {
    async claim({ tenantId }, key, fingerprint, leaseSeconds) {
      const result = await store.claim(tenantId, key, fingerprint, leaseSeconds);
      if (result.kind === 'reused')
        throw new ServiceError(
          'IDEMPOTENCY_KEY_REUSED',
          'This Idempotency-Key came with another request before. Use a new key for a new request.',
        );
      if (result.kind === 'in-flight') throw requestInFlight(result.retryAfterSeconds);
      return result;
    },
    complete: (claim, reply) => store.complete(claim, reply),
    release: (claim) => store.release(claim),
  };
}
