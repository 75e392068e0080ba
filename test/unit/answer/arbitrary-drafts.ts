import fc from 'fast-check';
import type { Draft, DraftStatement, Evidence } from '../../../src/domain/answer.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { buildDocument, buildHit, type TestDocument } from './build-hits.ts';

export interface Scene {
  readonly documents: readonly TestDocument[];
  readonly hits: readonly Hit[];
  readonly draft: Draft;
}

const UNITS = [
  '재택근무는 ',
  '신청해야 합니다. ',
  '메모리',
  '하루',
  'The server ',
  'needs memory. ',
  'inter-',
  'national',
  ' ',
  '\n',
  '\n\n',
  '\n \n',
  '😀',
  '👩‍💻',
  '𝒳',
  '𠮷',
  '780MB',
  '3,000 ',
  '12',
  '. ',
  '"',
  '[3]',
  '[1][2] ',
  '- item\n',
];

const nonsense = fc.constantFrom(-1, -7, Number.NaN, 0.5, 2.25, Number.POSITIVE_INFINITY, 1e9, -0);

export function arbitraryText(maxUnits: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...UNITS), { maxLength: maxUnits, size: 'max' })
    .map((units) => units.join(''));
}

/** One or two documents of one to five pages (blank ones among them), hits of one to three pages, and a draft. */
export function arbitraryScene(): fc.Arbitrary<Scene> {
  const texts = fc.array(arbitraryText(16), { minLength: 1, maxLength: 5, size: 'max' });
  return fc
    .tuple(texts, texts)
    .map(([first, second]) => [buildDocument(first), buildDocument(second, { id: 'doc-2', version: 3 })])
    .chain((documents) =>
      fc
        .array(arbitraryHit(documents), { minLength: 1, maxLength: 4, size: 'max' })
        .chain((hits) => arbitraryDraft(hits).map((draft) => ({ documents, hits, draft }))),
    );
}

function arbitraryHit(documents: readonly TestDocument[]): fc.Arbitrary<Hit> {
  const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
  return fc
    .tuple(fc.constantFrom(...documents), share, fc.nat({ max: 2 }), share, share)
    .map(([document, first, more, from, to]) => {
      const pageStart = 1 + Math.floor(first * (document.pages.length - 1));
      const pageEnd = Math.min(document.pages.length, pageStart + more);
      const { length } = buildHit(document, { pageStart, pageEnd }).text;
      const [start, end] = [from, to].map((part) => Math.round(part * length)).sort((a, b) => a - b);
      return buildHit(document, { pageStart, pageEnd, start: start ?? 0, end: end ?? 0 });
    });
}

function arbitraryDraft(hits: readonly Hit[]): fc.Arbitrary<Draft> {
  const statements = fc.array(arbitraryStatement(hits), { maxLength: 5, size: 'max' });
  return statements.map((list) => ({ statements: list, promptTokens: 0, completionTokens: 0 }));
}

function arbitraryStatement(hits: readonly Hit[]): fc.Arbitrary<DraftStatement> {
  const evidence = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: arbitrarySpan(hits) },
      { weight: 1, arbitrary: arbitraryLie(hits.length) },
    ),
    { maxLength: 3, size: 'max' },
  );
  // Half of the statements are the words of their first evidence, which are supported.
  return fc.tuple(evidence, arbitraryText(5), fc.boolean()).map(([list, invented, honest]) => {
    const [first] = list;
    const quoted = first && hits[first.hit]?.text.slice(first.start, first.end);
    return { text: honest && quoted ? quoted : invented, evidence: list };
  });
}

function arbitrarySpan(hits: readonly Hit[]): fc.Arbitrary<Evidence> {
  return fc.nat({ max: hits.length - 1 }).chain((hit) => {
    const offset = fc.nat({ max: hits[hit]?.text.length ?? 0 });
    return fc.tuple(offset, offset).map(([a, b]) => ({ hit, start: Math.min(a, b), end: Math.max(a, b) }));
  });
}

function arbitraryLie(hitCount: number): fc.Arbitrary<Evidence> {
  const any = fc.oneof(fc.integer({ min: -3, max: 200 }), nonsense);
  return fc.record({
    hit: fc.oneof(fc.integer({ min: -2, max: hitCount + 2 }), nonsense),
    start: any,
    end: any,
  });
}
