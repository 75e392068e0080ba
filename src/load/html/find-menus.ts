import { BLOCK_ELEMENTS } from './html-elements.ts';
import type { HtmlElement } from './html-tree.ts';
import { isMostlyLinks, type PartMeasure } from './measure-text.ts';

/** A list of fewer links may be attachments or references. */
const MIN_MENU_LINKS = 10;
/** What menus are called; the Korean habit is gnb, lnb and snb. */
const MENU_NAME =
  /(?:^|[\s_-])(?:[gls]nb|menu|nav|navi|navbar|navigation|side|sidebar|sidenav|toc|sitemap|footer)(?:$|[\s_-])/i;

/** Lists of links of which Readability kept nothing; the title of the page is in none. */
export function findMenus(
  parts: ReadonlyMap<HtmlElement, PartMeasure>,
  kept: readonly HtmlElement[],
): HtmlElement[] {
  const keptOrAround = new Set<HtmlElement | null>();
  for (const element of kept) {
    for (let at: HtmlElement | null = element; at !== null && !keptOrAround.has(at); at = at.parent) {
      keptOrAround.add(at);
    }
  }
  const isDropped = (element: HtmlElement): boolean => {
    // Readability puts the only child in the place of its parent.
    const isOnlyChild = element.parent?.children.every(
      (child) => child === element || typeof child === 'string',
    );
    return BLOCK_ELEMENTS.has(element.name) && !keptOrAround.has(element) && !isOnlyChild;
  };
  return [...parts].flatMap(([element, { titles, ...text }]) =>
    titles === 0 && text.links >= MIN_MENU_LINKS && isMostlyLinks(text) && isDropped(element)
      ? [element]
      : [],
  );
}

/** Whether the site calls it a menu, or what it stands in or holds first. */
export function isNamedMenu(menu: HtmlElement): boolean {
  const around = [menu, menu.parent, ...menu.children.slice(0, 2)];
  return around.some((element) => {
    if (element === null || typeof element !== 'object') return false;
    return MENU_NAME.test(`${element.attributes.get('class') ?? ''} ${element.attributes.get('id') ?? ''}`);
  });
}
