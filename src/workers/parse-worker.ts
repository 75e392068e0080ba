/** Entry of the child process that reads documents. Speaks `parse-protocol.ts` over IPC and ends with its parent. */
import { flushCompileCache } from 'node:module';
import { setPriority } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { LoadLimits, PageRange, SplitOptions } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import {
  type FromCommand,
  MAX_BATCHES_AHEAD,
  type ParseBatch,
  type ParseCommand,
  type ParseInput,
  packError,
  type ToWorker,
} from './parse-protocol.ts';
import { watchParent } from './watch-parent.ts';

const NICENESS = 5;

type LoadCommand = ParseCommand & { readonly kind: 'load' };

watchParent();
// Whoever asks a question should not wait for documents.
setPriority(NICENESS);

const channels = new Map<number, Channel>();
/** Kinds of work whose modules are compiled and in the cache. */
const compiled = new Set<string>();

process.on('message', (message: ToWorker) => {
  if (message.kind === 'credit') channels.get(message.run)?.addCredit();
  else if (message.kind === 'input') channels.get(message.run)?.take(message.value);
  else void run(message.run, message);
});

async function run(id: number, command: ParseCommand): Promise<void> {
  const channel = new Channel(id);
  channels.set(id, channel);
  try {
    const batches = command.kind === 'load' ? load(command, channel) : split(command, channel);
    for await (const batch of batches) {
      await channel.sendBatch(batch);
      // Reading is synchronous: without a pause the other command in this process would hear nothing.
      await setImmediate();
    }
    channel.send({ kind: 'done' });
    keepCompiled(command);
  } catch (error) {
    channel.send({ kind: 'failed', error: packError(error) });
  } finally {
    channels.delete(id);
  }
}

/** By itself the cache is written at a regular exit, which there is none of. */
function keepCompiled(command: ParseCommand): void {
  const work = command.kind === 'load' ? command.source.mediaType : command.kind;
  if (compiled.has(work)) return;
  compiled.add(work);
  flushCompileCache();
}

async function* load(
  { source, limits, inRanges }: LoadCommand,
  channel: Channel,
): AsyncGenerator<ParseBatch> {
  const [{ allocateBytes, loadDocument }, { onRecognition }] = await Promise.all([
    import('../load/load-document.ts'),
    import('../load/ocr/announce-recognition.ts'),
  ]);
  onRecognition(() => channel.sendRecognising());
  const bytes = await receiveBytes(channel, await allocateBytes(source));
  yield* loadDocument(bytes, source, limits, inRanges ? channel.receive<PageRange>() : undefined);
}

async function* split(
  { options, limits }: { options: SplitOptions; limits: LoadLimits },
  channel: Channel,
): AsyncGenerator<ParseBatch> {
  const [{ splitPages }, { analyzeChunk }, { limitExceeded }] = await Promise.all([
    import('../split/split-pages.ts'),
    import('../split/analyze-chunk.ts'),
    import('../load/load-limits.ts'),
  ]);
  let count = 0;
  for await (const chunks of splitPages(channel.receive<readonly Page[]>(), options)) {
    count += chunks.length;
    if (count > limits.maxChunks) throw limitExceeded('chunks', limits.maxChunks);
    yield chunks.map(analyzeChunk);
  }
}

async function receiveBytes(channel: Channel, bytes: Uint8Array): Promise<Uint8Array> {
  const size = bytes.length;
  let filled = 0;
  while (filled < size) {
    const piece = await channel.next<Uint8Array>();
    if (piece === null || filled + piece.length > size) break;
    bytes.set(piece, filled);
    filled += piece.length;
  }
  if (filled === size) return bytes;
  const hint = 'Upload the document again.';
  throw new IngestError('INTERNAL_ERROR', 'The stored bytes are not as many as were announced.', hint);
}

/** One command's side of the conversation. */
class Channel {
  readonly #run: number;
  #credits = MAX_BATCHES_AHEAD;
  #creditCame = Promise.withResolvers<void>();
  #inputCame = Promise.withResolvers<ParseInput>();

  constructor(run: number) {
    this.#run = run;
  }

  addCredit(): void {
    this.#credits += 1;
    this.#creditCame.resolve();
  }

  take(value: ParseInput): void {
    this.#inputCame.resolve(value);
  }

  /** The next piece of input, null after the last. What kind it is, the command knows. */
  async next<Input extends NonNullable<ParseInput>>(): Promise<Input | null> {
    this.#inputCame = Promise.withResolvers();
    this.send({ kind: 'want' });
    return (await this.#inputCame.promise) as Input | null;
  }

  async *receive<Input extends NonNullable<ParseInput>>(): AsyncGenerator<Input> {
    for (let input = await this.next<Input>(); input !== null; input = await this.next<Input>()) yield input;
  }

  async sendBatch(value: ParseBatch): Promise<void> {
    while (this.#credits === 0) {
      this.#creditCame = Promise.withResolvers();
      await this.#creditCame.promise;
    }
    this.#credits -= 1;
    this.send({ kind: 'batch', value });
  }

  /** Resolves when the message is written: recognition then blocks the process. */
  sendRecognising(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const message = { kind: 'recognising', run: this.#run };
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
    return promise;
  }

  send(message: FromCommand): void {
    process.send?.({ ...message, run: this.#run });
  }
}
