import type { ListCounter, ListPlace } from './list-counter.ts';
import type { RaisedPosition } from './raised-text.ts';
import { findHeadingLevel, isTitleStyle, type ParagraphProperties, type StyleSheet } from './read-styles.ts';

/** What a paragraph is, by its own properties and those of its styles. */
export interface ResolvedParagraph {
  readonly headingLevel: number | null;
  readonly isTitle: boolean;
  readonly startsPage: boolean;
  readonly isHidden: boolean;
  readonly position: RaisedPosition | null;
  readonly place: ListPlace | null;
}

/** The list of id 0 is none: it takes a paragraph out of its style's list. */
const NO_LIST = '0';

export function resolveParagraph(
  own: ParagraphProperties,
  styleId: string | undefined,
  styles: StyleSheet,
  lists: ListCounter,
): ResolvedParagraph {
  const chain = styles.chainOf(styleId);
  const first = <Value>(read: (from: ParagraphProperties) => Value | undefined): Value | undefined =>
    [own, ...chain].map(read).find((value) => value !== undefined);

  const listId = first((from) => from.listId) ?? NO_LIST;
  const level =
    first((from) => from.listLevel) ??
    chain.map((style) => lists.levelOfStyle(listId, style.id)).find((index) => index !== undefined);
  return {
    headingLevel: findHeadingLevel(own.outlineLevel, chain),
    isTitle: isTitleStyle(chain),
    startsPage: first((from) => from.startsPage) ?? false,
    isHidden: first((from) => from.isHidden) ?? false,
    position: first((from) => from.position) ?? null,
    place: listId === NO_LIST ? null : { listId, level: level ?? 0 },
  };
}
