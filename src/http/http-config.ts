import type { FastifyBaseLogger } from 'fastify';

/** Bounds on what one request may cost. Every refusal names the bound it ran into. */
export interface HttpLimits {
  /** Body of a JSON request that carries no document. */
  readonly maxJsonBytes: number;
  /** Body of a JSON request that carries a document's text; it is held in memory. */
  readonly maxTextRequestBytes: number;
  /** All files of one multipart request together. */
  readonly maxMultipartBytes: number;
  readonly maxFiles: number;
  readonly maxHeaderBytes: number;
  readonly headersTimeoutMs: number;
  /** Time in which a body other than a multipart upload must have arrived. */
  readonly bodyTimeoutMs: number;
  /** Time in which any request must have arrived, uploads included. */
  readonly requestTimeoutMs: number;
  /** How long an upload may pause while the service waits for its bytes. */
  readonly uploadIdleTimeoutMs: number;
  /** How long the rest of a refused body is read, so that a client still sending gets to read the answer. */
  readonly lingerMs: number;
  /** On close: how long requests in flight may go on before their signals are aborted. */
  readonly drainTimeoutMs: number;
}

export interface HttpConfig {
  /** Undefined: the service is open, and `Host` and `Origin` are checked instead. */
  readonly apiKey: string | undefined;
  /** The service may be bound to other addresses than loopback without a key; see `plugins/origin.ts`. */
  readonly allowNoKey: boolean;
  readonly maxUploadBytes: number;
  readonly graphiql?: boolean | undefined;
  /** Of the GraphQL schema. Default: false. */
  readonly introspection?: boolean | undefined;
  readonly logger?: FastifyBaseLogger | undefined;
  readonly limits?: Partial<HttpLimits> | undefined;
}

const MIB = 1024 * 1024;

/** The limits with what `config` leaves open filled in. */
export function resolveLimits(config: HttpConfig): HttpLimits {
  return {
    maxJsonBytes: MIB,
    // Escapes make JSON longer than its text, and fields come on top; more than 64 MiB is for multipart, which streams.
    maxTextRequestBytes: Math.min(2 * config.maxUploadBytes + MIB, 64 * MIB),
    maxMultipartBytes: 5 * config.maxUploadBytes,
    maxFiles: 100,
    maxHeaderBytes: 16 * 1024,
    headersTimeoutMs: 20_000,
    bodyTimeoutMs: 60_000,
    requestTimeoutMs: 600_000,
    uploadIdleTimeoutMs: 30_000,
    lingerMs: 5_000,
    drainTimeoutMs: 25_000,
    ...config.limits,
  };
}
