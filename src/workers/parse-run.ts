import type { Page } from '../domain/page.ts';
import type { IngestErrorCode } from '../errors.ts';
import {
  type FromCommand,
  MAX_BATCHES_AHEAD,
  type ParseBatch,
  type ParseInput,
  type ToCommand,
  unpackError,
} from './parse-protocol.ts';
import type { WorkProgress } from './work-clock.ts';

/** A loader that fails like this may have left memory behind, or half of its work. */
const UNSOUND: ReadonlySet<IngestErrorCode> = new Set(['INTERNAL_ERROR', 'PARSER_MEMORY']);

/** The parent's side of one command: answers the worker's wishes and hands its batches to one consumer. */
export class ParseRun {
  readonly #input: AsyncIterator<NonNullable<ParseInput>>;
  readonly #send: (message: ToCommand) => void;
  readonly #batches: ParseBatch[] = [];
  #failure: { reason: unknown } | undefined;
  #done = false;
  #endedOrderly = false;
  #inputWanted = false;
  #changed = Promise.withResolvers<void>();
  #steps = 0;
  #pagesAnnounced = 0;
  #pagesSeen = 0;
  #pagesRecognised = 0;
  #recognising = false;

  constructor(input: AsyncIterator<NonNullable<ParseInput>>, send: (message: ToCommand) => void) {
    this.#input = input;
    this.#send = send;
  }

  /** False while the worker waits for input or for the consumer. */
  get working(): boolean {
    return !this.#inputWanted && !this.#done && this.#batches.length < MAX_BATCHES_AHEAD;
  }

  /** Whether the worker itself said that the document cannot be read, and is as good as before. */
  get endedOrderly(): boolean {
    return this.#endedOrderly;
  }

  get progress(): WorkProgress {
    return {
      steps: this.#steps,
      pages: Math.max(this.#pagesAnnounced, this.#pagesSeen),
      recognised: this.#pagesRecognised,
      recognising: this.#recognising,
    };
  }

  receive(message: FromCommand): void {
    this.#steps += 1;
    this.#recognising = message.kind === 'recognising';
    if (message.kind === 'recognising') this.#pagesRecognised += 1;
    else if (message.kind === 'want') void this.#feed();
    else if (message.kind === 'failed') {
      const error = unpackError(message.error);
      this.#endedOrderly = !UNSOUND.has(error.code);
      this.fail(error);
    } else {
      if (message.kind === 'done') this.#done = true;
      else this.#push(message.value);
      this.#changed.resolve();
    }
  }

  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#changed.resolve();
  }

  /** The next batch, undefined after the last. */
  async next(): Promise<ParseBatch | undefined> {
    for (;;) {
      if (this.#failure) throw this.#failure.reason;
      const batch = this.#batches.shift();
      if (batch !== undefined) {
        if (!this.#done) this.#send({ kind: 'credit' });
        return batch;
      }
      if (this.#done) return undefined;
      this.#changed = Promise.withResolvers();
      await this.#changed.promise;
    }
  }

  #push(batch: ParseBatch): void {
    this.#batches.push(batch);
    if (!('kind' in batch)) return;
    if (batch.kind === 'head') this.#pagesAnnounced = batch.head.pageCount ?? 0;
    if (batch.kind === 'pages') this.#pagesSeen += batch.pages.length;
  }

  async #feed(): Promise<void> {
    this.#inputWanted = true;
    try {
      const { done, value } = await this.#input.next();
      if (!done && isPages(value)) this.#pagesSeen += value.length;
      if (!this.#failure) this.#send({ kind: 'input', value: done ? null : value });
    } catch (error) {
      this.fail(error);
    } finally {
      this.#inputWanted = false;
    }
  }
}

function isPages(value: NonNullable<ParseInput>): value is readonly Page[] {
  return Array.isArray(value);
}
