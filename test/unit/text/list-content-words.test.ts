import { expect, test } from 'vitest';
import { listContentWords } from '../../../src/text/function-words.ts';

test.each([
  ['설치하려면 메모리가 얼마나 필요한가요?', ['설치', '메모리', '필요']],
  ['What is the capital of France?', ['capital', 'France']],
  ['재택근무는 언제까지 신청하나요?', ['재택근무', '신청']],
  ['데비안의 최소 메모리는 무엇입니까?', ['데비안', '최소', '메모리']],
  ['Debian 12.1에서 x86_64는?', ['Debian', '12.1', 'x86_64']],
  ['누가 왜 어디서 무엇을?', []],
  ['How many of them are there?', []],
  ['', []],
])('the content words of %j', (question, words) => {
  expect(listContentWords(question)).toEqual(words);
});
