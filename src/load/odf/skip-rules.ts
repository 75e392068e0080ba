import type { Attributes } from '../xml/xml-parser.ts';

/** Left out with all that is in them: deleted text, comments, form controls, templates of tables of contents, the readings of characters. */
const SKIPPED =
  /^(?:text:(?:tracked-changes|[a-z-]+-source|ruby-text|note-citation|script|[a-z]+-decls|notes-configuration)|office:(?:annotation|annotation-end|forms|scripts|font-face-decls|event-listeners|settings)|svg:(?:title|desc)|draw:(?:page-thumbnail|image|object|object-ole|plugin|glue-point)|table:(?:shapes|calculation-settings|content-validations|named-expressions|database-ranges|data-pilot-tables|dde-links)|\*:.*)$/;

/** Elements of other namespaces around text; the rest of them is not text. */
const TRANSPARENT = /^\*:(?:content-control|fieldmark.*|sdt.*)$/;

/** Which elements are left out, and whether the reader is within one. */
export class SkipRules {
  #depth = 0;

  get isSkipping(): boolean {
    return this.#depth > 0;
  }

  /** Whether the element that opens is left out. */
  open(name: string): boolean {
    if (this.#depth > 0 || (SKIPPED.test(name) && !TRANSPARENT.test(name))) this.#depth += 1;
    return this.#depth > 0;
  }

  /** Leaves out the element that just opened. */
  skip(): void {
    this.#depth += 1;
  }

  /** Whether the element that closes was left out. */
  close(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    return true;
  }
}

/** A section that its author hid, or whose condition does. */
export function isHiddenSection(name: string, attributes: Attributes): boolean {
  return name === 'text:section' && attributes('text:display') === 'none';
}
