import { once } from 'node:events';
import type { FastifyReply } from 'fastify';

/** Server-sent events of one reply. */
export interface EventStream {
  /** Resolves when the client has taken the event, or enough of it; rejects when it is gone. */
  send(event: string, data: unknown): Promise<void>;
  end(): void;
}

export interface EventStreamOptions {
  readonly heartbeatMs: number;
  /** A client that takes nothing for this long is cut off: it holds a model, and memory. */
  readonly stallTimeoutMs: number;
}

export const EVENT_STREAM_TYPE = 'text/event-stream';

/** Takes the reply out of Fastify's hands and begins it; from here on errors are events. */
export function openEventStream(reply: FastifyReply, options: EventStreamOptions): EventStream {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, {
    'content-type': `${EVENT_STREAM_TYPE}; charset=utf-8`,
    // nginx would hold the events back.
    'x-accel-buffering': 'no',
    ...(reply.server.closing.aborted ? { connection: 'close' } : {}),
  });
  raw.flushHeaders();
  // A comment: says nothing, and keeps proxies from closing what seems idle. Not on top of what is not taken yet.
  const heartbeat = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(': still there\n\n');
  }, options.heartbeatMs);
  raw.once('close', () => clearInterval(heartbeat));

  async function waitForDrain(): Promise<void> {
    const closed = new AbortController();
    const close = () => closed.abort();
    const stalled = setTimeout(() => raw.destroy(), options.stallTimeoutMs);
    raw.once('close', close);
    try {
      await once(raw, 'drain', { signal: closed.signal });
    } finally {
      clearTimeout(stalled);
      raw.off('close', close);
    }
  }

  return {
    async send(event, data) {
      if (raw.destroyed) throw new DOMException('the client has gone', 'AbortError');
      // JSON has no line ends of its own, so that one data line holds it all.
      const taken = raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (!taken) await waitForDrain();
    },
    end() {
      clearInterval(heartbeat);
      raw.end();
    },
  };
}
