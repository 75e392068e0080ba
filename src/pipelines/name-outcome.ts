import { AttemptFencedError } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import type { StageOutcome } from '../support/stage-clock.ts';

/** What an error says of the stage it came from. */
export function nameOutcome(error: unknown, signal: AbortSignal): Exclude<StageOutcome, 'ok'> {
  if (signal.aborted || error instanceof AttemptFencedError) return 'aborted';
  return error instanceof ServiceError && error.status < 500 ? 'refused' : 'failed';
}
