import type { LoadEvent } from '../domain/load.ts';

/** A title is shown in lists and indexed with every chunk, a heading travels with each chunk below it. */
const MAX_TITLE_CHARS = 300;
const MAX_HEADING_CHARS = 500;

/** Cuts titles and headings that are longer than any that a person wrote: a document may call its whole text a heading. */
export function boundTitles(event: LoadEvent): LoadEvent {
  if (event.kind === 'head') {
    const { title } = event.head;
    return title === null ? event : { ...event, head: { ...event.head, title: cut(title, MAX_TITLE_CHARS) } };
  }
  if (event.kind === 'end') return event;
  const pages = event.pages.map((page) =>
    page.headings.every(({ title }) => title.length <= MAX_HEADING_CHARS)
      ? page
      : {
          ...page,
          headings: page.headings.map((heading) => ({
            ...heading,
            title: cut(heading.title, MAX_HEADING_CHARS),
          })),
        },
  );
  return { ...event, pages };
}

function cut(title: string, maxChars: number): string {
  // Half of a surrogate pair cannot be stored.
  return title.length <= maxChars
    ? title
    : title
        .slice(0, maxChars)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
}
