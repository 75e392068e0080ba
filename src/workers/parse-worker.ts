/** Entry of the child process that reads documents. Speaks `parse-protocol.ts` over IPC and ends with its parent. */
import type { LoadLimits, LoadSource, SplitOptions } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { IngestError } from '../errors.ts';
import {
  type FromWorker,
  MAX_BATCHES_AHEAD,
  type ParseBatch,
  type ParseCommand,
  type ParseInput,
  packError,
  type ToWorker,
} from './parse-protocol.ts';
import { watchParent } from './watch-parent.ts';

watchParent();

let credits = 0;
let creditCame = Promise.withResolvers<void>();
let inputCame = Promise.withResolvers<ParseInput>();

process.on('message', (message: ToWorker) => {
  if (message.kind === 'credit') {
    credits += 1;
    creditCame.resolve();
  } else if (message.kind === 'input') {
    inputCame.resolve(message.value);
  } else {
    void run(message);
  }
});

async function run(command: ParseCommand): Promise<void> {
  credits = MAX_BATCHES_AHEAD;
  try {
    for await (const batch of command.kind === 'load' ? load(command) : split(command))
      await sendBatch(batch);
    send({ kind: 'done' });
  } catch (error) {
    send({ kind: 'failed', error: packError(error) });
  }
}

async function* load(command: { source: LoadSource; limits: LoadLimits }): AsyncGenerator<ParseBatch> {
  const [{ loadDocument }, { onRecognition }] = await Promise.all([
    import('../load/load-document.ts'),
    import('../load/ocr/announce-recognition.ts'),
  ]);
  onRecognition(sendRecognising);
  const bytes = await receiveBytes(command.source.bytes);
  yield* loadDocument(bytes, command.source, command.limits);
}

async function* split(command: { options: SplitOptions; limits: LoadLimits }): AsyncGenerator<ParseBatch> {
  const [{ splitPages }, { analyzeChunk }, { limitExceeded }] = await Promise.all([
    import('../split/split-pages.ts'),
    import('../split/analyze-chunk.ts'),
    import('../load/load-limits.ts'),
  ]);
  let count = 0;
  for await (const chunks of splitPages(receive() as AsyncGenerator<readonly Page[]>, command.options)) {
    count += chunks.length;
    if (count > command.limits.maxChunks) throw limitExceeded('chunks', command.limits.maxChunks);
    yield chunks.map(analyzeChunk);
  }
}

async function receiveBytes(size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for await (const piece of receive() as AsyncGenerator<Uint8Array>) {
    if (filled + piece.length > size) break;
    bytes.set(piece, filled);
    filled += piece.length;
  }
  if (filled === size) return bytes;
  const hint = 'Upload the document again.';
  throw new IngestError('INTERNAL_ERROR', 'The stored bytes are not as many as were announced.', hint);
}

/** Pieces of input, each asked for when it is needed. */
async function* receive(): AsyncGenerator<NonNullable<ParseInput>> {
  for (;;) {
    inputCame = Promise.withResolvers();
    send({ kind: 'want' });
    const value = await inputCame.promise;
    if (value === null) return;
    yield value;
  }
}

async function sendBatch(value: ParseBatch): Promise<void> {
  while (credits === 0) {
    creditCame = Promise.withResolvers();
    await creditCame.promise;
  }
  credits -= 1;
  send({ kind: 'batch', value });
}

/** Resolves when the message is written: recognition then blocks the process. */
function sendRecognising(): Promise<void> {
  const message: FromWorker = { kind: 'recognising' };
  return new Promise((resolve) => {
    if (!process.send) return resolve();
    process.send(message, undefined, undefined, () => resolve());
  });
}

function send(message: FromWorker): void {
  process.send?.(message);
}
