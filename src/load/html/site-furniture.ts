import { EDIT_LINK_CLASS } from './html-elements.ts';
import { countLetters, elementsIn, type HtmlElement, isInside, roleOf } from './html-tree.ts';

type Furniture = 'nav' | 'aside' | 'header' | 'footer';
const BY_NAME: ReadonlyMap<string, Furniture> = new Map([
  ['nav', 'nav'],
  ['search', 'nav'],
  ['aside', 'aside'],
  ['header', 'header'],
  ['footer', 'footer'],
]);
const BY_ROLE: ReadonlyMap<string, Furniture> = new Map([
  ['navigation', 'nav'],
  ['search', 'nav'],
  ['menu', 'nav'],
  ['menubar', 'nav'],
  ['complementary', 'aside'],
  ['banner', 'header'],
  ['contentinfo', 'footer'],
]);
const CONTENT: ReadonlySet<string> = new Set(['main', 'article']);
const CONTENT_PART: ReadonlySet<string> = new Set(['main', 'article', 'section', 'blockquote']);

const LINK: ReadonlySet<string> = new Set(['a']);

/** Which elements are left out. */
export type LeaveOut = (element: HtmlElement) => boolean;

/** What is read of a text: letters and digits, how many of them are in links, and the number of links. */
export interface TextMeasure {
  readonly letters: number;
  readonly linkedLetters: number;
  readonly links: number;
}

/**
 * Tells the elements of a page that belong to the site around it: navigation; headers and footers that are not those of
 * an article or section; asides, except in the content where less than half of their text is links (notes). A header
 * with the only `h1` of the page is its title and stays.
 */
export function findFurniture(body: HtmlElement): LeaveOut {
  const onlyHeading = findOnlyHeading(body);
  return (element) => {
    const kind = BY_NAME.get(element.name) ?? BY_ROLE.get(roleOf(element));
    if (kind === undefined) return element.attributes.get('class')?.includes(EDIT_LINK_CLASS) === true;
    if (kind === 'nav') return true;
    if (kind === 'aside') return !isInside(element, CONTENT) || isMostlyLinks(measureText(element));
    if (isInside(element, CONTENT_PART)) return false;
    return kind === 'footer' || onlyHeading === null || !isWithin(onlyHeading, element);
  };
}

export function measureText(root: HtmlElement, leaveOut: LeaveOut = () => false): TextMeasure {
  let letters = 0;
  let linkedLetters = 0;
  let links = 0;
  const add = (element: HtmlElement, inLink: boolean): void => {
    for (const child of element.children) {
      if (typeof child === 'string') {
        const count = countLetters(child);
        letters += count;
        if (inLink) linkedLetters += count;
      } else if (!child.hidden && !leaveOut(child)) {
        if (child.name === 'a') links += 1;
        add(child, inLink || child.name === 'a');
      }
    }
  };
  add(root, isInside(root, LINK));
  return { letters, linkedLetters, links };
}

export function isMostlyLinks({ letters, linkedLetters }: TextMeasure): boolean {
  return linkedLetters * 2 > letters;
}

/** The only `h1`, null where there are more or none. */
function findOnlyHeading(body: HtmlElement): HtmlElement | null {
  const headings = [...elementsIn(body)].filter((element) => element.name === 'h1');
  return headings.length === 1 ? (headings[0] ?? null) : null;
}

function isWithin(element: HtmlElement, ancestor: HtmlElement): boolean {
  for (let at: HtmlElement | null = element; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}
