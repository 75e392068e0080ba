import pg from 'pg';
import { DatabaseRefusedError, DiskFullError, ServiceError, StatementTimeoutError } from '../errors.ts';

/** What does not follow the protocol: sent by us, and then it is a fault of ours, or a pooler's word for a lost server. */
const PROTOCOL_VIOLATION = '08P01';
/** SQLSTATEs after which the same request may succeed a little later, beside the whole classes 08 and 53. */
const TRANSIENT_STATES = new Set(['57P01', '57P02', '57P03', '57P04', '57P05']);
/** A transaction that was idle, or went on, for too long. */
const OVERRUN_STATES = new Set(['25P03', '25P04']);
/** Deadlock and serialization failure: the server ended one of two transactions so that the other could go on. */
const LOST_RACES = new Set(['40P01', '40001']);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT', // the socket of a PGlite process that is being replaced
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** pg and pg-pool give lost connections no code; these are the beginnings of their messages. */
const LOST_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'timeout expired',
  'Cannot use a pool after calling end',
];
const POOL_WAIT_MESSAGE = 'timeout exceeded when trying to connect';

/**
 * Makes of a driver's error what callers can be told: DATABASE_UNAVAILABLE for lost connections, timeouts, a full
 * disk and transactions that gave way to another, with the cause kept. Everything else comes back as it is, so that `code` and `constraint` can be read.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof ServiceError || !(error instanceof Error)) return error;
  if (error instanceof pg.DatabaseError) return translateState(error, error.code ?? '');
  if (error.message.startsWith(POOL_WAIT_MESSAGE)) {
    return unavailable('All database connections are busy; try again.', 1, error);
  }
  const code = 'code' in error ? String(error.code) : '';
  if (NETWORK_CODES.has(code) || LOST_MESSAGES.some((start) => error.message.startsWith(start))) {
    return unavailable('The database cannot be reached at the moment; try again.', 1, error);
  }
  return error;
}

function translateState(error: pg.DatabaseError, state: string): unknown {
  if (state === '53100') return new DiskFullError(error);
  if (state === '53300') return unavailable('The database has no free connection; try again.', 2, error);
  if (state === '57014') return new StatementTimeoutError(error);
  if (LOST_RACES.has(state)) {
    return unavailable('Another transaction was in the way of this one; try again.', 1, error);
  }
  // A server that refuses one statement goes on with the next, and would refuse the same again.
  if (state === PROTOCOL_VIOLATION && error.severity === 'ERROR') return error;
  if (state.startsWith('53') || OVERRUN_STATES.has(state)) {
    const detail = 'The database is short of something that this needs; try again.';
    return new DatabaseRefusedError(detail, { retryAfterSeconds: 1, cause: error });
  }
  if (state.startsWith('08') || TRANSIENT_STATES.has(state)) {
    return unavailable('The database cannot be reached at the moment; try again.', 1, error);
  }
  return error;
}

/** DATABASE_UNAVAILABLE; the detail must hold neither SQL nor parameters. */
export function unavailable(detail: string, retryAfterSeconds: number, cause?: unknown): ServiceError {
  return new ServiceError('DATABASE_UNAVAILABLE', detail, { retryAfterSeconds, cause });
}

/** True for SQLSTATE 23505, of the named constraint or index when one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** Whether the error is of this SQLSTATE, also when it was translated already. */
export function isSqlState(error: unknown, state: string): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.code === state;
}

/** True for SQLSTATE 53100, also when it was translated already. */
export function isDiskFull(error: unknown): boolean {
  return isSqlState(error, '53100');
}
