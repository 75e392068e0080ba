import type { LoadEvent } from '../domain/load.ts';

/**
 * Characters that show nothing and can carry text past a reader: zero-width space and word joiner, byte order marks
 * within the text, embeddings and overrides of direction, tags. Joiners and marks of direction are part of how some
 * scripts are written, so they count from two in a row.
 */
const INVISIBLE =
  /[\u200B\u2060-\u2064\u202A-\u202E\u2066-\u2069\uFEFF]|[\u200C-\u200F]{2,}|[\u{E0000}-\u{E007F}]+/gu;
/** The flags of England, Scotland and Wales are a black flag, spelled out in tags. */
const SPELLED_FLAG = /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/gu;
const MAX_WARNED_PAGES = 100;

/** Passes a loader's events on and adds a warning where pages hold invisible characters. */
export async function* reportInvisible(events: AsyncIterable<LoadEvent>): AsyncGenerator<LoadEvent> {
  const pages: number[] = [];
  let count = 0;
  for await (const event of events) {
    if (event.kind === 'pages') {
      for (const page of event.pages) {
        const found = countInvisible(page.text);
        if (found > 0) pages.push(page.number);
        count += found;
      }
    }
    if (event.kind !== 'end' || count === 0) yield event;
    else {
      const message = `${count} invisible character(s) on ${pages.length} page(s): zero-width, direction or tag characters. They are in the text as it stands.`;
      const warning = {
        code: 'TEXT_INVISIBLE_CHARACTERS',
        message,
        pages: pages.slice(0, MAX_WARNED_PAGES),
      };
      yield { kind: 'end', warnings: [...event.warnings, warning] };
    }
  }
}

function countInvisible(text: string): number {
  if (text.search(INVISIBLE) === -1) return 0;
  let count = 0;
  for (const [found] of text.replace(SPELLED_FLAG, '').matchAll(INVISIBLE)) count += [...found].length;
  return count;
}
