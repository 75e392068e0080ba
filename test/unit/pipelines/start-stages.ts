import type { ChunkBatch, LoadEvent } from '../../../src/domain/load.ts';
import type { IngestStage } from '../../../src/domain/metrics-port.ts';
import type { Page } from '../../../src/domain/page.ts';
import type { DocumentParser } from '../../../src/domain/ports.ts';
import type { UploadStore } from '../../../src/domain/store-ports.ts';
import type { Attempt, VersionStore } from '../../../src/domain/version-ports.ts';
import { createBuiltInEmbedder } from '../../../src/embed/built-in-embedder.ts';
import { runStages, type StageRun } from '../../../src/pipelines/ingest-stages.ts';
import { createStageMeter } from '../../../src/support/stage-meter.ts';

export function makePage(number: number, text = ''): Page {
  return { number, label: null, text, width: null, height: null, lines: [], headings: [] };
}

/**
 * The real stages over a parser that hands on `events` and then `chunks`, and a store that tells in `calls` what it was
 * asked for; `over` replaces parts of it.
 */
export function startStages(
  events: AsyncIterable<LoadEvent>,
  over: Partial<VersionStore> = {},
  chunks: ChunkBatch = [],
): { readonly calls: (readonly [name: string, ...args: unknown[]])[]; readonly done: Promise<void> } {
  const calls: [string, ...unknown[]][] = [];
  const versions = new Proxy(over, {
    get:
      (target, name: keyof VersionStore) =>
      (_attempt: Attempt, ...args: never[]) => {
        calls.push([name, ...args]);
        return (target[name] as ((...args: unknown[]) => unknown) | undefined)?.(_attempt, ...args);
      },
  }) as VersionStore;
  const embedder = createBuiltInEmbedder();
  const parser: DocumentParser = {
    open: async () => ({
      load: () => events,
      async *split(pages) {
        for await (const _ of pages);
        yield chunks;
      },
      close: async () => {},
    }),
    close: async () => {},
  };
  const run = {
    services: {
      versions,
      uploads: {} as UploadStore,
      parser,
      embedderOf: () => embedder,
      limits: {
        maxPages: 1,
        maxTextBytes: 1,
        maxChunks: 1,
        maxExpandedBytes: 1,
        ocr: false,
        maxOcrPages: 1,
      },
    },
    attempt: { attempt: 1, space: embedder.space } as Attempt,
    meter: createStageMeter<IngestStage>(() => {}),
    ownTitle: null,
    failedIn: 'loading',
  } satisfies Partial<StageRun>;
  return { calls, done: runStages(run as StageRun, new AbortController().signal) };
}
