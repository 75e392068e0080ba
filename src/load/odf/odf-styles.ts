import type { RaisedPosition } from '../docx/raised-text.ts';
import type { Attributes } from '../xml/xml-parser.ts';
import { ListLabels } from './list-labels.ts';

const MAX_PARENTS = 20;
const TITLE_STYLE = 'Title';

interface Style {
  readonly parent: string | undefined;
  /** It names a layout of pages, which begins one. */
  readonly beginsLayout: boolean;
  breakBefore: string | undefined;
  breakAfter: string | undefined;
  display: string | undefined;
  /** Such as `super 58%` or `-33% 58%`. */
  position: string | undefined;
  /** "false" for a sheet that is hidden. */
  tableDisplay: string | undefined;
}

/**
 * Styles as they stand in `styles.xml` and, before the text, in `content.xml`: what they say about page breaks, lists
 * and hidden text. Fed with the elements of both in their order.
 */
export class OdfStyles {
  readonly lists = new ListLabels();
  readonly #styles = new Map<string, Style>();
  #style: Style | undefined;

  open(name: string, attributes: Attributes): void {
    this.lists.open(name, attributes);
    switch (name) {
      case 'style:style':
        this.#style = {
          parent: attributes('style:parent-style-name'),
          beginsLayout: (attributes('style:master-page-name') ?? '') !== '',
          breakBefore: undefined,
          breakAfter: undefined,
          display: undefined,
          position: undefined,
          tableDisplay: undefined,
        };
        this.#styles.set(toKey(attributes('style:family'), attributes('style:name')), this.#style);
        break;
      case 'style:default-style':
      case 'text:outline-style':
      case 'text:list-style':
        this.#style = undefined;
        break;
      case 'style:paragraph-properties':
      case 'style:table-properties':
        if (!this.#style) break;
        this.#style.breakBefore = attributes('fo:break-before');
        this.#style.breakAfter = attributes('fo:break-after');
        this.#style.tableDisplay = attributes('table:display');
        break;
      case 'style:text-properties':
      case 'style:section-properties':
        if (!this.#style) break;
        this.#style.display = attributes('text:display');
        this.#style.position = attributes('style:text-position');
        break;
    }
  }

  breaksBefore(family: string, name: string | undefined): boolean {
    if (this.#styles.get(toKey(family, name))?.beginsLayout === true) return true;
    return this.#inherit(family, name, (style) => style.breakBefore) === 'page';
  }

  breaksAfter(family: string, name: string | undefined): boolean {
    return this.#inherit(family, name, (style) => style.breakAfter) === 'page';
  }

  isHidden(family: string, name: string | undefined): boolean {
    return this.#inherit(family, name, (style) => style.display) === 'none';
  }

  /** Whether a style of text puts it off the line; undefined where it does not say. */
  positionOf(name: string | undefined): RaisedPosition | null | undefined {
    const position = this.#inherit('text', name, (style) => style.position);
    if (position === undefined) return undefined;
    if (/^(?:sub|-)/.test(position)) return 'subscript';
    return /^(?:super|[1-9])/.test(position) ? 'superscript' : null;
  }

  isHiddenTable(name: string | undefined): boolean {
    return this.#inherit('table', name, (style) => style.tableDisplay) === 'false';
  }

  isTitle(name: string | undefined): boolean {
    if (name === TITLE_STYLE) return true;
    return this.#styles.get(toKey('paragraph', name))?.parent === TITLE_STYLE;
  }

  #inherit(
    family: string,
    name: string | undefined,
    read: (style: Style) => string | undefined,
  ): string | undefined {
    let style = name === undefined ? undefined : this.#styles.get(toKey(family, name));
    for (let left = MAX_PARENTS; style && left > 0; left -= 1) {
      const value = read(style);
      if (value !== undefined) return value;
      style = style.parent === undefined ? undefined : this.#styles.get(toKey(family, style.parent));
    }
    return undefined;
  }
}

function toKey(family: string | undefined, name: string | undefined): string {
  return `${family} ${name}`;
}
