import type { Heading } from '../domain/page.ts';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
/** Lines that cannot be part of a paragraph, so that `---` below them is a rule and not an underline. */
const NOT_PARAGRAPH = /^(?: {4}|\t| {0,3}(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]|\||<|(?:[-*_][ \t]*){3,}$))/;
const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/**
 * ATX and setext headings of CommonMark with the offsets of their first characters in `text` (line ends `\n`); code
 * fences and YAML front matter hold none.
 */
export function findMarkdownHeadings(text: string): {
  headings: Heading[];
  frontMatterTitle: string | null;
} {
  const frontMatter = FRONT_MATTER.exec(text);
  const headings: Heading[] = [];
  let fence: string | null = null;
  /** Start of the paragraph that the previous line belongs to. */
  let paragraph: number | null = null;
  let start = frontMatter?.[0].length ?? 0;

  const add = (from: number, level: number, source: string): void => {
    const title = toPlainTitle(source);
    const offset = from + (text.slice(from).match(/^[ \t]*/)?.[0].length ?? 0);
    if (title !== '') headings.push({ start: offset, level, title });
  };
  for (const line of text.slice(start).split('\n')) {
    const mark = FENCE.exec(line);
    const atx = ATX.exec(line);
    const setext = SETEXT.exec(line);
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = null;
    } else if (mark?.[1] !== undefined && !(mark[1].startsWith('`') && mark[2]?.includes('`'))) {
      fence = mark[1];
      paragraph = null;
    } else if (atx) {
      add(start, atx[1]?.length ?? 1, atx[2] ?? '');
      paragraph = null;
    } else if (setext && paragraph !== null) {
      add(paragraph, setext[1]?.startsWith('=') ? 1 : 2, text.slice(paragraph, start));
      paragraph = null;
    } else if (line.trim() === '' || (paragraph === null && NOT_PARAGRAPH.test(line))) {
      paragraph = null;
    } else {
      // A line that opens another block ends the paragraph before it.
      paragraph = NOT_PARAGRAPH.test(line) ? null : (paragraph ?? start);
    }
    start += line.length + 1;
  }
  const title = /^title:[ \t]*(.+?)[ \t]*$/m.exec(frontMatter?.[1] ?? '')?.[1];
  return { headings, frontMatterTitle: title?.replace(/^(["'])(.*)\1$/, '$2') ?? null };
}

/** The words of a heading: without emphasis, code marks, link targets and `{#id}` or `{/*id*\/}` at the end. */
function toPlainTitle(source: string): string {
  return source
    .replace(/\s*\{(?:#[^}]*|\/\*.*?\*\/)\}\s*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`+)(.+?)\1/g, '$2')
    .replace(/(^|[^\p{L}\p{N}])([*_])(?=\S)(.+?)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .replace(/\s+/g, ' ')
    .trim();
}
