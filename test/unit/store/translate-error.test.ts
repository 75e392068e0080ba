import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { DatabaseRefusedError, ServiceError } from '../../../src/errors.ts';
import { isDiskFull, isUniqueViolation, translateError } from '../../../src/store/translate-error.ts';

function databaseError(code: string, constraint?: string, severity = 'ERROR'): pg.DatabaseError {
  const error = new pg.DatabaseError('select secret from secrets', 10, 'error');
  return Object.assign(error, { code, constraint, severity });
}

const networkError = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('translateError', () => {
  it.each([
    '08006',
    '25P03',
    '40001',
    '40P01',
    '53100',
    '53200',
    '53300',
    '57014',
    '57P01',
    '57P02',
    '57P03',
  ])('makes DATABASE_UNAVAILABLE of SQLSTATE %s, keeps the cause, shows nothing of it', (code) => {
    const cause = databaseError(code);
    const error = translateError(cause);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503, cause });
    const { message, retryAfterSeconds } = error as ServiceError;
    expect(message).not.toContain('secret');
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(retryAfterSeconds).toBeLessThanOrEqual(5);
  });

  it.each([
    networkError('ECONNREFUSED'),
    networkError('ECONNRESET'),
    networkError('ENOENT'),
    networkError('ETIMEDOUT'),
    // What Node gives when every address of a name refuses.
    Object.assign(new AggregateError([networkError('ECONNREFUSED')]), { code: 'ECONNREFUSED' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Connection terminated due to connection timeout'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Client was closed and is not queryable'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Cannot use a pool after calling end on the pool'),
  ])('makes DATABASE_UNAVAILABLE of a lost connection: %s', (cause) => {
    expect(translateError(cause)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause });
  });

  it.each(['25P03', '25P04', '53200', '57014'])('may be caused by what was asked: SQLSTATE %s', (code) => {
    expect(translateError(databaseError(code))).toBeInstanceOf(DatabaseRefusedError);
  });

  it.each(['08006', '40P01', '53100', '53300', '57P01'])(
    'is no fault of what was asked: SQLSTATE %s',
    (code) => {
      expect(translateError(databaseError(code))).not.toBeInstanceOf(DatabaseRefusedError);
    },
  );

  it('says that the disk is full', () => {
    const error = translateError(databaseError('53100'));
    expect((error as Error).message).toContain('disk');
    expect([
      isDiskFull(error),
      isDiskFull(databaseError('53100')),
      isDiskFull(databaseError('53300')),
    ]).toEqual([true, true, false]);
  });

  it('tells a statement that the server refuses from a pooler that has lost the server', () => {
    const refused = databaseError('08P01');
    expect(translateError(refused)).toBe(refused);
    expect(translateError(databaseError('08P01', undefined, 'FATAL'))).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
  });

  it('leaves everything else as it is', () => {
    const others = [
      databaseError('23505'),
      databaseError('42601'),
      new Error('a fault of ours'),
      'text',
      undefined,
    ];
    for (const other of others) expect(translateError(other)).toBe(other);
    const known = new ServiceError('DOCUMENT_NOT_FOUND', 'no');
    expect(translateError(known)).toBe(known);
  });

  it('tells unique violations apart', () => {
    const error = databaseError('23505', 'documents_external_id');
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'documents_external_id')).toBe(true);
    expect(isUniqueViolation(error, 'other')).toBe(false);
    expect(isUniqueViolation(databaseError('23503'))).toBe(false);
    expect(isUniqueViolation(new Error('23505'))).toBe(false);
  });
});
