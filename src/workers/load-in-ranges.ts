import type { LoadEvent, LoadFindings, LoadLimits, PageRange } from '../domain/load.ts';
import { listPageWarnings } from '../load/list-page-warnings.ts';
import { countAgainstLimits } from '../load/load-limits.ts';
import { checkFindings } from '../load/pdf-errors.ts';
import { RangePlan } from './range-plan.ts';

const MAX_READERS = 4;
/** With fewer pages left, opening the document once more costs more than it saves. */
const MIN_PAGES_TO_SHARE = 16;

/** A process that reads pages of the document. */
export interface RangeReader {
  /** One `load` command in ranges: takes the document's bytes, then the ranges. */
  read(input: AsyncGenerator<Uint8Array | PageRange>): AsyncIterable<LoadEvent>;
  /** Whether it may go on, or is wanted elsewhere. */
  mayGoOn(): boolean;
  /** Calls when it is wanted elsewhere, until the returned function is called. */
  onWanted(listen: () => void): () => void;
  release(): Promise<void>;
}

/**
 * Loads a document by one reader and such others as would be idle (`borrow`: null when there is none): each takes the
 * next pages when it is done with its own. Yields as a single loader would. An error of one reader is the document's.
 */
export async function* loadInRanges(
  openBytes: () => AsyncIterable<Uint8Array>,
  limits: LoadLimits,
  first: RangeReader,
  borrow: () => RangeReader | null,
): AsyncGenerator<LoadEvent> {
  const plan = new RangePlan();
  const head = Promise.withResolvers<LoadEvent & { kind: 'head' }>();
  const findings: LoadFindings[] = [];

  async function* feed(reader: RangeReader): AsyncGenerator<Uint8Array | PageRange> {
    yield* openBytes();
    for (;;) {
      const range = await plan.give(() => reader.mayGoOn());
      if (range === null) return;
      yield range;
    }
  }
  const run = async (reader: RangeReader): Promise<void> => {
    plan.addReader();
    const stopListening = reader.onWanted(() => plan.wake());
    try {
      for await (const event of reader.read(feed(reader))) {
        if (event.kind === 'head') {
          plan.open(event.head.pageCount ?? 0);
          head.resolve(event);
        } else if (event.kind === 'pages') plan.put(event.pages);
        else if (event.findings !== undefined) findings.push(event.findings);
      }
    } catch (error) {
      plan.fail(error);
      head.reject(error);
    } finally {
      stopListening();
      await reader.release();
    }
  };

  const counter = countAgainstLimits(limits);
  const readers: Promise<void>[] = [];
  // What a reader fails of the plan tells; an error of giving its process back is nobody's.
  const start = (reader: RangeReader) => readers.push(run(reader).catch(() => {}));

  start(first);
  try {
    yield await head.promise;
    for (let pages = await plan.take(); pages !== undefined; pages = await plan.take()) {
      if (readers.length < MAX_READERS && plan.pagesLeft >= MIN_PAGES_TO_SHARE) {
        const reader = borrow();
        if (reader !== null) start(reader);
      }
      // Each reader counts its own; together they may not pass the limit either.
      for (const page of pages) counter.addPage(page);
      yield { kind: 'pages', pages };
    }
    await Promise.all(readers);
  } finally {
    // Also when the consumer has left: nobody is given more.
    plan.fail(new Error('no more pages are wanted'));
  }
  checkFindings(findings, limits);
  yield { kind: 'end', warnings: listPageWarnings(findings.flatMap(({ pages }) => pages)) };
}
