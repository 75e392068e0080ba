import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import type { HtmlAttribute } from './scan-html.ts';

/** An element as it is read; its texts are strings without character references. */
export interface HtmlElement {
  /** Lower case. */
  readonly name: string;
  /** Those that are read later, here or by Readability; of `style` only that text is raised (`super`) or lowered (`sub`). */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether something hides it: `hidden`, `aria-hidden`, its style, or that it is a closed dialog. */
  readonly hidden: boolean;
  readonly parent: HtmlElement | null;
  readonly children: (HtmlElement | string)[];
}

/** Attributes that are kept, and how many characters of each. */
const KEPT_ATTRIBUTES: ReadonlyMap<string, number> = new Map([
  ['alt', 2000],
  ['aria-controls', 10],
  ['aria-expanded', 10],
  ['aria-level', 10],
  ['class', 200],
  ['colspan', 10],
  ['href', 200],
  ['id', 200],
  ['linethickness', 10],
  ['role', 50],
  ['rowspan', 10],
  ['start', 10],
  ['type', 10],
  ['value', 10],
]);
/** Not `opacity` and `font-size` of 0: pages that fade in, and containers whose children set their own size, have them. */
const HIDING_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Word processors write raised and lowered text so. */
const OFF_LINE_STYLE = /(?:^|[;\s])vertical-align\s*:\s*(super|sub)\b/i;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** An element without children, not yet put into its parent. */
export function createElement(
  name: string,
  attributes: readonly HtmlAttribute[],
  parent: HtmlElement | null,
): HtmlElement {
  if (attributes.length === 0) {
    return { name, attributes: NO_ATTRIBUTES, hidden: name === 'dialog', parent, children: [] };
  }
  const kept = new Map<string, string>();
  for (const [key, value] of attributes) {
    const maxChars = KEPT_ATTRIBUTES.get(key);
    if (maxChars !== undefined && !kept.has(key))
      kept.set(key, decodeHTMLAttribute(value.slice(0, maxChars)));
  }
  const offLine = readOffLineStyle(attributes);
  if (offLine !== null) kept.set('style', offLine);
  const hidden = isHiding(name, attributes);
  return { name, attributes: kept.size > 0 ? kept : NO_ATTRIBUTES, hidden, parent, children: [] };
}

/** `super` or `sub` where the style of an element raises or lowers it. */
export function readOffLineStyle(attributes: readonly HtmlAttribute[]): string | null {
  const style = attributes.find(([key]) => key === 'style')?.[1];
  return (style && OFF_LINE_STYLE.exec(style)?.[1]?.toLowerCase()) ?? null;
}

/** Text with its character references replaced. */
export function decodeReferences(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text;
}

/** Whether these attributes hide the text of an element: from the eye, or as an ornament from those who listen. */
export function isHiding(name: string, attributes: readonly HtmlAttribute[]): boolean {
  if (attributes.length === 0) return name === 'dialog';
  const get = (wanted: string) => attributes.find(([key]) => key === wanted)?.[1];
  const hidden = get('hidden');
  return (
    (hidden !== undefined && hidden.toLowerCase() !== 'until-found') ||
    get('aria-hidden')?.toLowerCase() === 'true' ||
    HIDING_STYLE.test(get('style') ?? '') ||
    (name === 'dialog' && get('open') === undefined)
  );
}

export function roleOf(element: HtmlElement): string {
  return element.attributes.get('role')?.trim().toLowerCase() ?? '';
}

/** The elements in `root` in the order of the page, without those for which `enter` is false and what is in them. */
export function* elementsIn(
  root: HtmlElement,
  enter: (element: HtmlElement) => boolean = () => true,
): Generator<HtmlElement> {
  const waiting: HtmlElement[] = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (element !== root) yield element;
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index];
      if (typeof child === 'object' && enter(child)) waiting.push(child);
    }
  }
}

export function isInside(element: HtmlElement, names: ReadonlySet<string>): boolean {
  for (let at = element.parent; at !== null; at = at.parent) if (names.has(at.name)) return true;
  return false;
}

/** Whether `element` is `ancestor` or in it. */
export function isWithin(element: HtmlElement, ancestor: HtmlElement): boolean {
  for (let at: HtmlElement | null = element; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

export function countLetters(text: string): number {
  let letters = 0;
  for (const run of text.matchAll(/[\p{L}\p{N}]+/gu)) letters += run[0].length;
  return letters;
}
