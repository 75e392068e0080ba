import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Document } from '../domain/document.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { logFailure } from './log-failure.ts';
import { toServiceError } from './map-error.ts';
import { presentDocument } from './present.ts';
import { buildProblem } from './problem.ts';

const HEARTBEAT_MS = 10_000;
const STALL_TIMEOUT_MS = 30_000;

/**
 * `progress` with the document whenever it moved on, then one of `published`, `failed` and `error`. What fails before the
 * first event is thrown, and becomes an ordinary problem.
 */
export async function streamProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  documents: AsyncIterable<Document>,
): Promise<void> {
  let stream: EventStream | undefined;
  try {
    for await (const document of documents) {
      stream ??= openEventStream(reply, { heartbeatMs: HEARTBEAT_MS, stallTimeoutMs: STALL_TIMEOUT_MS });
      const { status } = document;
      const event = status === 'published' || status === 'failed' ? status : 'progress';
      await stream.send(event, presentDocument(document));
    }
  } catch (error) {
    if (stream === undefined) throw error;
    if (!reply.raw.destroyed) {
      const told = toServiceError(error, request);
      logFailure(request, told);
      await stream.send('error', buildProblem(told, request.id)).catch(() => {});
    }
  }
  stream?.end();
}
