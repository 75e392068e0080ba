import { expect, test } from 'vitest';
import { listAnswerShapes } from '../../../src/answer/answer-hints.ts';

const fits = (question: string, sentence: string): boolean =>
  listAnswerShapes(question).some((shape) => shape.test(sentence));

test.each([
  ['최소 메모리는 얼마인가요?', '최소 780MB가 필요합니다.', '메모리가 필요합니다.'],
  ['참가자는 몇 명인가요?', '참가자는 12명이다.', '참가자가 많다.'],
  ['한글은 언제 반포되었나요?', '한글은 1446년에 반포되었다.', '한글이 반포되었다.'],
  ['누가 승인하나요?', '김 교수가 승인한다.', '승인이 필요하다.'],
  ['행사는 어디에서 열리나요?', '행사는 서울에서 열린다.', '행사가 열린다.'],
  ['How much is the fee?', 'The fee is $ 12.', 'The fee is paid.'],
  ['How much is it for members?', 'Members pay 12 euros.', 'Members pay.'],
  ['How much is a day ticket?', 'A ticket is 1 pound.', 'A ticket is cheap.'],
  ['How many bridges are there?', 'There are seven bridges.', 'There are bridges.'],
  ['When was it founded?', 'It was founded in May 1901.', 'It was founded.'],
  ['Who wrote it?', 'It was written by Jane Austen.', 'It was written by a woman.'],
  ['Where is it?', 'It stands near the Seine.', 'It stands.'],
])('%s is answered by: %s, not by: %s', (question, right, wrong) => {
  expect(fits(question, right)).toBe(true);
  expect(fits(question, wrong)).toBe(false);
});

test.each(['재택근무란 무엇인가요?', 'What is the capital of France?', ''])(
  '%j asks for no shape',
  (question) => {
    expect(listAnswerShapes(question)).toEqual([]);
  },
);
