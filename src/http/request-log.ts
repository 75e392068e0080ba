import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** One line per request, with the route's pattern: a URL may carry the caller's data. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (error) reply.log.info({ ...line, err: error }, 'response not delivered');
    else reply.log.info(line, 'request');
  }
}
