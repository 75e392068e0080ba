import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AskInput, AskPipeline } from '../pipelines/pipelines.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { logFailure } from './log-failure.ts';
import { toServiceError } from './map-error.ts';
import { buildProblem } from './problem.ts';
import { createContext } from './request-context.ts';

const HEARTBEAT_MS = 10_000;
const STALL_TIMEOUT_MS = 30_000;

/**
 * Answers by events: `retrieval`, then for each statement `delta` and `statement`, then one of `answer` and `error`.
 * What fails before the first event is thrown, and becomes an ordinary problem.
 */
export async function streamAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  ask: AskPipeline['ask'],
  input: AskInput,
): Promise<void> {
  const context = createContext(reply);
  let stream: EventStream | undefined;
  try {
    const answer = await ask(context, input, {
      async onRetrieval(hits) {
        stream = openEventStream(reply, { heartbeatMs: HEARTBEAT_MS, stallTimeoutMs: STALL_TIMEOUT_MS });
        await stream.send('retrieval', { hits });
      },
      async onPart({ text, statement, newCitations }) {
        await stream?.send('delta', { text });
        if (statement !== null) await stream?.send('statement', { ...statement, newCitations });
      },
    });
    await stream?.send('answer', answer);
  } catch (error) {
    if (stream === undefined) throw error;
    // To a client that has gone nothing can be said.
    if (!reply.raw.destroyed) {
      const told = toServiceError(error, request);
      logFailure(request, told);
      await stream.send('error', buildProblem(told, request.id)).catch(() => {});
    }
  }
  stream?.end();
}
