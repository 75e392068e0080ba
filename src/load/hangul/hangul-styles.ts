import type { NumberShape } from './format-hangul-number.ts';

/** One level of a numbering: `format` is as stored, with `^1` to `^7` for the numbers of the levels. */
export interface NumberingLevel {
  readonly format: string;
  readonly shape: NumberShape;
  readonly start: number;
}

/** What stands at the head of paragraphs of a shape; `level` from 1. */
export interface ParagraphHead {
  readonly kind: 'outline' | 'number' | 'bullet';
  readonly level: number;
  /** The numbering or bullet; an outline has that of its section. */
  readonly listId: number;
}

/** What paragraphs refer to by number, in both formats: HWP's `DocInfo`, HWPX's `header.xml`. */
export interface HangulStyles {
  /** By the id of the paragraph shape; shapes without a head are absent. */
  readonly heads: ReadonlyMap<number, ParagraphHead>;
  /** Levels of styles named for the outline, by the style's id. */
  readonly outlineStyles: ReadonlyMap<number, number>;
  readonly numberings: ReadonlyMap<number, readonly NumberingLevel[]>;
  readonly bullets: ReadonlyMap<number, string>;
}

const OUTLINE_STYLE = /^(?:개요|outline)\s*(\d{1,2})$/i;

/** The level that a style's name gives to its paragraphs, from 1: 개요 1, Outline 1; undefined where it gives none. */
export function readOutlineLevel(names: readonly string[]): number | undefined {
  for (const name of names) {
    const level = Number(OUTLINE_STYLE.exec(name.trim())?.[1] ?? 0);
    if (level > 0) return level;
  }
  return undefined;
}
