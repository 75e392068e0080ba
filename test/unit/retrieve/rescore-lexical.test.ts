import { expect, test } from 'vitest';
import type { Candidate } from '../../../src/domain/search-ports.ts';
import { createLexicalRescorer } from '../../../src/retrieve/rescore-lexical.ts';
import { countTerms } from '../../../src/text/analyze-text.ts';

function candidate(chunkId: string, rank: number, text: string, over: Partial<Candidate> = {}): Candidate {
  return {
    chunkId,
    text,
    document: { id: 'doc', title: null, externalId: null, collection: 'default', version: 1, metadata: {} },
    pageStart: 1,
    pageEnd: 1,
    start: 0,
    end: text.length,
    headings: [],
    tokens: 3,
    opening: text.slice(0, 200),
    lexical: { rank, score: 10 - rank / 10 },
    dense: [],
    ...over,
  };
}

const termsOf = (question: string) =>
  countTerms(question).map(([term]) => ({ term, idf: 2, documentFrequency: 1 }));

const order = (question: string, candidates: readonly Candidate[]) =>
  [...createLexicalRescorer()(question, termsOf(question), candidates)].map(([id]) => id);

const FILLER = Array.from({ length: 12 }, (_, line) => `Clause ${line} says nothing of the kind.`).join(' ');

test('words in one sentence come before the same words scattered over the text', () => {
  const question = 'harbour pilot permit fee';
  const scattered = `${FILLER} The harbour is old. ${FILLER} A pilot came. ${FILLER} No permit. ${FILLER} The fee.`;
  const together = `${FILLER} ${FILLER} The harbour pilot permit fee is due. ${FILLER}`;
  expect(order(question, [candidate('scattered', 1, scattered), candidate('together', 2, together)])).toEqual(
    ['together', 'scattered'],
  );
});

test('what a text begins with counts, and so do its headings', () => {
  const question = '연차 휴가 신청';
  const late = `회사는 1990년에 세워졌다. ${'본사는 부산에 있다. '.repeat(30)}연차 휴가 신청은 전산으로 한다.`;
  const first = `연차 휴가 신청은 전산으로 한다. 회사는 1990년에 세워졌다. ${'본사는 부산에 있다. '.repeat(30)}`;
  expect(order(question, [candidate('late', 1, late), candidate('first', 2, first)])).toEqual([
    'first',
    'late',
  ]);
  const headed = candidate('headed', 2, late, { headings: ['연차 휴가 신청'] });
  expect(order(question, [candidate('late', 1, late), headed])).toEqual(['headed', 'late']);
});

test('so does the beginning of its document', () => {
  const text = '신청은 전산으로 한다. 본사는 부산에 있다.';
  const other = candidate('other', 1, text, { opening: '출장비 규정' });
  const own = candidate('own', 2, text, { opening: '연차 휴가 규정' });
  expect(order('연차 휴가 신청', [other, own])).toEqual(['own', 'other']);
});

test('a Korean word that is written apart is found by its syllables', () => {
  const question = '주주총회';
  const apart = '주 주 총 회 는 삼월에 열린다.';
  const other = '이사회는 삼월에 열린다.';
  const rescored = createLexicalRescorer()(question, termsOf(question), [
    candidate('other', 1, other),
    candidate('apart', 2, apart),
  ]);
  expect(rescored.get('apart')?.rank).toBe(1);
});

test('those below the twentieth keep their order behind the others; scores never rise', () => {
  const candidates = Array.from({ length: 30 }, (_, index) =>
    candidate(`c${index}`, index + 1, index === 25 ? 'harbour pilot' : `text ${index}`),
  );
  const rescored = createLexicalRescorer()('harbour pilot', termsOf('harbour pilot'), candidates);
  expect([...rescored.keys()].slice(20)).toEqual(candidates.slice(20).map(({ chunkId }) => chunkId));
  const scores = [...rescored.values()].map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect([...rescored.values()].map(({ rank }) => rank)).toEqual(candidates.map((_, index) => index + 1));
});

test('candidates of other legs are left alone, and none are no error', () => {
  expect(order('harbour', [candidate('dense', 1, 'harbour', { lexical: null })])).toEqual([]);
  expect(order('harbour', [])).toEqual([]);
});
