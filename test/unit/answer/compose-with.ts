import {
  type ComposeInput,
  composeAnswer,
  type PageReference,
  type ReferencedPage,
} from '../../../src/answer/compose-answer.ts';
import type { DraftStatement } from '../../../src/domain/answer.ts';
import type { Hit } from '../../../src/domain/hit.ts';
import type { GenerationRequest, Generator } from '../../../src/domain/ports.ts';
import { buildDocument, countHits, spanOf, type TestDocument, weighTerms } from './build-hits.ts';

export const KOREAN_ABSTENTION = '주어진 문서에서 이 질문에 답할 만한 근거를 찾지 못했습니다.';
export const ENGLISH_ABSTENTION = 'The documents do not contain enough evidence to answer this question.';

/** A generator that says what it is told to, and keeps what it was asked. */
export function createScriptedGenerator(statements: readonly DraftStatement[]) {
  const calls: { request: GenerationRequest; signal: AbortSignal }[] = [];
  const generator: Generator = {
    provider: 'scripted',
    model: 'script-1',
    canDecline: false,
    async *generate(request, signal) {
      signal.throwIfAborted();
      calls.push({ request, signal });
      for (const statement of statements) yield { kind: 'statement', statement };
      yield { kind: 'end', promptTokens: 120, completionTokens: 34 };
    },
  };
  return { generator, calls };
}

/** Stored pages, and which of them were asked for. */
export function createPageStore(documents: readonly TestDocument[]) {
  const calls: (readonly PageReference[])[] = [];
  const loadPages = async (references: readonly PageReference[]): Promise<ReferencedPage[]> => {
    calls.push(references);
    return references.flatMap(({ documentId, version, page: number }) => {
      const document = documents.find(({ id, version: own }) => id === documentId && own === version);
      const page = document?.pages.find((one) => one.number === number);
      return page ? [{ ...page, documentId, version }] : [];
    });
  };
  return { loadPages, calls };
}

export const GUIDE = buildDocument([
  '설치 안내 [3].\n',
  '설치에는 최소 780MB의 메모리가 필요합니다 [3]. 화면은 흑백이어도 된다.',
  '끝.',
]);
export const FAQ = buildDocument(['The garden is open. The entrance fee is 12 euros.'], {
  id: 'doc-2',
  version: 7,
});
export const FEE = 'The entrance fee is 12 euros.';
export const QUESTION = 'How much is the entrance fee?';

export function compose(
  changes: Partial<ComposeInput> & { readonly hits: readonly Hit[]; readonly generator: Generator },
) {
  const question = changes.question ?? QUESTION;
  return composeAnswer({
    question,
    language: 'auto',
    terms: weighTerms(question),
    tokens: countHits(changes.hits),
    grounding: 'flag',
    maxContextTokens: 6000,
    loadPages: createPageStore([GUIDE, FAQ]).loadPages,
    signal: new AbortController().signal,
    ...changes,
  });
}

export const feeEvidence = (hit: number) => ({ hit, ...spanOf(FAQ.pages[0]?.text ?? '', FEE) });
