import type { Socket } from 'node:net';
import { v7 as createId } from 'uuid';
import { ServiceError } from '../errors.ts';
import { buildProblem, PROBLEM_MEDIA_TYPE } from './problem.ts';

/** Answers what never became a request (broken HTTP, oversized or late headers) with a problem, then ends the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Something of an answer is on the wire already: a second one would be read as part of it.
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const told = describeClientError(error.code);
  const requestId = createId();
  const body = JSON.stringify(buildProblem(told, requestId));
  const head = [
    `HTTP/1.1 ${told.status} ${told.title}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`);
}

function describeClientError(code: string | undefined): ServiceError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ServiceError('REQUEST_TOO_LARGE', 'The headers are larger than the limit of 16 KiB.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ServiceError('REQUEST_UNPARSABLE', 'The request did not arrive in time.');
  }
  return new ServiceError('REQUEST_UNPARSABLE', 'This is not valid HTTP/1.1.');
}
