import { askReadability } from './ask-readability.ts';
import { BLOCK_ELEMENTS } from './html-elements.ts';
import { elementsIn, type HtmlElement, pathTo } from './html-tree.ts';
import type { HtmlPage } from './parse-html.ts';
import {
  findFurniture,
  isMostlyLinks,
  type LeaveOut,
  measureText,
  type TextMeasure,
} from './site-furniture.ts';

/** Readability took 2.4 s for 62,000 elements and 10 s for 340,000; linkedom takes 1.2 kB each. */
const MAX_READABILITY_ELEMENTS = 30_000;
/** It reads a text anew for each element around it: 11 million letters 400 levels deep took 50 s. */
const MAX_READABILITY_LETTERS = 500_000;
/**
 * Shares of the text that the chosen part must have, of the text outside links and of all. Measured on 9 pages of
 * manuals, Wikipedia and a company report and 12 written for it: where Readability is right its part has 0.95 to 1 and
 * 0.75 to 1; on forums, question lists and front pages, where it takes the longest entry for the article, 0.05 to 0.36.
 */
const MIN_SHARE_OF_TEXT = 0.9;
const MIN_SHARE_OF_ALL = 0.5;
/** A list, a table or a paragraph is none: what stands in it is read as part of it. */
const CONTAINERS: ReadonlySet<string> = new Set(['body', 'main', 'article', 'section', 'div', 'td']);
/** A list of fewer links may be attachments or references. */
const MIN_MENU_LINKS = 10;
/** What menus are called; the Korean habit is gnb, lnb and snb. */
const MENU_NAME =
  /(?:^|[\s_-])(?:[gls]nb|menu|nav|navi|navbar|navigation|side|sidebar|sidenav|toc|sitemap|footer)(?:$|[\s_-])/i;

export interface HtmlContent {
  readonly root: HtmlElement;
  readonly leaveOut: LeaveOut;
  /** What Readability takes for the title; null where it was not asked. */
  readonly title: string | null;
}

/**
 * The part of a page to read. Readability only points to it: its own output lacks tables, lists and headings (2 to 6 %
 * of the letters of its part in the pages measured, 12 % in one) and levels the headings, so all of the part is read from the
 * page as it is, less menus that it dropped. Where that part has too little of the text, and where the page is too large to ask, the
 * whole body is read, without the site's furniture; where nothing is left without the furniture, with it.
 */
export function chooseContent({ body, ...page }: HtmlPage): HtmlContent {
  const leaveOut = findFurniture(body);
  const whole = measureText(body, leaveOut);
  if (whole.letters === 0) return { root: body, leaveOut: () => false, title: null };
  if (page.elementCount > MAX_READABILITY_ELEMENTS || whole.letters > MAX_READABILITY_LETTERS) {
    return { root: body, leaveOut, title: null };
  }
  const advice = askReadability({ body, ...page }, leaveOut);
  if (!advice) return { root: body, leaveOut, title: null };
  const root = findRoot(body, advice.kept);
  const menus = findMenus(body, advice.kept, leaveOut);
  const named = new Set(menus.filter(isNamedMenu));
  const leaveOutNamed: LeaveOut = (element) => named.has(element) || leaveOut(element);
  const all = new Set(menus);
  const leaveOutAll: LeaveOut = (element) => all.has(element) || leaveOut(element);
  return holdsEnough(measureText(root, leaveOutAll), measureText(body, leaveOutNamed))
    ? { root, leaveOut: leaveOutAll, title: advice.title }
    : { root: body, leaveOut: leaveOutNamed, title: advice.title };
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
  const [first = [], ...others] = elements.map(pathTo);
  const isCommon = (ancestor: HtmlElement, index: number) => others.every((path) => path[index] === ancestor);
  return (
    first.findLast((ancestor, index) => CONTAINERS.has(ancestor.name) && isCommon(ancestor, index)) ?? null
  );
}

/** Lists of links of which Readability kept nothing; the title of the page is in none. */
function findMenus(body: HtmlElement, kept: readonly HtmlElement[], leaveOut: LeaveOut): HtmlElement[] {
  const keptOrAround = new Set(kept.flatMap(pathTo));
  const isDropped = (element: HtmlElement): boolean => {
    // Readability puts the only child in the place of its parent.
    const isOnlyChild = element.parent?.children.every(
      (child) => child === element || typeof child === 'string',
    );
    return BLOCK_ELEMENTS.has(element.name) && !keptOrAround.has(element) && !isOnlyChild;
  };
  return [...elementsIn(body, (element) => !element.hidden && !leaveOut(element))].filter((element) => {
    if (!isDropped(element) || [...elementsIn(element)].some(({ name }) => name === 'h1')) return false;
    const text = measureText(element, leaveOut);
    return isMostlyLinks(text) && text.links >= MIN_MENU_LINKS;
  });
}

/** Whether the site calls it a menu, or what it stands in or holds first. */
function isNamedMenu(menu: HtmlElement): boolean {
  const around = [menu, menu.parent, ...menu.children.slice(0, 2)];
  return around.some((element) => {
    if (element === null || typeof element !== 'object') return false;
    return MENU_NAME.test(`${element.attributes.get('class') ?? ''} ${element.attributes.get('id') ?? ''}`);
  });
}

function holdsEnough(part: TextMeasure, whole: TextMeasure): boolean {
  const unlinked = ({ letters, linkedLetters }: TextMeasure): number => letters - linkedLetters;
  return (
    unlinked(part) >= MIN_SHARE_OF_TEXT * unlinked(whole) && part.letters >= MIN_SHARE_OF_ALL * whole.letters
  );
}
