import type { Metrics } from '../domain/metrics-port.ts';
import type { ErrorCode } from '../errors.ts';
import type { ExecutionResult } from './graphql-js.ts';
import type { FaceContext } from './options.ts';

/** Counts an operation that was executed, its errors as they are presented. The HTTP status of these is always 200. */
export function countOperation(
  metrics: Metrics,
  { errors = [] }: Pick<ExecutionResult, 'errors'>,
  { operationType }: FaceContext,
): void {
  const code = errors[0]?.extensions.code as ErrorCode | undefined;
  metrics.record({ kind: 'graphql', operation: operationType ?? 'unknown', code: code ?? 'OK' });
}
