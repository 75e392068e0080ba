import { askReadability } from './ask-readability.ts';
import { findMenus, isNamedMenu } from './find-menus.ts';
import { elementsIn, type HtmlElement, isWithin } from './html-tree.ts';
import {
  countUnlinked,
  isMostlyLinks,
  type LeaveOut,
  measureParts,
  measureText,
  type PartMeasure,
  type TextMeasure,
} from './measure-text.ts';
import type { HtmlPage } from './parse-html.ts';
import { findFurniture, isNavigation } from './site-furniture.ts';

/**
 * What Readability is asked about; it takes seconds where a page is large, and nothing can stop it. It reads texts and
 * links anew for each element around them, so what counts is also the sum over all elements of what is in them: a long
 * article of Wikipedia has 4,600 elements, 67,000 so, and 750,000 letters so. 28,000 elements of links took 4.5 s;
 * 1.4 million elements so (6,000 of them, 240 levels deep) 40 s, 230 million letters so 50 s, both on a busy machine.
 */
const MAX_ELEMENTS = 8_000;
const MAX_NESTED_ELEMENTS = 200_000;
const MAX_NESTED_LETTERS = 10_000_000;
/** Of more elements than these a page that is mostly links has no article: it lists things. */
const MAX_ELEMENTS_OF_LINKS = 3_000;
/**
 * Shares of the text that the chosen part must have, of the text outside links and of all. Measured on 9 pages of
 * manuals, Wikipedia and a company report and 12 written for it: where Readability is right its part has 0.95 to 1 and
 * 0.75 to 1; on forums, question lists and front pages, where it takes the longest entry for the article, 0.05 to 0.36.
 */
const MIN_SHARE_OF_TEXT = 0.9;
const MIN_SHARE_OF_ALL = 0.5;
/** A list, a table or a paragraph is none: what stands in it is read as part of it. */
const CONTAINERS: ReadonlySet<string> = new Set(['body', 'main', 'article', 'section', 'div', 'td']);

export interface HtmlContent {
  readonly root: HtmlElement;
  readonly leaveOut: LeaveOut;
  /** What Readability takes for the title; null where it was not asked. */
  readonly title: string | null;
  /** Letters and digits that are left out of all that are outside links and navigation. */
  readonly leftOutLetters: number;
}

/**
 * The part of a page to read. Readability only points to it: its own output lacks tables, lists and headings (2 to 6 %
 * of the letters of its part in the pages measured, 12 % in one) and levels the headings, so all of the part is read
 * from the page as it is, less menus that it dropped. Where that part has too little of the text, and where the page is
 * too large to ask, the whole body is read without the site's furniture; where that leaves nothing, with it.
 */
export function chooseContent(page: HtmlPage): HtmlContent {
  const { body } = page;
  const leaveOut = findFurniture(body);
  const all = measureText(body, isNavigation);
  const choose = (root: HtmlElement, leaveOut: LeaveOut, title: string | null): HtmlContent => {
    const leftOutLetters = Math.max(countUnlinked(all) - countUnlinked(measureText(root, leaveOut)), 0);
    return { root, leaveOut, title, leftOutLetters };
  };
  const parts = measureParts(body, leaveOut);
  const text = parts.get(body);
  if (!text || text.letters === 0) return choose(body, () => false, null);
  const advice = isAskable(page, text, parts) ? askReadability(page, leaveOut) : null;
  if (!advice) return choose(body, leaveOut, null);
  const root = findRoot(body, advice.kept);
  const menus = findMenus(parts, advice.kept);
  const named = new Set(menus.filter(isNamedMenu));
  const leaveOutNamed: LeaveOut = (element) => named.has(element) || leaveOut(element);
  const allMenus = new Set(menus);
  const leaveOutAll: LeaveOut = (element) => allMenus.has(element) || leaveOut(element);
  return holdsEnough(measureText(root, leaveOutAll), measureText(body, leaveOutNamed))
    ? choose(root, leaveOutAll, advice.title)
    : choose(body, leaveOutNamed, advice.title);
}

function isAskable(
  { elementCount }: HtmlPage,
  text: TextMeasure,
  parts: ReadonlyMap<HtmlElement, PartMeasure>,
): boolean {
  if (elementCount > MAX_ELEMENTS || isTooNested(parts)) return false;
  return elementCount <= MAX_ELEMENTS_OF_LINKS || !isMostlyLinks(text);
}

function isTooNested(parts: ReadonlyMap<HtmlElement, PartMeasure>): boolean {
  let elements = 0;
  let letters = 0;
  for (const part of parts.values()) {
    elements += part.elements;
    letters += part.letters;
  }
  return elements > MAX_NESTED_ELEMENTS || letters > MAX_NESTED_LETTERS;
}

/** The innermost container around all that was kept, and around the title before it. */
function findRoot(body: HtmlElement, kept: readonly HtmlElement[]): HtmlElement {
  const root = findContainer(kept) ?? body;
  if ([...elementsIn(root)].some(({ name }) => name === 'h1')) return root;
  let title: HtmlElement | null = null;
  for (const element of elementsIn(body)) {
    if (element === root) break;
    if (element.name === 'h1') title = element;
  }
  return title ? (findContainer([title, root]) ?? body) : root;
}

function findContainer(elements: readonly HtmlElement[]): HtmlElement | null {
  let common = elements[0] ?? null;
  for (const element of elements) {
    while (common !== null && !isWithin(element, common)) common = common.parent;
  }
  while (common !== null && !CONTAINERS.has(common.name)) common = common.parent;
  return common;
}

function holdsEnough(part: TextMeasure, whole: TextMeasure): boolean {
  return (
    countUnlinked(part) >= MIN_SHARE_OF_TEXT * countUnlinked(whole) &&
    part.letters >= MIN_SHARE_OF_ALL * whole.letters
  );
}
