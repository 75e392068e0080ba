import type { LoadEvent, PageFinding } from '../domain/load.ts';
import { listPageWarnings } from './list-page-warnings.ts';

/**
 * Characters that show nothing and can carry text past a reader: zero-width space and word joiner, byte order marks
 * within the text, embeddings and overrides of direction, tags. Joiners and marks of direction are part of how some
 * scripts are written, so they count from two in a row.
 */
const INVISIBLE =
  /[\u200B\u2060-\u2064\u202A-\u202E\u2066-\u2069\uFEFF]|[\u200C-\u200F]{2,}|[\u{E0000}-\u{E007F}]+/gu;
/** The flags of England, Scotland and Wales are a black flag, spelled out in tags. */
const SPELLED_FLAG = /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/gu;

/** Passes a loader's events on and says at the end which pages hold invisible characters. */
export async function* reportInvisible(events: AsyncIterable<LoadEvent>): AsyncGenerator<LoadEvent> {
  const found: PageFinding[] = [];
  for await (const event of events) {
    if (event.kind === 'pages') {
      for (const { number, text } of event.pages) {
        const count = countInvisible(text);
        if (count > 0) found.push({ page: number, code: 'TEXT_INVISIBLE_CHARACTERS', count });
      }
    }
    if (event.kind !== 'end' || found.length === 0) yield event;
    else if (event.findings === undefined)
      yield { kind: 'end', warnings: [...event.warnings, ...listPageWarnings(found)] };
    else yield { ...event, findings: { ...event.findings, pages: [...event.findings.pages, ...found] } };
  }
}

function countInvisible(text: string): number {
  if (text.search(INVISIBLE) === -1) return 0;
  let count = 0;
  for (const [found] of text.replace(SPELLED_FLAG, '').matchAll(INVISIBLE)) count += [...found].length;
  return count;
}
