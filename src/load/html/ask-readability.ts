import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { BLOCK_ELEMENTS, VOID_ELEMENTS } from './html-elements.ts';
import type { HtmlElement } from './html-tree.ts';
import type { LeaveOut } from './measure-text.ts';
import type { HtmlPage } from './parse-html.ts';

const MARK = 'data-mark';

export interface ReadabilityAdvice {
  /** Block elements of the page that Readability kept, in order; what stands in them may be missing. */
  readonly kept: readonly HtmlElement[];
  /** Of its metadata, else `<title>` without the site's name where that could be told. */
  readonly title: string;
}

/** The part of linkedom's nodes that is used; its own types need those of the browser. */
interface ForeignElement {
  readonly attributes?: unknown;
  readonly firstChild: ForeignElement | null;
  readonly nextSibling: ForeignElement | null;
  getAttribute(name: string): string | null;
}

/**
 * Asks Mozilla's Readability what the article of a page is. It works on a copy made by linkedom, which it takes apart;
 * numbers on the block elements tell what became of them. Null where it finds nothing. Nothing is fetched and no script runs.
 */
export function askReadability(page: HtmlPage, leaveOut: LeaveOut): ReadabilityAdvice | null {
  const marked: HtmlElement[] = [];
  const { document } = parseHTML(writeCopy(page, leaveOut, marked));
  // A threshold of 1 letter: short pages are articles too, and every further try of its parses all anew.
  const reader = new Readability<ForeignElement>(document, {
    charThreshold: 1,
    disableJSONLD: true,
    serializer: (node) => node as unknown as ForeignElement,
  });
  const article = reader.parse();
  if (!article?.content) return null;
  const kept: HtmlElement[] = [];
  collectMarks(article.content, marked, kept);
  return { kept, title: article.title ?? '' };
}

function collectMarks(node: ForeignElement, marked: readonly HtmlElement[], kept: HtmlElement[]): void {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.attributes === undefined) continue;
    const element = marked[Number(child.getAttribute(MARK) ?? -1)];
    if (element) kept.push(element);
    collectMarks(child, marked, kept);
  }
}

function writeCopy(page: HtmlPage, leaveOut: LeaveOut, marked: HtmlElement[]): string {
  const parts = ['<html><head><title>', escapeText(page.title), '</title>'];
  for (const [property, content] of page.metas) {
    parts.push(`<meta property="${escapeText(property)}" content="${escapeText(content)}">`);
  }
  parts.push('</head><body>');
  const write = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === 'string') parts.push(escapeText(child));
      else if (!child.hidden && !leaveOut(child)) {
        // It drops all buttons; those that are left unfold a text and are its title.
        const name = child.name === 'button' ? 'div' : child.name;
        parts.push(`<${name}`);
        for (const [key, value] of child.attributes) parts.push(` ${key}="${escapeText(value)}"`);
        if (BLOCK_ELEMENTS.has(child.name)) parts.push(` ${MARK}="${marked.push(child) - 1}"`);
        parts.push('>');
        if (VOID_ELEMENTS.has(child.name)) continue;
        write(child);
        parts.push(`</${name}>`);
      }
    }
  };
  write(page.body);
  return `${parts.join('')}</body></html>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
