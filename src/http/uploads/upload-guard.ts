import { ServiceError } from '../../errors.ts';

export interface UploadGuardLimits {
  readonly idleTimeoutMs: number;
  readonly maxTotalBytes: number;
}

/**
 * Watches one multipart body. A malformed body may leave the parser waiting without any event, so every wait for the
 * client has a limit; and the parser bounds each file, not their sum.
 */
export class UploadGuard {
  /** Why the whole body is refused; undefined while it is not. */
  failure: ServiceError | undefined;
  readonly #limits: UploadGuardLimits;
  #totalBytes = 0;

  constructor(limits: UploadGuardLimits) {
    this.#limits = limits;
  }

  /** Remembers the first reason and returns it, to be thrown. */
  fail(error: ServiceError): ServiceError {
    this.failure ??= error;
    return this.failure;
  }

  /** Throws REQUEST_TOO_LARGE once the files together are too long. */
  count(bytes: number): void {
    this.#totalBytes += bytes;
    const { maxTotalBytes } = this.#limits;
    if (this.#totalBytes > maxTotalBytes) {
      throw this.fail(
        new ServiceError('REQUEST_TOO_LARGE', `The files together are larger than ${maxTotalBytes} bytes.`),
      );
    }
  }

  /** Waits for something the client has to send. Throws MULTIPART_INVALID when it does not come. */
  async waitFor<Result>(arrival: Promise<Result>): Promise<Result> {
    const { idleTimeoutMs } = this.#limits;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const detail = `The multipart body did not go on within ${idleTimeoutMs} ms, or has no closing boundary.`;
        reject(this.fail(new ServiceError('MULTIPART_INVALID', detail)));
      }, idleTimeoutMs);
    });
    try {
      return await Promise.race([arrival, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
