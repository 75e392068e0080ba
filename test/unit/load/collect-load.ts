import type { Warning } from '../../../src/domain/document.ts';
import type { LoadEvent, LoadedHead, LoadLimits } from '../../../src/domain/load.ts';
import type { Page } from '../../../src/domain/page.ts';

export const WIDE_LIMITS: LoadLimits = {
  maxPages: 10_000,
  maxTextBytes: 50_000_000,
  maxChunks: 50_000,
  maxExpandedBytes: 200_000_000,
  ocr: true,
  maxOcrPages: 500,
};

/** All that a loader yields, its order checked. */
export async function collectLoad(
  events: AsyncIterable<LoadEvent>,
): Promise<{ head: LoadedHead; pages: Page[]; warnings: readonly Warning[] }> {
  let head: LoadedHead | undefined;
  let warnings: readonly Warning[] | undefined;
  const pages: Page[] = [];
  for await (const event of events) {
    if (warnings) throw new Error('an event after the end');
    if (event.kind === 'head') head = event.head;
    else if (!head) throw new Error('an event before the head');
    else if (event.kind === 'pages') pages.push(...event.pages);
    else warnings = event.warnings;
  }
  if (!head || !warnings) throw new Error('head or end is missing');
  return { head, pages, warnings };
}
