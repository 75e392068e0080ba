import { OOXML_NAMESPACES, readInteger } from '../ooxml/namespaces.ts';
import { type Attributes, parseXml } from '../xml/xml-parser.ts';

/** One of nine levels of a list, `index` from 0. */
export interface ListLevel {
  start: number;
  /** An `ST_NumberFormat`. */
  format: string;
  /** `%1` to `%9` stand for the numbers of the levels; the bullet of `format` bullet. */
  text: string;
  /** Nothing stands between the number and the paragraph. */
  isGlued: boolean;
  /** All numbers in decimal, as in "1.1" under "I". */
  isLegal: boolean;
  /** A level from 1 that starts this one anew; 0: none does; undefined: each above it. */
  restart: number | undefined;
  /** The paragraph style that brings this level along. */
  styleId: string | undefined;
  font: string;
}

interface AbstractList {
  readonly id: string;
  readonly levels: Map<number, ListLevel>;
  styleLink: string | undefined;
  numStyleLink: string | undefined;
}

/** A list as paragraphs name it. Lists of the same `counterId` count on in each other. */
export interface List {
  readonly counterId: string;
  readonly levels: ReadonlyMap<number, ListLevel>;
  /** Levels that begin anew with this list, and their first numbers. */
  readonly startOverrides: ReadonlyMap<number, number>;
}

interface ListInstance {
  abstractId: string | undefined;
  readonly levels: Map<number, ListLevel>;
  readonly starts: Map<number, number>;
}

/** Lists of `numbering.xml` by `w:numId`. Throws `IngestError`; see `XmlParser`. */
export async function readNumbering(pieces: AsyncIterable<Uint8Array>): Promise<ReadonlyMap<string, List>> {
  const abstracts = new Map<string, AbstractList>();
  const instances = new Map<string, ListInstance>();
  let abstract: AbstractList | undefined;
  let instance: ListInstance | undefined;
  let index = 0;
  let level: ListLevel | undefined;

  const openers: Readonly<Record<string, (attributes: Attributes) => void>> = {
    'w:abstractNum'(attributes) {
      const id = attributes('w:abstractNumId') ?? '';
      abstract = { id, levels: new Map(), styleLink: undefined, numStyleLink: undefined };
      abstracts.set(id, abstract);
    },
    'w:styleLink'(attributes) {
      if (abstract) abstract.styleLink = attributes('w:val');
    },
    'w:numStyleLink'(attributes) {
      if (abstract) abstract.numStyleLink = attributes('w:val');
    },
    'w:num'(attributes) {
      instance = { abstractId: undefined, levels: new Map(), starts: new Map() };
      instances.set(attributes('w:numId') ?? '', instance);
    },
    'w:abstractNumId'(attributes) {
      if (instance) instance.abstractId = attributes('w:val');
    },
    'w:lvlOverride'(attributes) {
      index = readInteger(attributes('w:ilvl')) ?? 0;
    },
    'w:startOverride'(attributes) {
      instance?.starts.set(index, readInteger(attributes('w:val')) ?? 1);
    },
    'w:lvl'(attributes) {
      level = createLevel();
      index = readInteger(attributes('w:ilvl')) ?? index;
      (instance ?? abstract)?.levels.set(index, level);
    },
  };
  const levelOpeners: Readonly<Record<string, (level: ListLevel, attributes: Attributes) => void>> = {
    'w:start'(to, attributes) {
      to.start = readInteger(attributes('w:val')) ?? 1;
    },
    'w:numFmt'(to, attributes) {
      to.format = attributes('w:val') ?? 'decimal';
    },
    'w:lvlText'(to, attributes) {
      to.text = attributes('w:val') ?? '';
    },
    'w:suff'(to, attributes) {
      to.isGlued = attributes('w:val') === 'nothing';
    },
    'w:isLgl'(to) {
      to.isLegal = true;
    },
    'w:lvlRestart'(to, attributes) {
      to.restart = readInteger(attributes('w:val'));
    },
    'w:pStyle'(to, attributes) {
      to.styleId = attributes('w:val');
    },
    'w:rFonts'(to, attributes) {
      to.font = attributes('w:ascii') ?? attributes('w:hAnsi') ?? '';
    },
  };
  await parseXml(pieces, OOXML_NAMESPACES, {
    open(name, attributes) {
      openers[name]?.(attributes);
      if (level) levelOpeners[name]?.(level, attributes);
    },
    close(name) {
      if (name === 'w:lvl') level = undefined;
      else if (name === 'w:abstractNum') abstract = undefined;
      else if (name === 'w:num') instance = undefined;
    },
    text() {},
  });
  return new Map([...instances].map(([id, one]) => [id, resolveList(one, abstracts)]));
}

function createLevel(): ListLevel {
  return {
    start: 1,
    format: 'decimal',
    text: '',
    isGlued: false,
    isLegal: false,
    restart: undefined,
    styleId: undefined,
    font: '',
  };
}

/** An abstract list may only point to a list style, whose own abstract list has the levels. */
function resolveList(instance: ListInstance, abstracts: ReadonlyMap<string, AbstractList>): List {
  let abstract = abstracts.get(instance.abstractId ?? '');
  const link = abstract?.numStyleLink;
  if (link !== undefined)
    abstract = [...abstracts.values()].find((one) => one.styleLink === link) ?? abstract;
  return {
    counterId: abstract?.id ?? '',
    levels: new Map([...(abstract?.levels ?? []), ...instance.levels]),
    startOverrides: instance.starts,
  };
}
