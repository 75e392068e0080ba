import type { EvaluationQuestion, RelevantPassage } from '../domain/evaluation.ts';
import { DEFAULT_COLLECTION } from '../domain/ids.ts';
import { ServiceError } from '../errors.ts';
import type { EvaluationInput } from './pipelines.ts';

/** The collections and questions of an evaluation as they are kept. REQUEST_INVALID, SELECTION_EMPTY name the place. */
export function readEvaluation(
  { collection, collections, questions }: EvaluationInput,
  maxQuestions: number,
): { readonly collections: readonly string[]; readonly questions: readonly EvaluationQuestion[] } {
  if (collection !== undefined && collections !== undefined)
    throw invalid('/collection', 'and /collections say the same; send one of them');
  if (collections?.length === 0)
    throw new ServiceError('SELECTION_EMPTY', 'collections is empty, which would select nothing.');
  if (questions.length > maxQuestions)
    throw invalid(
      '/questions',
      `must not hold more than ${maxQuestions} questions (EVALUATION_MAX_QUESTIONS)`,
    );
  checkIds(questions);
  return {
    collections: [...new Set(collections ?? [collection ?? DEFAULT_COLLECTION])],
    questions: questions.map(({ id = null, question, relevant }, index) => ({
      id,
      question,
      relevant: readPassages(relevant, `/questions/${index}/relevant`),
    })),
  };
}

function checkIds(questions: EvaluationInput['questions']): void {
  const known = new Map<string, number>();
  for (const [index, { id }] of questions.entries()) {
    if (id === undefined) continue;
    const first = known.get(id);
    if (first !== undefined)
      throw invalid(`/questions/${index}/id`, `is also that of the question ${first} (from 0)`);
    known.set(id, index);
  }
}

/** The same passage twice is one. */
function readPassages(
  relevant: EvaluationInput['questions'][number]['relevant'],
  path: string,
): readonly RelevantPassage[] {
  const passages = new Map<string, RelevantPassage>();
  for (const [index, { documentId, externalId, page, quote }] of relevant.entries()) {
    const place = `${path}/${index}`;
    if (documentId === undefined && externalId === undefined) {
      if (quote === undefined) throw invalid(place, 'must name a documentId, an externalId or a quote');
      if (page !== undefined) throw invalid(`${place}/page`, 'needs a documentId or an externalId beside it');
    }
    if (quote?.trim() === '') throw invalid(`${place}/quote`, 'must not be blank');
    const passage = {
      // UUIDs are the same in either case; hits have them in lower case.
      documentId: documentId?.toLowerCase() ?? null,
      externalId: externalId ?? null,
      page: page ?? null,
      quote: quote ?? null,
    };
    passages.set(JSON.stringify(passage), passage);
  }
  return [...passages.values()];
}

function invalid(path: string, message: string): ServiceError {
  return new ServiceError('REQUEST_INVALID', `${path} ${message}.`, { errors: [{ path, message }] });
}
