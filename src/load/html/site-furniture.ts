import { EDIT_LINK_CLASS } from './html-elements.ts';
import { elementsIn, type HtmlElement, isInside, isWithin, roleOf } from './html-tree.ts';
import { isMostlyLinks, type LeaveOut, measureText } from './measure-text.ts';

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

/** The only `h1`, null where there are more or none. */
function findOnlyHeading(body: HtmlElement): HtmlElement | null {
  let heading: HtmlElement | null = null;
  for (const element of elementsIn(body)) {
    if (element.name !== 'h1') continue;
    if (heading) return null;
    heading = element;
  }
  return heading;
}
