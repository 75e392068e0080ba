import { EDIT_LINK_CLASS } from './html-elements.ts';
import { type HtmlElement, isInside, roleOf } from './html-tree.ts';
import { isMostlyLinks, type LeaveOut, measureParts, type PartMeasure } from './measure-text.ts';

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

/**
 * Tells the elements of a page that belong to the site around it: navigation; footers that are not those of an article
 * or section; asides, except in the content where less than half of their text is links (notes); headers outside the
 * content that have no heading or are mostly links. A header with the only `h1` of the page is its title and stays; of
 * several, the one in the first header is the site's name.
 */
export function findFurniture(body: HtmlElement): LeaveOut {
  // Measured once for all: asides in asides, each measured apart, took a minute.
  const parts = measureParts(body, isNavigation, isMeasured);
  const titles = parts.get(body)?.titles ?? 0;
  const firstHeader = [...parts].find(([element]) => kindOf(element) === 'header' && isOutside(element))?.[0];

  const isSiteHeader = (element: HtmlElement, part: PartMeasure): boolean => {
    if (part.titles === 1 && titles === 1) return false;
    if (part.headings === 0 || isMostlyLinks(part)) return true;
    return element === firstHeader && part.titles > 0;
  };
  const decide = (element: HtmlElement): boolean => {
    const kind = kindOf(element);
    if (kind === undefined) return element.attributes.get('class')?.includes(EDIT_LINK_CLASS) === true;
    if (kind === 'nav') return true;
    const part = parts.get(element);
    if (kind === 'aside') return !isInside(element, CONTENT) || part === undefined || isMostlyLinks(part);
    if (!isOutside(element)) return false;
    return kind === 'footer' || part === undefined || isSiteHeader(element, part);
  };
  const decided = new Map<HtmlElement, boolean>();
  return (element) => {
    if (kindOf(element) === undefined) return decide(element);
    const known = decided.get(element) ?? decide(element);
    decided.set(element, known);
    return known;
  };
}

export function isNavigation(element: HtmlElement): boolean {
  return kindOf(element) === 'nav';
}

function kindOf(element: HtmlElement): Furniture | undefined {
  return BY_NAME.get(element.name) ?? BY_ROLE.get(roleOf(element));
}

function isMeasured(element: HtmlElement): boolean {
  const kind = kindOf(element);
  return element.name === 'body' || kind === 'aside' || kind === 'header';
}

function isOutside(element: HtmlElement): boolean {
  return !isInside(element, CONTENT_PART);
}
