import { isOn, OOXML_NAMESPACES, readInteger } from '../ooxml/namespaces.ts';
import { type Attributes, parseXml } from '../xml/xml-parser.ts';
import type { RaisedPosition } from './raised-text.ts';

const MAX_CHAIN = 50;
const BODY_TEXT_LEVEL = 9;
/** Built-in headings have the name "heading 1" in every language of Word; other programs write their own. */
const HEADING_NAME =
  /^(?:heading|제목|개요|标题|標題|見出し|überschrift|titre|título|titolo|заголовок) ?([1-9])$/iu;
const TITLE_NAME = /^(?:title|제목|标题|標題|表題)$/iu;

/** What a style, or a paragraph itself, says of a paragraph; undefined where it says nothing. */
export interface ParagraphProperties {
  /** 0 to 8 are headings, 9 is body text. */
  outlineLevel?: number | undefined;
  listId?: string | undefined;
  listLevel?: number | undefined;
  startsPage?: boolean | undefined;
  isHidden?: boolean | undefined;
  /** Off the line, or null for on it. */
  position?: RaisedPosition | null | undefined;
}

export interface Style extends ParagraphProperties {
  readonly id: string;
  name: string;
  basedOn: string | undefined;
}

/** Styles of a document. */
export class StyleSheet {
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #defaultId: string | undefined;

  constructor(styles: ReadonlyMap<string, Style>, defaultId?: string) {
    this.#styles = styles;
    this.#defaultId = defaultId;
  }

  /** The style and those it is based on, itself first; undefined is the default paragraph style. */
  chainOf(id: string | undefined): Style[] {
    const chain: Style[] = [];
    let next = id ?? this.#defaultId;
    while (next !== undefined && chain.length < MAX_CHAIN) {
      // A heading style may be used without being written down.
      const style: Style = this.#styles.get(next) ?? { id: next, name: next, basedOn: undefined };
      chain.push(style);
      next = style.basedOn;
    }
    return chain;
  }

  /** Whether text in the character style is hidden; undefined where no style says so. */
  isHidden(id: string): boolean | undefined {
    return this.chainOf(id).find((style) => style.isHidden !== undefined)?.isHidden;
  }

  /** Whether text in the character style is off the line; undefined where no style says so. */
  positionOf(id: string): RaisedPosition | null | undefined {
    return this.chainOf(id).find((style) => style.position !== undefined)?.position;
  }
}

/** Heading level from 1 by outline level or name, null for body text. The nearest style that says something decides. */
export function findHeadingLevel(own: number | undefined, chain: readonly Style[]): number | null {
  const outline = own ?? chain.map(readOutlineLevel).find((level) => level !== undefined);
  return outline === undefined || outline < 0 || outline >= BODY_TEXT_LEVEL ? null : outline + 1;
}

export function isTitleStyle(chain: readonly Style[]): boolean {
  return chain[0] !== undefined && (TITLE_NAME.test(chain[0].name) || chain[0].id === 'Title');
}

function readOutlineLevel({ outlineLevel, name, id }: Style): number | undefined {
  if (outlineLevel !== undefined) return outlineLevel;
  const number = (HEADING_NAME.exec(name) ?? HEADING_NAME.exec(id))?.[1];
  return number === undefined ? undefined : Number(number) - 1;
}

/** Reads `styles.xml`. Throws `IngestError`; see `XmlParser`. */
export async function readStyles(pieces: AsyncIterable<Uint8Array>): Promise<StyleSheet> {
  const styles = new Map<string, Style>();
  let style: Style | undefined;
  let defaultId: string | undefined;
  const openers: Readonly<Record<string, (style: Style, attributes: Attributes) => void>> = {
    'w:name'(to, attributes) {
      to.name = attributes('w:val') ?? to.name;
    },
    'w:basedOn'(to, attributes) {
      to.basedOn = attributes('w:val');
    },
    'w:vanish'(to, attributes) {
      to.isHidden = isOn(attributes('w:val'));
    },
    'w:vertAlign'(to, attributes) {
      to.position = readPosition(attributes);
    },
  };
  await parseXml(pieces, OOXML_NAMESPACES, {
    open(name, attributes) {
      if (name === 'w:style') {
        const id = attributes('w:styleId') ?? '';
        style = { id, name: id, basedOn: undefined };
        styles.set(id, style);
        const isDefault = attributes('w:default');
        if (attributes('w:type') === 'paragraph' && isDefault !== undefined && isOn(isDefault))
          defaultId = id;
      } else if (style) {
        openers[name]?.(style, attributes);
        readParagraphProperty(style, name, attributes);
      }
    },
    close(name) {
      if (name === 'w:style') style = undefined;
    },
    text() {},
  });
  return new StyleSheet(styles, defaultId);
}

/** Takes in one child of `w:pPr`, in a style or in a paragraph. */
export function readParagraphProperty(to: ParagraphProperties, name: string, attributes: Attributes): void {
  if (name === 'w:outlineLvl') to.outlineLevel = readInteger(attributes('w:val'));
  else if (name === 'w:numId') to.listId = attributes('w:val');
  else if (name === 'w:ilvl') to.listLevel = readInteger(attributes('w:val'));
  else if (name === 'w:pageBreakBefore') to.startsPage = isOn(attributes('w:val'));
}

/** Takes a `w:vertAlign`; null is on the line. */
export function readPosition(attributes: Attributes): RaisedPosition | null {
  const value = attributes('w:val');
  return value === 'superscript' || value === 'subscript' ? value : null;
}
