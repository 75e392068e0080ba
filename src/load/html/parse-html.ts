import { IngestError } from '../../errors.ts';
import {
  BLOCK_ELEMENTS,
  EDIT_LINK_CLASS,
  ELEMENT_ALIASES,
  FORMATTING_ELEMENTS,
  HEADING,
  LEFT_OUT_ELEMENTS,
  PANEL_ELEMENTS,
  RAW_TEXT_ELEMENTS,
  VOID_ELEMENTS,
} from './html-elements.ts';
import {
  createElement,
  decodeReferences,
  type HtmlElement,
  isHiding,
  readOffLineStyle,
} from './html-tree.ts';
import { type HtmlAttribute, type HtmlToken, scanHtml } from './scan-html.ts';
import { BREAK_MARKS } from './text-writer.ts';

/** Browsers nest no deeper either, but go on side by side; nothing that somebody wrote to be read is near it. */
const MAX_DEPTH = 512;
/** 9 MB of a manual with tables have 340,000; loading them took 410 MB in all, of the 512 MB that a parser may have. */
const MAX_ELEMENTS = 500_000;
const MAX_METAS = 200;
const MAX_META_CHARS = 1000;

const setOf = (...names: string[]): ReadonlySet<string> => new Set(names);
const SCOPE = ['td', 'th', 'caption', 'table', 'template', 'object', 'applet'];
const IN_SCOPE = setOf(...SCOPE);
const IN_PARAGRAPH_SCOPE = setOf(...SCOPE, 'button');
const IN_LIST_SCOPE = setOf(...SCOPE, 'ol', 'ul', 'dl');
const IN_RUBY_SCOPE = setOf(...SCOPE, 'ruby');
const IN_TABLE_SCOPE = setOf('table', 'template');
const NOT_IN_CELL = setOf('td', 'th', 'caption', 'template');
const TABLE_PARTS = setOf('caption', 'colgroup', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr');
/** Block elements before which a paragraph does not end. */
const KEEP_PARAGRAPH = setOf('legend', ...TABLE_PARTS);
const HEADINGS = setOf('h1', 'h2', 'h3', 'h4', 'h5', 'h6');
/** A button in one of these folds a section, and its text is the section's title. */
const TITLES = setOf('dt', 'summary', ...HEADINGS);
/** What may hold HTML inside a drawing or formula. */
const GUEST_ROOMS = setOf('foreignobject', 'annotation-xml', 'desc', 'mtext');
const DEFINITIONS = setOf('dt', 'dd');
const RUBY_PARTS = setOf('rt', 'rp', 'rtc');

export interface HtmlPage {
  readonly body: HtmlElement;
  /** The text of `<title>`, empty where there is none. */
  readonly title: string;
  /** `content` of `<meta>` by `property` or `name` in lower case; the first counts. */
  readonly metas: ReadonlyMap<string, string>;
  readonly elementCount: number;
}

/**
 * The tree that browsers build, with the end tags that authors may leave out
 * (https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody), but without tags that only change the
 * look, scripts, drawings and form controls. linkedom is not used for it: its parser looks at the innermost open element
 * only, so that `<li><p>a<li><p>b` nests without end, and it takes 1.2 kB an element. Linear in the source.
 *
 * Throws `IngestError` DOCUMENT_TOO_COMPLEX: over 512 levels, or over 500,000 elements.
 */
export function parseHtml(source: string): HtmlPage {
  const isXml = /^\s{0,100}<\?xml\s/.test(source);
  const builder = new TreeBuilder(isXml);
  for (const token of scanHtml(source, isXml)) builder.add(token);
  return builder.finish();
}

class TreeBuilder {
  readonly #isXml: boolean;
  readonly #body = createElement('body', [], null);
  readonly #stack: HtmlElement[] = [this.#body];
  /** Open elements by name. */
  readonly #open = new Map<string, number>();
  /** Open elements whose content is left out. */
  #leftOut = 0;
  #elements = 0;
  /** The last button, out of the tree until it is seen whether it stands before a panel. */
  #button: HtmlElement | null = null;
  #title: string | null = null;
  #inTitle = false;
  readonly #metas = new Map<string, string>();

  constructor(isXml: boolean) {
    this.#isXml = isXml;
  }

  add(token: HtmlToken): void {
    if (token.kind === 'text') this.#addText(token.text, token.literal);
    else {
      const name = ELEMENT_ALIASES.get(token.name) ?? token.name;
      if (token.kind === 'end') this.#addEnd(name);
      else this.#addStart(name, token.attributes, token.selfClosing);
    }
  }

  finish(): HtmlPage {
    const title = (this.#title ?? '').replace(BREAK_MARKS, '').replace(/\s+/g, ' ').trim();
    return { body: this.#body, title, metas: this.#metas, elementCount: this.#elements };
  }

  #addText(text: string, literal: boolean): void {
    if (this.#inTitle) {
      this.#title ??= decodeReferences(text.slice(0, MAX_META_CHARS));
      this.#inTitle = false;
    } else if (this.#leftOut === 0) {
      const parent = this.#stack.at(-1);
      parent?.children.push(literal ? text : decodeReferences(text));
      if (this.#button?.parent === parent && text.trim() !== '') this.#button = null;
    }
  }

  #addStart(name: string, attributes: readonly HtmlAttribute[], selfClosing: boolean): void {
    if (name === 'title') this.#inTitle = this.#leftOut === 0;
    if (name === 'meta') this.#addMeta(new Map(attributes));
    if (RAW_TEXT_ELEMENTS.has(name) || name === 'html' || name === 'head' || name === 'body') return;
    if (BLOCK_ELEMENTS.has(name)) this.#leaveForeign();
    if (VOID_ELEMENTS.has(name)) {
      this.#addVoid(name, attributes);
      return;
    }
    if (!this.#closeBefore(name)) return;
    if (name === 'button' && this.#stack.some((open) => TITLES.has(open.name))) return;
    // An open element of the same name needs its own end tag back.
    if (!this.#isOpen(name) && isPlain(name, attributes)) return;
    this.#push(name, attributes);
    if (selfClosing && (this.#isXml || this.#isOpen('svg') || this.#isOpen('math'))) {
      this.#popTo(this.#stack.length - 1);
    }
  }

  #addVoid(name: string, attributes: readonly HtmlAttribute[]): void {
    if (name === 'hr') this.#close('p', IN_PARAGRAPH_SCOPE);
    const isRead =
      name === 'br' || name === 'hr' || (name === 'img' && attributes.some(([key]) => key === 'alt'));
    if (isRead) this.#append(name, attributes);
  }

  #addMeta(attributes: ReadonlyMap<string, string>): void {
    const key = (attributes.get('property') ?? attributes.get('name') ?? '').trim().toLowerCase();
    if (key === '' || this.#metas.has(key) || this.#metas.size >= MAX_METAS) return;
    this.#metas.set(key, decodeReferences((attributes.get('content') ?? '').slice(0, MAX_META_CHARS)));
  }

  /** Ends what a start tag ends. False where browsers drop the tag. */
  #closeBefore(name: string): boolean {
    if (TABLE_PARTS.has(name)) return this.#enterTable(name);
    if (BLOCK_ELEMENTS.has(name) && !KEEP_PARAGRAPH.has(name)) this.#close('p', IN_PARAGRAPH_SCOPE);
    if (HEADING.test(name) && HEADING.test(this.#stack.at(-1)?.name ?? ''))
      this.#popTo(this.#stack.length - 1);
    if (name === 'li') this.#close('li', IN_LIST_SCOPE);
    if (DEFINITIONS.has(name)) this.#close(DEFINITIONS, IN_LIST_SCOPE);
    if (name === 'a' || name === 'button') this.#close(name, IN_SCOPE);
    if (RUBY_PARTS.has(name)) this.#close(RUBY_PARTS, IN_RUBY_SCOPE);
    // A table right inside a table, not in a cell of it, ends it.
    if (name === 'table') this.#close('table', NOT_IN_CELL);
    return !(name === 'form' && this.#isOpen('form'));
  }

  /** Goes back to where a part of a table belongs; a row that was left out is put in. */
  #enterTable(name: string): boolean {
    if (!this.#isOpen('table')) return false;
    const isCell = name === 'td' || name === 'th';
    const isInSection = isCell || name === 'tr';
    const at = this.#stack.findLastIndex(({ name: open }) => {
      if (open === 'table') return true;
      return (isInSection && /^t(?:head|body|foot)$/.test(open)) || (isCell && open === 'tr');
    });
    this.#popTo(at + 1);
    if (isCell && this.#stack[at]?.name !== 'tr') this.#push('tr', []);
    return true;
  }

  #addEnd(name: string): void {
    if (name === 'title') this.#inTitle = false;
    else if (name === 'br') this.#append('br', []);
    else if (HEADING.test(name)) this.#close(HEADINGS, IN_SCOPE);
    else if (name === 'li' || DEFINITIONS.has(name)) this.#close(name, IN_LIST_SCOPE);
    else if (name === 'p') this.#close(name, IN_PARAGRAPH_SCOPE);
    else if (name === 'table' || TABLE_PARTS.has(name)) this.#close(name, IN_TABLE_SCOPE);
    else this.#close(name, IN_SCOPE);
  }

  /** Ends the innermost open element of these names, and what is open in it, unless a border lies in between. */
  #close(names: string | ReadonlySet<string>, borders: ReadonlySet<string>): void {
    if (typeof names === 'string' && !this.#isOpen(names)) return;
    for (let at = this.#stack.length - 1; at > 0; at -= 1) {
      const name = this.#stack[at]?.name ?? '';
      if (typeof names === 'string' ? names === name : names.has(name)) {
        this.#popTo(at);
        return;
      }
      if (borders.has(name)) return;
    }
  }

  /** HTML in a drawing or formula ends it, unless it stands where it may. */
  #leaveForeign(): void {
    if (!this.#isOpen('svg') && !this.#isOpen('math')) return;
    const at = this.#stack.findLastIndex(({ name }) => name === 'svg' || name === 'math');
    if (!this.#stack.slice(at + 1).some(({ name }) => GUEST_ROOMS.has(name))) this.#popTo(at);
  }

  #isOpen(name: string): boolean {
    return (this.#open.get(name) ?? 0) > 0;
  }

  #push(name: string, attributes: readonly HtmlAttribute[]): void {
    if (this.#stack.length > MAX_DEPTH) throw tooComplex(`nested more than ${MAX_DEPTH} levels deep`);
    if (LEFT_OUT_ELEMENTS.has(name)) this.#leftOut += 1;
    this.#stack.push(this.#append(name, attributes));
    this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
  }

  /** Makes an element; it becomes part of the tree unless it is left out. A button does where it unfolds something. */
  #append(name: string, attributes: readonly HtmlAttribute[]): HtmlElement {
    const parent = this.#stack.at(-1) ?? this.#body;
    const element = createElement(name, attributes, parent);
    if (this.#leftOut > 0) return element;
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw tooComplex(`made of more than ${MAX_ELEMENTS} elements`);
    if (this.#button?.parent === parent) {
      if (PANEL_ELEMENTS.has(name)) parent.children.push(this.#button);
      this.#button = null;
    }
    if (name === 'button' && !isFolding(element)) this.#button = element;
    else parent.children.push(element);
    return element;
  }

  #popTo(depth: number): void {
    while (this.#stack.length > depth) {
      const name = this.#stack.pop()?.name ?? '';
      this.#open.set(name, (this.#open.get(name) ?? 0) - 1);
      if (LEFT_OUT_ELEMENTS.has(name)) this.#leftOut -= 1;
    }
  }
}

/** Whether an element says nothing about its text. */
function isPlain(name: string, attributes: readonly HtmlAttribute[]): boolean {
  if (name === 'a') return !attributes.some(([key]) => key === 'href') && !isHiding(name, attributes);
  if (!FORMATTING_ELEMENTS.has(name) || attributes.some(isTelling)) return false;
  return !isHiding(name, attributes) && readOffLineStyle(attributes) === null;
}

function isFolding({ attributes }: HtmlElement): boolean {
  return attributes.has('aria-expanded') || attributes.has('aria-controls');
}

function isTelling([name, value]: HtmlAttribute): boolean {
  return name === 'role' || (name === 'class' && value.includes(EDIT_LINK_CLASS));
}

function tooComplex(what: string): IngestError {
  const hint = 'Save the page anew from a browser, or send its text.';
  return new IngestError('DOCUMENT_TOO_COMPLEX', `The HTML is ${what}.`, hint);
}
