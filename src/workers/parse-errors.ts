import { IngestError } from '../errors.ts';

export function parserCrashed(message: string): IngestError {
  const hint = 'Try again; if it happens each time, save the document anew and send that.';
  return new IngestError('PARSER_CRASHED', message, hint, { retryable: true });
}

export function parserTimedOut(pageTimeoutMs: number): IngestError {
  const message = `The parser passed its time limit (${pageTimeoutMs / 1000} s without a finished page, or for the document in all).`;
  const hint = 'Simplify or split the document; try again if the machine was busy.';
  return new IngestError('PARSER_TIMEOUT', message, hint, { retryable: true });
}

export function parserOutOfMemory(maxMemoryBytes: number): IngestError {
  const message = `The parser passed its memory limit of ${Math.round(maxMemoryBytes / 2 ** 20)} MiB.`;
  return new IngestError('PARSER_MEMORY', message, 'Split the document into smaller ones.');
}
