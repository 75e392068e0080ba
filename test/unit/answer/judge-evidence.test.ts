import { describe, expect, test } from 'vitest';
import { EVIDENCE_THRESHOLD, judgeEvidence } from '../../../src/answer/judge-evidence.ts';
import type { AnswerLanguage } from '../../../src/domain/answer.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import { buildDocument, buildHit, buildTextHit, weighTerms } from './build-hits.ts';

// Content words: capital, France. Weights are equal unless said otherwise.
const CAPITAL = 'What is the capital of France?';

const judge = (
  question: string,
  hits: readonly Hit[],
  idf: Readonly<Record<string, number>> = {},
  language: AnswerLanguage = 'en',
) => judgeEvidence({ question, language, hits, terms: weighTerms(question, idf) });

const evidenceOf = (...hits: readonly Hit[]): number => judge(CAPITAL, hits).evidence;

describe('evidence: three tenths the sentence, three its neighbours, four its hit', () => {
  test('everything in one sentence is 1', () => {
    expect(evidenceOf(buildTextHit('Paris is the capital of France.'))).toBeCloseTo(1, 10);
  });

  test('half in one sentence, all with its neighbour', () => {
    expect(evidenceOf(buildTextHit('It is in France. The capital is old.'))).toBeCloseTo(0.85, 10);
  });

  test('half in a sentence, the rest farther away in the hit', () => {
    const hit = buildTextHit('It is in France. Paris is old. The capital is big.');
    expect(evidenceOf(hit)).toBeCloseTo(0.7, 10);
  });

  test('the title and the headings belong to the hit', () => {
    const text = 'The capital is Paris.';
    expect(evidenceOf(buildTextHit(text, { title: 'France' }))).toBeCloseTo(0.7, 10);
    const underHeading = buildHit(buildDocument([text]), {}, { headings: ['Europe', 'France'] });
    expect(evidenceOf(underHeading)).toBeCloseTo(0.7, 10);
  });

  test('half of the question and no more', () => {
    expect(evidenceOf(buildTextHit('The capital of Italy is Rome.'))).toBeCloseTo(0.5, 10);
  });

  test('the best hit counts, wherever it stands; two halves in two hits do not add up', () => {
    const italy = buildTextHit('The capital of Italy is Rome.');
    const best = buildTextHit('Paris is the capital of France.', {}, 0.1);
    expect(evidenceOf(italy, best)).toBeCloseTo(1, 10);
    expect(evidenceOf(italy, buildTextHit('France is large.'))).toBeCloseTo(0.5, 10);
  });

  test('nothing found, no hits, no text: 0', () => {
    expect(evidenceOf(buildTextHit('Bread is baked.'))).toBe(0);
    expect(evidenceOf()).toBe(0);
    expect(evidenceOf(buildTextHit(''))).toBe(0);
  });

  test('a rare word weighs more than a common one, each with a floor of 1', () => {
    const idf = { capit: 0, franc: 4 };
    expect(judge(CAPITAL, [buildTextHit('The capital is Rome.')], idf).evidence).toBeCloseTo(1 / 6, 10);
    expect(judge(CAPITAL, [buildTextHit('France is large.')], idf).evidence).toBeCloseTo(5 / 6, 10);
  });

  test('a Korean word found in part counts in part', () => {
    // 메모 and 모리, of which 메모 stands in the sentence.
    const { evidence } = judge('메모리는?', [buildTextHit('메모를 남긴다.')], {}, 'ko');
    expect(evidence).toBeCloseTo(0.5, 10);
  });
});

describe('answerable', () => {
  test.each<[string, string, AnswerLanguage]>([
    ['설치하려면 메모리가 얼마나 필요한가요?', '설치에는 최소 780MB의 메모리가 필요합니다.', 'ko'],
    ['재택근무는 언제까지 신청하나요?', '재택근무는 하루 전까지 신청해야 합니다.', 'ko'],
    [CAPITAL, 'Paris is the capital of France.', 'en'],
    ['How much memory is needed to install Debian?', 'To install Debian you need 780 MB of memory.', 'en'],
  ])('%s from: %s', (question, text, language) => {
    expect(judge(question, [buildTextHit(text)], {}, language).answerable).toBe(true);
  });

  test.each<[string, string, AnswerLanguage]>([
    ['설치하려면 메모리가 얼마나 필요한가요?', '설치가 끝났습니다.', 'ko'],
    ['재택근무는 언제까지 신청하나요?', '점심은 열두 시에 먹습니다.', 'ko'],
    ['Who won the chess tournament in Oslo?', 'The tournament hall is closed.', 'en'],
    ['What does the office dog eat?', 'Paris is the capital of France.', 'en'],
  ])('not: %s from: %s', (question, text, language) => {
    expect(judge(question, [buildTextHit(text)], {}, language).answerable).toBe(false);
  });

  test.each<[string, AnswerLanguage]>([
    ['What is it?', 'en'],
    ['How many are there?', 'en'],
    ['무엇인가요?', 'ko'],
    ['얼마나 되나요?', 'ko'],
    ['?!', 'en'],
    ['', 'ko'],
  ])('a question without content words has no evidence: %j', (question, language) => {
    const hits = [buildTextHit('What is it? How many are there? 무엇인가요? 얼마나 되나요?')];
    expect(judge(question, hits, {}, language)).toEqual({ answerable: false, evidence: 0 });
  });

  test('a question none of whose terms are weighted has no evidence', () => {
    const hits = [buildTextHit('Paris is the capital of France.')];
    expect(judgeEvidence({ question: CAPITAL, language: 'en', hits, terms: [] })).toEqual({
      answerable: false,
      evidence: 0,
    });
  });

  test('the threshold can be given; evidence that equals it suffices', () => {
    const input = {
      question: CAPITAL,
      language: 'en',
      hits: [buildTextHit('The capital of Italy is Rome.')],
      terms: weighTerms(CAPITAL),
    } as const;
    expect(judgeEvidence({ ...input, threshold: 0.5 }).answerable).toBe(true);
    expect(judgeEvidence({ ...input, threshold: 0.51 }).answerable).toBe(false);
  });

  test('the default lies between a third and a half of a question', () => {
    expect(EVIDENCE_THRESHOLD).toBe(0.42);
    expect(judge('capital France river', [buildTextHit('The capital is Rome.')]).answerable).toBe(false);
    expect(judge('capital France', [buildTextHit('The capital is Rome.')]).answerable).toBe(true);
  });
});
