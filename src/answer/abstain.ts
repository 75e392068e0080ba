import type { AnswerLanguage } from '../domain/answer.ts';

const ABSTENTIONS: Readonly<Record<AnswerLanguage, string>> = {
  ko: '주어진 문서에서 이 질문에 답할 만한 근거를 찾지 못했습니다.',
  en: 'The documents do not contain enough evidence to answer this question.',
};

/** What the answer says when the evidence is too weak. */
export function writeAbstention(language: AnswerLanguage): string {
  return ABSTENTIONS[language];
}
