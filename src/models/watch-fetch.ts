import type { CallTimer } from './call-timer.ts';

/**
 * `fetch` for the SDK of one call. The SDK's own timeout ends with the headers, so the body is watched here, piece by
 * piece, and only while somebody wants one. The timer's signal reaches the socket without the SDK in between.
 */
export function createWatchedFetch(timer: CallTimer): typeof fetch {
  return async (url, init) => {
    const signals = [timer.signal, ...(init?.signal ? [init.signal] : [])];
    const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
    const { body, status, statusText, headers } = response;
    if (body === null) return response;
    return new Response(watchBody(body, timer), { status, statusText, headers: withoutLength(headers) });
  };
}

function watchBody(body: ReadableStream<Uint8Array>, timer: CallTimer): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await timer.watch(reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Length and encoding of the wire do not hold for the decoded body. */
function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-length');
  kept.delete('content-encoding');
  return kept;
}
