import type { Readable } from 'node:stream';
import type { buildConnector } from 'undici';
import type { ConnectSocket, ConnectTarget } from './connect-socket.ts';

export interface PageResponse {
  readonly status: number;
  /** Names in lower case; of a header that comes several times the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it comes over the wire, not decoded. */
  readonly body: Readable;
  /** Ends the connection, whatever is left to read. */
  close(): void;
}

export interface PageRequest {
  readonly url: URL;
  readonly target: ConnectTarget;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One GET on a connection of its own, redirects left to the caller. `signal` holds for the body too. */
export async function requestPage(
  connect: ConnectSocket,
  { url, target, headers, signal }: PageRequest,
): Promise<PageResponse> {
  // Loads in 0.13 s, which a start need not wait for.
  const { Agent, request } = await import('undici');
  const agent = new Agent({
    connect: createConnect(connect, target, signal),
    pipelining: 0,
    maxHeaderSize: 16_384,
    // The deadline of the whole fetch, in `signal`, stands for both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const close = () => void agent.destroy().catch(() => {});
  try {
    const response = await request(url, { dispatcher: agent, headers, signal });
    const pairs = Object.entries(response.headers).map(([name, value]) => [name, [value].flat()[0] ?? '']);
    const { statusCode: status, body } = response;
    return { status, headers: Object.fromEntries(pairs), body, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What undici calls for a connection: it gets one to the checked addresses, wherever its URL points. */
function createConnect(
  connect: ConnectSocket,
  target: ConnectTarget,
  signal: AbortSignal,
): buildConnector.connector {
  return (_options, callback) => {
    const socket = connect(target);
    const abort = () => socket.destroy(signal.reason);
    signal.addEventListener('abort', abort);
    socket.once('close', () => signal.removeEventListener('abort', abort));
    const fail = (error: Error) => callback(error, null);
    socket.once('error', fail);
    socket.once(target.isSecure ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail);
      callback(null, socket);
    });
  };
}
