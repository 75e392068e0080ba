import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type VerifiedDraft, verifyDraft } from '../../../src/answer/verify-draft.ts';
import type { Evidence, Grounding } from '../../../src/domain/answer.ts';
import { arbitraryScene, type Scene } from './arbitrary-drafts.ts';
import { lookUpPages } from './build-hits.ts';

const RUNS = { seed: 20261124, numRuns: 400 };

const verify = ({ documents, hits, draft }: Scene, grounding: Grounding): VerifiedDraft =>
  verifyDraft({ draft, hits, pageOf: lookUpPages(documents), grounding });

const isPair = (text: string, index: number) => (text.codePointAt(index) ?? 0) > 0xffff;

/** Where a piece of evidence stands, told character by character: `document/page/start/end` of each page touched. */
function placesOf({ documents, hits }: Scene, { hit: position, start, end }: Evidence): string[] {
  const hit = hits[position];
  if (!hit || !(start >= 0 && start < end && end <= hit.text.length)) return [];
  if (!Number.isInteger(start) || !Number.isInteger(end)) return [];
  const units: { page: number; offset: number; unit: string }[] = [];
  for (let page = hit.pageStart; page <= hit.pageEnd; page += 1) {
    const text = lookUpPages(documents)(hit, page)?.text ?? '';
    for (let offset = 0; offset < text.length; offset += 1)
      units.push({ page, offset, unit: text[offset] ?? '' });
    units.push({ page: 0, offset: 0, unit: '\n' });
  }
  const places = new Map<number, { first: number; last: number }>();
  for (const { page, offset, unit } of units.slice(hit.start + start, hit.start + end)) {
    if (/\s/.test(unit)) continue;
    places.set(page, { first: places.get(page)?.first ?? offset, last: offset });
  }
  return [...places].map(([page, { first, last }]) => {
    // Whole characters: the other half of a surrogate pair belongs to the quote.
    const text = lookUpPages(documents)(hit, page)?.text ?? '';
    const start = isPair(text, first - 1) ? first - 1 : first;
    const end = isPair(text, last) ? last + 2 : last + 1;
    return `${hit.document.id}/${page}/${start}/${end}`;
  });
}

describe('verifyDraft, whatever a generator writes', () => {
  test('every citation is the words of one page at its offsets', () => {
    let seen = 0;
    const property = fc.property(arbitraryScene(), (scene) => {
      for (const citation of verify(scene, 'flag').citations) {
        const document = scene.documents.find(({ id }) => id === citation.documentId);
        const page = document?.pages[citation.page - 1];
        expect(citation.version).toBe(document?.version);
        expect(citation.quote).toBe(page?.text.slice(citation.start, citation.end));
        expect(citation.quote).not.toBe('');
        expect(citation.quote.isWellFormed()).toBe(true);
        expect(citation.quote.trim()).toBe(citation.quote);
        expect(citation.verified).toBe(true);
        expect(citation.end).toBeLessThanOrEqual(page?.text.length ?? -1);
        seen += 1;
      }
    });
    fc.assert(property, RUNS);
    expect(seen).toBeGreaterThan(RUNS.numRuns);
  });

  test('a statement cites the places of its evidence on every page, no more and no fewer', () => {
    let acrossPages = 0;
    const property = fc.property(arbitraryScene(), (scene) => {
      const { statements, citations } = verify(scene, 'flag');
      const written = scene.draft.statements.filter(({ text }) => text.trim() !== '');
      expect(statements).toHaveLength(written.length);
      for (const [index, { evidence }] of written.entries()) {
        const cited = (statements[index]?.citations ?? []).map((number) => {
          const citation = citations[number - 1];
          return `${citation?.documentId}/${citation?.page}/${citation?.start}/${citation?.end}`;
        });
        const places = evidence.map((claim) => placesOf(scene, claim));
        expect(cited).toEqual([...new Set(places.flat())]);
        acrossPages += places.filter(({ length }) => length > 1).length;
      }
    });
    fc.assert(property, RUNS);
    expect(acrossPages).toBeGreaterThan(40);
  });

  test('statements lie end to end in the answer, each followed directly by the marks of its citations', () => {
    const property = fc.property(
      arbitraryScene(),
      fc.constantFrom<Grounding>('flag', 'strict'),
      (scene, grounding) => {
        const { answer, statements } = verify(scene, grounding);
        let position = 0;
        for (const { start, end, citations } of statements) {
          if (position > 0) expect(answer.slice(position, start)).toMatch(/^[ \n]$/);
          else expect(start).toBe(0);
          expect(end).toBeGreaterThan(start);
          expect(answer.slice(start, end)).not.toMatch(/\[\d+\]/);
          const marks = citations.map((number) => `[${number}]`).join('');
          expect(answer.slice(end, end + marks.length)).toBe(marks);
          position = end + marks.length;
        }
        expect(answer).toHaveLength(position);
        const marks = [...answer.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
        expect(marks).toEqual(statements.flatMap(({ citations }) => citations));
      },
    );
    fc.assert(property, RUNS);
  });

  test('a statement keeps its words, but for the brackets of marks and blanks at its ends', () => {
    const property = fc.property(arbitraryScene(), (scene) => {
      const { answer, statements } = verify(scene, 'flag');
      const kept = statements.map(({ start, end }) => answer.slice(start, end).normalize('NFKC'));
      const written = scene.draft.statements.map(({ text }) => text.toWellFormed().trim().normalize('NFKC'));
      expect(kept).toEqual(written.filter((text) => text !== ''));
    });
    fc.assert(property, RUNS);
  });

  test('citations are numbered from 1 in the order they first appear, each place once', () => {
    const property = fc.property(
      arbitraryScene(),
      fc.constantFrom<Grounding>('flag', 'strict'),
      (scene, grounding) => {
        const { statements, citations } = verify(scene, grounding);
        const upToN = citations.map((_, index) => index + 1);
        expect(citations.map(({ number }) => number)).toEqual(upToN);
        expect([...new Set(statements.flatMap(({ citations: numbers }) => numbers))]).toEqual(upToN);
        const places = citations.map(({ documentId, page, start, end }) =>
          [documentId, page, start, end].join('/'),
        );
        expect(new Set(places).size).toBe(places.length);
      },
    );
    fc.assert(property, RUNS);
  });

  test('strict leaves exactly the supported statements of flag', () => {
    let removed = 0;
    let kept = 0;
    const property = fc.property(arbitraryScene(), (scene) => {
      const flag = verify(scene, 'flag');
      const strict = verify(scene, 'strict');
      const supported = flag.statements.filter((statement) => statement.supported);
      expect(strict.statements.every((statement) => statement.supported)).toBe(true);
      const textsOf = ({ answer }: VerifiedDraft, statements: VerifiedDraft['statements']): string[] =>
        statements.map(({ start, end }) => answer.slice(start, end));
      expect(textsOf(strict, strict.statements)).toEqual(textsOf(flag, supported));
      for (const { support, supported, citations } of flag.statements) {
        expect(support >= 0 && support <= 1).toBe(true);
        if (citations.length === 0) expect([support, supported]).toEqual([0, false]);
      }
      removed += flag.statements.length - supported.length;
      kept += supported.length;
    });
    fc.assert(property, RUNS);
    expect(removed).toBeGreaterThan(100);
    expect(kept).toBeGreaterThan(100);
  });
});
