import type { Citation, Draft, DraftStatement, Grounding, Statement } from '../domain/answer.ts';
import type { Hit } from '../domain/hit.ts';
import { listBoxes } from './list-boxes.ts';
import { mapEvidence, type PageLookup, type PageSpan } from './map-evidence.ts';
import { measureSupport, type Support } from './measure-support.ts';
import { stripForeignLinks } from './strip-foreign-links.ts';

export interface VerifiedDraft {
  /** The statements, each followed directly by the marks of its citations: `…[1][2] …[1]`. Empty when none is left. */
  readonly answer: string;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
}

interface CheckedStatement extends Support {
  readonly text: string;
  readonly places: readonly Place[];
}

/** A statement of white space and characters of no width says nothing. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

interface Place extends PageSpan {
  readonly hit: Hit;
}

/**
 * Checks what a generator wrote against the stored pages and writes the answer. Pure, and knows no provider: a draft may
 * name hits that do not exist, spans outside their text, words that stand nowhere. A citation whose words are not
 * found verbatim is dropped; a statement without enough support is marked (`flag`) or left out (`strict`). Statements
 * and citations are numbered in the order of the answer; a place cited twice has one number.
 */
export function verifyDraft(input: {
  readonly draft: Draft;
  readonly hits: readonly Hit[];
  readonly pageOf: PageLookup;
  readonly grounding: Grounding;
}): VerifiedDraft {
  const verifier = createVerifier(input);
  for (const statement of input.draft.statements) verifier.add(statement);
  return verifier.read();
}

/** The same, statement by statement, for an answer that is sent while it is written. */
export interface Verifier {
  /** Null for a statement that is left out. */
  add(statement: DraftStatement): VerifiedPart | null;
  read(): VerifiedDraft;
}

/** What a statement adds to the answer: `text` with the blank before and the marks after it. */
export interface VerifiedPart {
  readonly text: string;
  readonly statement: Statement;
  /** Those that no statement before it had. */
  readonly newCitations: readonly Citation[];
}

export function createVerifier({
  hits,
  pageOf,
  grounding,
}: Omit<Parameters<typeof verifyDraft>[0], 'draft'>): Verifier {
  const writer = createAnswerWriter();
  return {
    add(statement) {
      const checked = checkStatement(statement, hits, pageOf);
      const isKept = !INVISIBLE.test(checked.text) && (checked.supported || grounding === 'flag');
      return isKept ? writer.write(checked) : null;
    },
    read: () => writer.read(),
  };
}

function checkStatement(
  { text, evidence }: DraftStatement,
  hits: readonly Hit[],
  pageOf: PageLookup,
): CheckedStatement {
  const places = evidence
    .flatMap((claim) => {
      const hit = hits[claim.hit];
      return hit ? mapEvidence(hit, claim, pageOf).map((span): Place => ({ ...span, hit })) : [];
    })
    .filter(({ verified }) => verified);
  const quotes = places.map(({ quote }) => quote);
  const shown = stripForeignLinks(text.toWellFormed(), quotes).trim();
  return { text: neutralizeMarks(shown), places, ...measureSupport(shown, quotes) };
}

function createAnswerWriter() {
  const citations = new Map<string, Citation>();
  const cite = (place: Place): number => {
    const { document } = place.hit;
    const key = [document.id, document.version, place.page.number, place.start, place.end].join('/');
    const citation = citations.get(key) ?? toCitation(place, citations.size + 1);
    citations.set(key, citation);
    return citation.number;
  };
  const statements: Statement[] = [];
  let answer = '';
  return {
    write({ text, places, support, supported }: CheckedStatement): VerifiedPart {
      const before = { length: answer.length, citations: citations.size };
      if (answer !== '') answer += isListItem(text) ? '\n' : ' ';
      const start = answer.length;
      const numbers = [...new Set(places.map(cite))];
      answer += text;
      const statement = { start, end: answer.length, citations: numbers, support, supported };
      statements.push(statement);
      answer += numbers.map((number) => `[${number}]`).join('');
      return {
        text: answer.slice(before.length),
        statement,
        newCitations: [...citations.values()].slice(before.citations),
      };
    },
    read: (): VerifiedDraft => ({ answer, statements: [...statements], citations: [...citations.values()] }),
  };
}

function toCitation({ hit, page, start, end, quote, verified }: Place, number: number): Citation {
  const { id, version, title, externalId, collection } = hit.document;
  return {
    number,
    documentId: id,
    version,
    title,
    externalId,
    collection,
    chunkId: hit.chunkId,
    page: page.number,
    start,
    end,
    quote,
    verified,
    boxes: listBoxes(page.lines, start, end),
  };
}

/**
 * "[3]" in a document is a reference of its own, and in the answer would read as our citation 3: its brackets become
 * full-width (U+FF3B, U+FF3D), as long as before and equal under NFKC. The quote keeps the document's own.
 */
function neutralizeMarks(text: string): string {
  return text.replace(/\[(\s*\d+(?:\s*[,;–-]\s*\d+)*\s*)\]/g, '［$1］');
}

function isListItem(text: string): boolean {
  return /^(?:[-*+•‣▪·○●■□▶※]|\(?\d{1,2}[.)]|[가-하]\.)\s/u.test(text);
}
