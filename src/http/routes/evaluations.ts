import type { Evaluation } from '../../domain/evaluation.ts';
import { ServiceError } from '../../errors.ts';
import type { RequestContext } from '../../pipelines/pipelines.ts';
import { checkJsonValue } from '../json-values.ts';
import { presentEvaluation, presentQuestion, presentSummary } from '../present-evaluation.ts';
import { createContext } from '../request-context.ts';
import { NoQuery } from '../schemas/common.ts';
import {
  CreateEvaluationSchema,
  EvaluationParams,
  ListEvaluationsQuery,
  ShowEvaluationQuery,
  WaitHeader,
} from '../schemas/evaluation.ts';
import { BODY_CODES, problems, type Responses, success, UPSTREAM_CODES } from '../schemas/responses.ts';
import { startWait, type Wait } from '../uploads/settle.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

/** 2,000 questions with a quote of 1,000 Hangul syllables each are 7 MB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const HEADERS = {
  Location: { type: 'string', description: '`/evaluations/{id}`' },
  'Preference-Applied': { type: 'string', description: '`wait=SECONDS`, when it was asked for' },
};

/** How well a collection answers questions whose right passages are known. */
export async function registerEvaluationRoutes(
  app: TypedApp,
  { pipelines, limits }: RouteOptions,
): Promise<void> {
  const { evaluations } = pipelines;

  /** As it is when the wait is over. It was taken in, and its id must reach the caller whatever becomes of the wait. */
  async function settle(evaluation: Evaluation, wait: Wait | undefined): Promise<Evaluation> {
    if (wait === undefined) return evaluation;
    const leftMs = Math.max(0, Math.round(wait.deadlineMs - performance.now()));
    try {
      return await evaluations.waitUntilEnded(wait.context, evaluation.id, leftMs);
    } catch (error) {
      if (wait.context.signal.aborted || error instanceof ServiceError) return evaluation;
      throw error;
    }
  }

  async function show(context: RequestContext, evaluation: Evaluation) {
    if (evaluation.status === 'running')
      return presentEvaluation({ evaluation, worst: null, comparison: null });
    return presentEvaluation(await evaluations.show(context, evaluation.id, undefined));
  }

  app.post(
    '/evaluations',
    {
      bodyLimit: Math.min(limits.maxTextRequestBytes, MAX_BODY_BYTES),
      schema: {
        operationId: 'createEvaluation',
        tags: ['evaluations'],
        summary: 'Measure how well questions find their passages',
        description:
          'Every question is searched for as `POST /search` does. What a search would refuse of the settings is refused at once.',
        headers: WaitHeader,
        querystring: NoQuery,
        body: CreateEvaluationSchema,
        response: {
          201: success('Done or failed in time.', 'Evaluation', HEADERS),
          202: success('Running.', 'Evaluation', HEADERS),
          ...problems(
            'COLLECTION_NOT_FOUND',
            'EMBEDDING_UNAVAILABLE',
            'FILTER_INVALID',
            'SELECTION_EMPTY',
            ...UPSTREAM_CODES,
            ...BODY_CODES,
          ),
        } as Responses,
      },
    },
    async (request, reply) => {
      const filter = request.body.settings?.filter;
      if (filter !== undefined) checkJsonValue(filter, '/settings/filter', 'FILTER_INVALID');
      const context = createContext(reply);
      const wait = startWait(reply, context);
      const evaluation = await settle(await evaluations.create(context, request.body), wait);
      return reply
        .code(evaluation.status === 'running' ? 202 : 201)
        .headers({ location: `/evaluations/${evaluation.id}`, ...wait?.headers })
        .send(await show(context, evaluation));
    },
  );

  app.get(
    '/evaluations',
    {
      schema: {
        operationId: 'listEvaluations',
        tags: ['evaluations'],
        summary: 'List evaluations, newest first',
        querystring: ListEvaluationsQuery,
        response: { 200: success('A page of evaluations.', 'EvaluationList'), ...problems() } as Responses,
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query;
      const page = await evaluations.list(createContext(reply), { limit, cursor });
      return reply.send({ data: page.data.map(presentSummary), nextCursor: page.nextCursor });
    },
  );

  app.get(
    '/evaluations/:id',
    {
      schema: {
        operationId: 'getEvaluation',
        tags: ['evaluations'],
        summary: 'Read an evaluation, and compare it to another',
        params: EvaluationParams,
        querystring: ShowEvaluationQuery,
        response: {
          200: success('The evaluation.', 'Evaluation'),
          ...problems('EVALUATION_NOT_FOUND', 'EVALUATION_NOT_DONE', 'EVALUATIONS_NOT_COMPARABLE'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { compareTo } = request.query;
      const shown = await evaluations.show(createContext(reply), request.params.id, compareTo);
      return reply.send(presentEvaluation(shown));
    },
  );

  app.get(
    '/evaluations/:id/questions',
    {
      schema: {
        operationId: 'listEvaluationQuestions',
        tags: ['evaluations'],
        summary: 'List what became of every question',
        params: EvaluationParams,
        querystring: ListEvaluationsQuery,
        response: {
          200: success('A page of questions, in their order.', 'EvaluationQuestionList'),
          ...problems('EVALUATION_NOT_FOUND', 'EVALUATION_NOT_DONE'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query;
      const page = await evaluations.questions(createContext(reply), request.params.id, { limit, cursor });
      return reply.send({ data: page.data.map(presentQuestion), nextCursor: page.nextCursor });
    },
  );

  app.delete(
    '/evaluations/:id',
    {
      schema: {
        operationId: 'deleteEvaluation',
        tags: ['evaluations'],
        summary: 'Delete an evaluation; one that runs is ended',
        params: EvaluationParams,
        querystring: NoQuery,
        response: {
          200: success('Nothing of it is left.', 'DeletedEvaluation'),
          ...problems('EVALUATION_NOT_FOUND'),
        } as Responses,
      },
    },
    async (request, reply) => reply.send(await evaluations.delete(createContext(reply), request.params.id)),
  );
}
