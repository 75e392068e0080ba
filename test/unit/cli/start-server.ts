import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** `count`: of the requests, from 1. */
export type Handle = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/**
 * The address of a server for the running test that answers as a service in trouble does, or one with more documents than a
 * test makes; a real one is in the test of the whole command line.
 */
export async function startServer(handle: Handle): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => handle(request, response, ++count));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
