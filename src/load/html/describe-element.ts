import { BLOCK_ELEMENTS, HEADING } from './html-elements.ts';
import { countLetters, elementsIn, type HtmlElement, roleOf } from './html-tree.ts';
import { writeLowered, writeRaised } from './raised-text.ts';

/** `class` of MediaWiki, DocBook and Pandoc, `role` of DPUB-ARIA. */
const NOTE_CLASS = /(?:^|\s)(?:reference|footnote(?:-?ref)?|noteref|doc-noteref)(?:$|\s)/i;
const FILE_NAME = /^\S+\.(?:png|jpe?g|gif|svg|webp|bmp|ico|avif)$/i;
const NO_DESCRIPTION =
  /^(?:image|img|icon|logo|photo|picture|spacer|blank|사진|이미지|그림|아이콘|로고)?[\d\s_-]*$/i;

/** Level from 1 to 6, null for what is no heading. */
export function readHeadingLevel(element: HtmlElement): number | null {
  if (HEADING.test(element.name)) return Number(element.name[1]);
  if (roleOf(element) !== 'heading') return null;
  return Math.min(Math.max(readInteger(element.attributes.get('aria-level')) ?? 2, 1), 6);
}

/** A whole number as attributes have it, null for anything else. */
export function readInteger(source: string | undefined): number | null {
  return source !== undefined && /^\s*-?\d{1,9}\s*$/.test(source) ? Number(source) : null;
}

/** Whether an element is set above or below the line, null where it is in it. */
export function readOffLine({ name, attributes }: HtmlElement): 'raised' | 'lowered' | null {
  if (BLOCK_ELEMENTS.has(name)) return null;
  const style = attributes.get('style');
  if (name === 'sup' || style === 'super') return 'raised';
  return name === 'sub' || style === 'sub' ? 'lowered' : null;
}

/** Raised or lowered text as it is written behind `before`. */
export function writeOffLine(element: HtmlElement, part: string, before: string): string {
  return readOffLine(element) === 'lowered'
    ? writeLowered(part, before)
    : writeRaised(part, before, isReference(element));
}

/** Whether raised text is the mark of a note: a link to a place in a page, in it or around it, or called so. */
function isReference(element: HtmlElement): boolean {
  const { parent } = element;
  const around = [element, parent, parent?.parent];
  if (around.some((at) => at && isNoteLink(at))) return true;
  for (const inner of elementsIn(element)) if (isNoteLink(inner)) return true;
  return false;
}

function isNoteLink({ name, attributes }: HtmlElement): boolean {
  const isLink = name === 'a' && attributes.get('href')?.includes('#') === true;
  return isLink || NOTE_CLASS.test(`${attributes.get('class') ?? ''} ${attributes.get('role') ?? ''}`);
}

/** The description of an image, empty where it is only a name. */
export function describeImage(element: HtmlElement): string {
  const alt = element.attributes.get('alt')?.trim() ?? '';
  return FILE_NAME.test(alt) || NO_DESCRIPTION.test(alt) ? '' : ` ${alt} `;
}

/** The text of a `pre`, its line ends kept. */
export function readPreformatted(element: HtmlElement, enters: (element: HtmlElement) => boolean): string {
  let text = '';
  for (const child of element.children) {
    if (typeof child === 'string') text += child;
    else if (child.name === 'br') text += '\n';
    else if (!enters(child)) continue;
    else if (readOffLine(child) !== null) {
      text += writeOffLine(child, readPreformatted(child, enters), text.slice(-2));
    } else {
      const isBlock = BLOCK_ELEMENTS.has(child.name);
      if (isBlock) text = endLine(text);
      text += readPreformatted(child, enters);
      if (isBlock) text = endLine(text);
    }
  }
  return text;
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Letters and digits of all text in an element, hidden or not. */
export function countAllLetters(element: HtmlElement): number {
  let letters = 0;
  for (const child of element.children)
    letters += typeof child === 'string' ? countLetters(child) : countAllLetters(child);
  return letters;
}
