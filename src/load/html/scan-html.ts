/** A piece of HTML source. Text is raw: character references are still in it, unless it is `literal`. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string; readonly literal: boolean }
  | {
      readonly kind: 'start';
      readonly name: string;
      readonly attributes: readonly HtmlAttribute[];
      /** It ends in `/>`, which means something in XML, SVG and MathML only. */
      readonly selfClosing: boolean;
    }
  | { readonly kind: 'end'; readonly name: string };

/** Name in lower case, value raw. */
export type HtmlAttribute = readonly [name: string, value: string];

const TAG_NAME = /[A-Za-z][^\t\n\f\r />]*/y;
/** An attribute as the tokenizer of HTML reads it; with an empty name where the tag ends or only a slash stood. */
const ATTRIBUTE =
  /[\t\n\f\r /]*(=?[^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*)?))?/y;
/** More on one tag say nothing; the first of a name counts. */
const MAX_ATTRIBUTES = 100;

/** Elements whose content is not markup up to their end tag, and whether it is text that is shown. */
const RAW_TEXT = new Map<string, 'drop' | 'references' | 'literal'>([
  ...['script', 'style', 'iframe', 'noembed', 'noframes', 'noscript', 'textarea'].map(
    (name) => [name, 'drop'] as const,
  ),
  ['title', 'references'],
  ['xmp', 'literal'],
]);

/**
 * Cuts HTML into tags and texts as the tokenizer of the HTML standard does
 * (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), less what a reader never sees: comments,
 * declarations, and the content of scripts, styles, frames and `noscript`. It is milder where the standard would
 * swallow the rest of the page (a quote, `title`, `noscript`, `textarea` or `xmp` without its end). Time is linear.
 */
export function* scanHtml(source: string, isXml = false): Generator<HtmlToken> {
  /** Names whose end tag does not follow any more; asking again for each would be quadratic. */
  const unclosed = new Set<string>();
  let textStart = 0;
  let position = source.indexOf('<');
  const textUpTo = (end: number): HtmlToken[] =>
    end > textStart ? [{ kind: 'text', text: source.slice(textStart, end), literal: false }] : [];

  while (position !== -1) {
    const second = source[position + 1] ?? '';
    const isClose = second === '/';
    const name = readTagName(source, position + (isClose ? 2 : 1));
    if (name === '') {
      if (isClose || second === '!' || second === '?') {
        yield* textUpTo(position);
        textStart = findCommentEnd(source, position);
        position = source.indexOf('<', textStart);
      } else position = source.indexOf('<', position + 1);
      continue;
    }
    yield* textUpTo(position);
    const tag = readAttributes(source, position + (isClose ? 2 : 1) + name.length);
    textStart = tag.end;
    const lower = name.toLowerCase();
    if (isClose) yield { kind: 'end', name: lower };
    else {
      const selfClosing = source[tag.end - 2] === '/';
      yield { kind: 'start', name: lower, attributes: tag.attributes, selfClosing };
      const raw = isXml && selfClosing ? undefined : RAW_TEXT.get(lower);
      if (raw !== undefined && !unclosed.has(lower)) {
        const end = findEndTag(source, lower, tag.end);
        if (end === -1) unclosed.add(lower);
        else if (raw !== 'drop') {
          yield { kind: 'text', text: source.slice(tag.end, end), literal: raw === 'literal' };
        }
        // The code of a script is no text, whether its end is there or not.
        if (end !== -1) textStart = end;
        else if (!selfClosing && (lower === 'script' || lower === 'style')) return;
      }
    }
    position = source.indexOf('<', textStart);
  }
  yield* textUpTo(source.length);
}

function readTagName(source: string, start: number): string {
  TAG_NAME.lastIndex = start;
  return TAG_NAME.exec(source)?.[0] ?? '';
}

function readAttributes(source: string, start: number): { attributes: HtmlAttribute[]; end: number } {
  const attributes: HtmlAttribute[] = [];
  ATTRIBUTE.lastIndex = start;
  for (;;) {
    const from = ATTRIBUTE.lastIndex;
    const match = ATTRIBUTE.exec(source);
    const end = from + (match?.[0].length ?? 0);
    const name = match?.[1] ?? '';
    if (name !== '' && attributes.length < MAX_ATTRIBUTES)
      attributes.push([name.toLowerCase(), match?.[2] ?? match?.[3] ?? match?.[4] ?? '']);
    if (source[end] === '>') return { attributes, end: end + 1 };
    if (end >= source.length) return { attributes, end };
    // A stray quote after a value begins the next name.
    ATTRIBUTE.lastIndex = end;
  }
}

/** Offset of `</name` at or after `start`, -1 if there is none. */
function findEndTag(source: string, name: string, start: number): number {
  const endTag = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  endTag.lastIndex = start;
  return endTag.exec(source)?.index ?? -1;
}

/** End of a comment, declaration or processing instruction that begins at `start`. */
function findCommentEnd(source: string, start: number): number {
  if (!source.startsWith('<!--', start)) {
    const end = source.indexOf('>', start);
    return end === -1 ? source.length : end + 1;
  }
  const short = /^<!--(?:>|->)/.exec(source.slice(start, start + 6));
  if (short) return start + short[0].length;
  const end = /--!?>/g;
  end.lastIndex = start + 4;
  return end.exec(source) ? end.lastIndex : source.length;
}
