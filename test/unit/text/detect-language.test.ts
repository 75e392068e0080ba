import { expect, test } from 'vitest';
import { detectLanguage } from '../../../src/text/detect-language.ts';

test.each([
  ['a Korean sentence', '배는 정오에 떠난다.', 'ko'],
  ['an English sentence', 'The ship sails at noon.', 'en'],
  ['Korean full of Latin names', 'Kubernetes의 Deployment를 kubectl로 배포합니다.', 'ko'],
  ['Hangul as a tenth of the letters', `가${'a'.repeat(9)}`, 'ko'],
  ['Hangul as less than a tenth', `가${'a'.repeat(10)}`, 'en'],
  ['decomposed Hangul', '배는 떠난다'.normalize('NFD'), 'ko'],
  ['digits and signs beside one syllable', `가 ${'1234567890!? '.repeat(20)}`, 'ko'],
  ['no letters', '12 %', 'en'],
  ['nothing', '', 'en'],
  ['Hangul after the first 20,000 characters', 'a'.repeat(20_000) + '가'.repeat(20_000), 'en'],
  ['Hangul within the first 20,000 characters', 'a'.repeat(18_000) + '가'.repeat(20_000), 'ko'],
])('%s', (_what, text, language) => {
  expect(detectLanguage(text)).toBe(language);
});
