import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { MetricsReader } from '../../domain/metrics-port.ts';
import type { Pipelines } from '../../pipelines/pipelines.ts';
import type { HttpLimits } from '../http-config.ts';

/** What every file of routes is given. */
export interface RouteOptions {
  readonly pipelines: Pipelines;
  readonly metrics: MetricsReader;
  readonly limits: HttpLimits;
  readonly maxUploadBytes: number;
}

export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
