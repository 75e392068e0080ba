import { readHeadingLevel } from './describe-element.ts';
import { countLetters, type HtmlElement, isInside } from './html-tree.ts';

const LINK: ReadonlySet<string> = new Set(['a']);

/** Which elements are left out. */
export type LeaveOut = (element: HtmlElement) => boolean;

/** What is read of a text: letters and digits, how many of them are in links, and the number of links. */
export interface TextMeasure {
  readonly letters: number;
  readonly linkedLetters: number;
  readonly links: number;
}

export interface PartMeasure extends TextMeasure {
  /** Elements that are read, this one among them. */
  readonly elements: number;
  /** Headings of level 1 in it, itself among them. */
  readonly titles: number;
  /** Headings of any level, counted so. */
  readonly headings: number;
}

/** Of one element; a link around it counts. */
export function measureText(root: HtmlElement, leaveOut: LeaveOut = () => false): TextMeasure {
  const text = measure(root, leaveOut, null);
  return isInside(root, LINK) ? { ...text, linkedLetters: text.letters } : text;
}

/** Of an element and of each one in it that is read and `isWanted`, in the order of the page. */
export function measureParts(
  root: HtmlElement,
  leaveOut: LeaveOut,
  isWanted: (element: HtmlElement) => boolean = () => true,
): ReadonlyMap<HtmlElement, PartMeasure> {
  const parts = new Map<HtmlElement, PartMeasure>();
  measure(root, leaveOut, (element, part) => {
    if (isWanted(element)) parts.set(element, part);
  });
  return parts;
}

function measure(
  element: HtmlElement,
  leaveOut: LeaveOut,
  tell: ((element: HtmlElement, part: PartMeasure) => void) | null,
): PartMeasure {
  const isLink = element.name === 'a';
  const sum = {
    letters: 0,
    linkedLetters: 0,
    links: isLink ? 1 : 0,
    elements: 1,
    titles: element.name === 'h1' ? 1 : 0,
    headings: readHeadingLevel(element) === null ? 0 : 1,
  };
  // Told before what is in it, filled below.
  tell?.(element, sum);
  for (const child of element.children) {
    if (typeof child === 'string') sum.letters += countLetters(child);
    else if (!child.hidden && !leaveOut(child)) {
      const part = measure(child, leaveOut, tell);
      sum.letters += part.letters;
      sum.linkedLetters += part.linkedLetters;
      sum.links += part.links;
      sum.elements += part.elements;
      sum.titles += part.titles;
      sum.headings += part.headings;
    }
  }
  if (isLink) sum.linkedLetters = sum.letters;
  return sum;
}

/** Letters and digits outside links. */
export function countUnlinked({ letters, linkedLetters }: TextMeasure): number {
  return letters - linkedLetters;
}

export function isMostlyLinks({ letters, linkedLetters }: TextMeasure): boolean {
  return linkedLetters * 2 > letters;
}
