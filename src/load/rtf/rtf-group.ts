import type { RaisedPosition } from '../docx/raised-text.ts';

/** Where what stands in a group goes. */
export type Destination = 'text' | 'skip' | 'fonts' | 'styles' | 'info' | 'title' | 'label' | 'note' | 'box';

/** What a group says of its text and paragraphs; a group within begins with the same. */
export interface Group {
  destination: Destination;
  font: number;
  /** Characters that stand for one of `\u` for programs that do not know it. */
  fallbackChars: number;
  isHidden: boolean;
  isDeleted: boolean;
  position: RaisedPosition | null;
  style: number;
  /** From 1, null for text; undefined where the style tells. */
  outlineLevel: number | null | undefined;
  /** 0 outside of tables. */
  tableLevel: number;
  breaksBefore: boolean;
  listLevel: number;
}

/** Destinations that are read; others of `\*` are passed over, and those of `SKIPPED`. */
const DESTINATIONS: ReadonlyMap<string, Destination> = new Map([
  ['fonttbl', 'fonts'],
  ['stylesheet', 'styles'],
  ['info', 'info'],
  ['title', 'title'],
  ['listtext', 'label'],
  ['pntext', 'label'],
  ['footnote', 'note'],
  ['shptxt', 'box'],
  ['dptxbxtext', 'box'],
]);
const SKIPPED =
  /^(?:colortbl|pict|header[lrf]?|footer[lrf]?|filetbl|nonshppict|shprslt|sp|xe|tc|tcn|rxe|nonesttables|fontemb|falt|panose|author|operator|subject|keywords|comment|doccomm|hlinkbase|category|manager|company|creatim|revtim|printim|buptim|objclass|objname|objdata|mmathPr|ftnsep|ftnsepc|ftncn|aftnsep|aftnsepc|aftncn)$/;
/** Known to Word although `\*` stands before them; `\do` are the drawings of Word 6 and 95. */
const READ_IGNORABLE = /^(?:shpinst|nesttableprops|shptxt|do|dptxbxtext)$/;

/** The destination that a control word at the head of a group names, undefined where it is none. */
export function findDestination(name: string, isIgnorable: boolean): Destination | undefined {
  if (READ_IGNORABLE.test(name)) return DESTINATIONS.get(name);
  if (SKIPPED.test(name)) return 'skip';
  return isIgnorable ? 'skip' : DESTINATIONS.get(name);
}

export function createGroup(): Group {
  return {
    destination: 'text',
    font: 0,
    fallbackChars: 1,
    isHidden: false,
    isDeleted: false,
    position: null,
    style: 0,
    outlineLevel: undefined,
    tableLevel: 0,
    breaksBefore: false,
    listLevel: 0,
  };
}

/** `\pard`: the paragraph is an ordinary one. */
export function resetParagraph(group: Group): void {
  group.style = 0;
  group.outlineLevel = undefined;
  group.tableLevel = 0;
  group.breaksBefore = false;
  group.listLevel = 0;
}
