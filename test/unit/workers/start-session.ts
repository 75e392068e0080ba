/** Opens a session whose document never arrives in full; prints the pid of the parse worker. */
import { createParsePool } from '../../../src/workers/parse-pool.ts';
import { listParseWorkers } from './list-processes.ts';

const pool = createParsePool({ size: 1, maxMemoryBytes: 512 * 2 ** 20 });
const session = await pool.open(new AbortController().signal);
const source = { mediaType: 'text/plain', bytes: 1_000_000, charset: null };
const limits = {
  maxPages: 10,
  maxTextBytes: 1_000_000,
  maxChunks: 10,
  maxExpandedBytes: 10_000_000,
  ocr: true,
  maxOcrPages: 10,
};

async function* sendSlowly(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('first piece');
  console.log(listParseWorkers(process.pid).join(' '));
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
for await (const event of session.load(source, sendSlowly, limits)) console.log(event.kind);
