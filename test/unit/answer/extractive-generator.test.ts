import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createExtractiveGenerator } from '../../../src/answer/extractive-generator.ts';
import { verifyDraft } from '../../../src/answer/verify-draft.ts';
import type { Draft, DraftStatement } from '../../../src/domain/answer.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { joinLines } from '../../../src/text/join-lines.ts';
import { arbitraryScene } from './arbitrary-drafts.ts';
import { buildDocument, buildHit, buildTextHit, lookUpPages, weighTerms } from './build-hits.ts';
import { collectDraft } from './collect-draft.ts';

const generate = (question: string, hits: readonly Hit[], language: 'ko' | 'en' = 'en'): Promise<Draft> => {
  const request = { question, language, hits, terms: weighTerms(question), history: [] };
  return collectDraft(createExtractiveGenerator().generate(request, new AbortController().signal));
};

const textsOf = (draft: Draft): string[] => draft.statements.map(({ text }) => text);

const KOREAN = [
  '데비안은 자유 운영 체제이다. 누구나 쓸 수 있다.',
  '하드웨어를 준비한다. 설치에는 최소 780MB의\n메모리가 필요합니다. 화면은 흑백이어도 된다.',
  '문의는 전화로 받는다. 점심에는 쉰다.',
];
const ENGLISH = [
  'The museum was founded in 1901. It shows paintings.',
  'The garden is open every day. Visitors pay an entrance fee of 12 euros at the gate. Dogs stay outside.',
  'Visitors may use the gate on the left.',
];

const passages = (texts: readonly string[]): Hit[] =>
  texts.map((text, index) => buildTextHit(text, { id: `doc-${index}` }, 1 - index / 10));

describe('the extractive generator', () => {
  test('is named, has no model and spends no tokens', async () => {
    const generator = createExtractiveGenerator();
    expect([generator.provider, generator.model]).toEqual(['extractive', null]);
    const { promptTokens, completionTokens } = await generate('entrance fee', passages(ENGLISH));
    expect([promptTokens, completionTokens]).toEqual([0, 0]);
  });

  test('answers a Korean question with the sentence that holds it, lines joined', async () => {
    const { statements } = await generate('설치에 필요한 최소 메모리는 얼마인가요?', passages(KOREAN), 'ko');
    expect(statements).toEqual([
      { text: '설치에는 최소 780MB의 메모리가 필요합니다.', evidence: [{ hit: 1, start: 12, end: 38 }] },
    ]);
  });

  test('answers an English question from the middle of a lower hit', async () => {
    const { statements } = await generate('How much is the entrance fee for visitors?', passages(ENGLISH));
    expect(statements).toEqual([
      {
        text: 'Visitors pay an entrance fee of 12 euros at the gate.',
        evidence: [{ hit: 1, start: 30, end: 83 }],
      },
    ]);
  });

  test('between two sentences that hold the question the one of the right shape answers', async () => {
    const hits = [buildTextHit('The entrance fee is paid at the gate. The entrance fee is 12 dollars.')];
    expect(textsOf(await generate('How much is the entrance fee?', hits))).toEqual([
      'The entrance fee is 12 dollars.',
    ]);
    expect(textsOf(await generate('Is there an entrance fee?', hits))).toEqual([
      'The entrance fee is paid at the gate.',
    ]);
  });

  test('adds a sentence that covers what is missing, in reading order within a hit', async () => {
    const hits = [buildTextHit('The garden is open. The fee of the museum and the tower is 5 euros.')];
    expect(textsOf(await generate('garden museum tower fee', hits))).toEqual([
      'The garden is open.',
      'The fee of the museum and the tower is 5 euros.',
    ]);
  });

  test('the hit of the best sentence comes first', async () => {
    const hits = [
      buildTextHit('The garden has a tower.', { id: 'a' }, 1),
      buildTextHit('The fee of the museum and the tower is 5 euros.', { id: 'b' }, 0.9),
    ];
    const { statements } = await generate('garden museum tower fee', hits);
    expect(statements.map(({ evidence }) => evidence[0]?.hit)).toEqual([1, 0]);
  });

  test('a sentence that adds nothing is left out', async () => {
    const hits = [buildTextHit('The garden is large.'), buildTextHit('A garden is green.', { id: 'doc-2' })];
    expect(textsOf(await generate('garden', hits))).toEqual(['The garden is large.']);
  });

  test('a sentence less than three fifths as good as the best is left out, though it adds something', async () => {
    // 0.75 + 0.18 for the best; 0.25 + 0.2 for the other.
    const hits = [
      buildTextHit('The garden is open.', { id: 'a' }, 1),
      buildTextHit('The fee of the museum and the tower is 5 euros.', { id: 'b' }, 0.9),
    ];
    const { statements } = await generate('garden museum tower fee', hits);
    expect(statements.map(({ evidence }) => evidence[0]?.hit)).toEqual([1]);
  });

  test('three sentences at most', async () => {
    const words = ['alpha', 'beta', 'gamma', 'delta', 'omega'];
    const hits = words.map((word, index) =>
      buildTextHit(`The ${word} is red.`, { id: word }, 1 - index / 10),
    );
    expect(textsOf(await generate(words.join(' '), hits))).toEqual([
      'The alpha is red.',
      'The beta is red.',
      'The gamma is red.',
    ]);
  });

  test('the same sentence of overlapping chunks and of another document comes once', async () => {
    const document = buildDocument(['It is old. The entrance fee is 12 euros. It is large.']);
    const hits = [
      buildHit(document, { end: 40 }),
      buildHit(document, { start: 11 }),
      buildTextHit('The entrance fee\nis 12 euros.', { id: 'doc-2' }),
    ];
    const expected: DraftStatement[] = [
      { text: 'The entrance fee is 12 euros.', evidence: [{ hit: 0, start: 11, end: 40 }] },
    ];
    expect((await generate('How much is the entrance fee?', hits)).statements).toEqual(expected);
  });

  test.each([
    ['nothing matches', 'chess champion', passages(ENGLISH)],
    ['the question has no content words', 'What is it?', passages(ENGLISH)],
    ['there are no hits', 'entrance fee', []],
  ])('says nothing when %s', async (_what, question, hits) => {
    expect((await generate(question, hits)).statements).toEqual([]);
  });

  test('does not begin for a caller who has gone', async () => {
    const reason = new Error('gone');
    const request = {
      question: 'fee',
      language: 'en',
      hits: passages(ENGLISH),
      terms: [],
      history: [],
    } as const;
    // Called outside of a function of ours: what it throws at once would fail here.
    const generating = createExtractiveGenerator().generate(request, AbortSignal.abort(reason));
    await expect(collectDraft(generating)).rejects.toBe(reason);
  });

  test('of any pages, every statement is its evidence, and verification finds it word for word', async () => {
    let seen = 0;
    const question = '재택근무 신청 메모리 server memory international 780MB';
    const property = fc.asyncProperty(arbitraryScene(), async ({ documents, hits }) => {
      const draft = await generate(question, hits, 'ko');
      expect(draft.statements.length).toBeLessThanOrEqual(3);
      expect(new Set(textsOf(draft)).size).toBe(draft.statements.length);
      for (const { text, evidence } of draft.statements) {
        expect(evidence).toHaveLength(1);
        const [{ hit, start, end } = { hit: -1, start: 0, end: 0 }] = evidence;
        expect(text).toBe(joinLines(hits[hit]?.text.slice(start, end) ?? '').text);
      }
      const verified = verifyDraft({ draft, hits, pageOf: lookUpPages(documents), grounding: 'strict' });
      expect(verified.statements).toHaveLength(draft.statements.length);
      for (const { support } of verified.statements) expect(support).toBe(1);
      seen += verified.statements.length;
    });
    await fc.assert(property, { seed: 20261124, numRuns: 200 });
    expect(seen).toBeGreaterThan(200);
  });
});
