import type { IncomingMessage } from 'node:http';
import { v7 as createId } from 'uuid';

const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The caller's own `X-Request-Id` when it is harmless in logs and headers, else a new UUIDv7. */
export function chooseRequestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : createId();
}
