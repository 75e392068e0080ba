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
  /** It is an `h1` or has one in it. */
  readonly hasTitle: boolean;
}

/** Of one element; a link around it counts. */
export function measureText(root: HtmlElement, leaveOut: LeaveOut = () => false): TextMeasure {
  const text = measure(root, leaveOut, null);
  return isInside(root, LINK) ? { ...text, linkedLetters: text.letters } : text;
}

/** Of an element and of each one in it that is read. */
export function measureParts(root: HtmlElement, leaveOut: LeaveOut): ReadonlyMap<HtmlElement, PartMeasure> {
  const parts = new Map<HtmlElement, PartMeasure>();
  measure(root, leaveOut, parts);
  return parts;
}

function measure(
  element: HtmlElement,
  leaveOut: LeaveOut,
  parts: Map<HtmlElement, PartMeasure> | null,
): PartMeasure {
  const isLink = element.name === 'a';
  const sum = {
    letters: 0,
    linkedLetters: 0,
    links: isLink ? 1 : 0,
    elements: 1,
    hasTitle: element.name === 'h1',
  };
  for (const child of element.children) {
    if (typeof child === 'string') sum.letters += countLetters(child);
    else if (!child.hidden && !leaveOut(child)) {
      const part = measure(child, leaveOut, parts);
      sum.letters += part.letters;
      sum.linkedLetters += part.linkedLetters;
      sum.links += part.links;
      sum.elements += part.elements;
      sum.hasTitle ||= part.hasTitle;
    }
  }
  if (isLink) sum.linkedLetters = sum.letters;
  parts?.set(element, sum);
  return sum;
}

export function isMostlyLinks({ letters, linkedLetters }: TextMeasure): boolean {
  return linkedLetters * 2 > letters;
}
