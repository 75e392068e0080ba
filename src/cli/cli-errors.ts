/** The command line was not understood, or cannot be carried out here as it stands: exit status 2. */
export class UsageError extends Error {}

/** The service cannot be asked at all: exit status 2. */
export class ServiceUnreachable extends Error {}

/** A file of the folder could not be read, or changed while it was sent. */
export class FileUnreadable extends Error {}

/** An answer that is an error: a problem of the service (RFC 9457), or `HTTP_…` from something in front of it. */
export class ServiceProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** Why something failed, in words for a person: of a failed fetch the reason lies in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  // A host name with several addresses fails with all of their errors, and no message.
  const inner = cause instanceof AggregateError ? (cause.errors[0] as Error) : cause;
  return inner.message;
}
