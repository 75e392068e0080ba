import type { HtmlElement } from './html-tree.ts';
import { bracket } from './raised-text.ts';

/** What stands over a letter to change it; the letter alone is written. */
const ACCENTS = /^(?:[¯‾^ˆ~˜˙¨´`ˇ→_⏞]|\u20D7)$/u;
/** Function application and invisible plus; invisible times and separators. */
const INVISIBLE_BLANKS = /[\u2061\u2064]/g;
const INVISIBLE = /[\u2062\u2063]/g;

/**
 * A formula of MathML Core (https://www.w3.org/TR/mathml-core/) on one line, by the rules of the Word loader: `1/2`,
 * `x^(n-1)`, `√2`. Its characters alone would make 12 of a half.
 */
export function writeMath(element: HtmlElement): string {
  const write = WRITERS[element.name];
  if (write) return write(listParts(element), element);
  return joinParts(
    element.children.map((child) => {
      if (typeof child === 'string') return cleanText(child);
      return child.hidden ? '' : writeMath(child);
    }),
  );
}

const WRITERS: Readonly<Record<string, (parts: readonly string[], element: HtmlElement) => string>> = {
  mfrac: ([over = '', under = ''], element) => {
    const isBarless = /^0(?:\D|$)/.test(element.attributes.get('linethickness') ?? '');
    return `${bracket(over)}${isBarless ? '; ' : '/'}${bracket(under)} `;
  },
  msup: ([base = '', over = '']) => base + sign('^', over),
  mover: ([base = '', over = '']) => (ACCENTS.test(over) ? base : base + sign('^', over)),
  msub: ([base = '', under = '']) => base + sign('_', under) + gapAfter(base),
  munder: ([base = '', under = '']) => base + sign('_', under) + gapAfter(base),
  msubsup: ([base = '', under = '', over = '']) => base + sign('_', under) + sign('^', over) + gapAfter(base),
  munderover: ([base = '', under = '', over = '']) =>
    base + sign('_', under) + sign('^', over) + gapAfter(base),
  msqrt: (parts) => `√${bracket(joinParts(parts).trim())}`,
  mroot: ([base = '', degree = '']) => `${bracket(base)}^(1/${bracket(degree)})`,
  mfenced: (parts) => `(${parts.join(', ')})`,
  mtable: (parts) => parts.join('; '),
  mtr: (parts) => parts.join(' '),
};

function listParts(element: HtmlElement): string[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' || child.hidden ? [] : [writeMath(child).trim()],
  );
}

function sign(mark: string, part: string): string {
  return part === '' ? '' : mark + bracket(part);
}

/** A sum or an integral stands apart from what it is of. */
function gapAfter(base: string): string {
  return /[\p{L}\p{N})\]]/u.test(base) ? '' : ' ';
}

/** Two numbers side by side, as in 3½, are not one. */
function joinParts(parts: readonly string[]): string {
  const line: string[] = [];
  let last = '';
  for (const part of parts) {
    if (part === '') continue;
    if (/\p{N}/u.test(last) && /^\p{N}/u.test(part)) line.push(' ');
    line.push(part);
    last = part.slice(-1);
  }
  return line.join('');
}

function cleanText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(INVISIBLE_BLANKS, ' ').replace(INVISIBLE, '');
}
