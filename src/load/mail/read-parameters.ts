import { decodeCharset } from './decode-charset.ts';
import { decodeWords } from './decode-words.ts';

/** A header field such as `text/plain; charset="utf-8"`. */
export interface ParameterizedValue {
  /** Lower case, '' where it is absent. */
  readonly value: string;
  /** By name in lower case, decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

interface Piece {
  readonly order: number;
  readonly isEncoded: boolean;
  readonly text: string;
}

/** Blanks around `=` are wrong and common; a name may end in `*`, `*0` or `*0*` (RFC 2231). */
const PARAMETER = /;\s*([\w-]{1,40})(\*\d{1,3})?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;"\s]*))/g;
const EXTENDED = /^([\w.:-]{0,60})'[^']{0,60}'/;

/**
 * Reads a value with parameters (RFC 2045, 5.1). Of one that comes twice the form of RFC 2231 counts, in pieces or
 * with a charset of its own: the plain one is there for programs that do not know it.
 */
export function readParameters(field: string): ParameterizedValue {
  const value = /^[^;\s]*/.exec(field)?.[0].toLowerCase() ?? '';
  const plain = new Map<string, string>();
  const extended = new Map<string, Piece[]>();
  for (const [, name = '', piece, star, quoted, bare = ''] of field.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    const text = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1');
    if (piece === undefined && star === undefined) {
      // Encoded words have no place here, but most programs write them.
      if (!plain.has(key)) plain.set(key, decodeWords(text));
      continue;
    }
    const pieces = extended.get(key) ?? [];
    pieces.push({ order: Number(piece?.slice(1) ?? 0), isEncoded: star !== undefined, text });
    extended.set(key, pieces);
  }
  const decoded = [...extended].map(([key, pieces]) => [key, joinPieces(pieces)] as const);
  return { value, parameters: new Map([...plain, ...decoded]) };
}

/** The first piece names the charset of all: `euc-kr'ko'%B0%A1`. */
function joinPieces(pieces: readonly Piece[]): string {
  const sorted = pieces.toSorted((a, b) => a.order - b.order);
  const [start = '', charset = null] = EXTENDED.exec(sorted[0]?.text ?? '') ?? [];
  const bytes = sorted.map(({ isEncoded, text }) => (isEncoded ? unescapePercents(text) : text)).join('');
  const isLabelled = sorted[0]?.isEncoded === true;
  return isLabelled
    ? decodeCharset(Buffer.from(bytes.slice(start.length), 'latin1'), charset)
    : decodeWords(bytes);
}

function unescapePercents(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
