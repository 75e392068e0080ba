import { v7 as uuidv7 } from 'uuid';
import { composeAnswer } from '../answer/compose-answer.ts';
import type { Answer } from '../domain/answer.ts';
import { type AskStage, type Metrics, NO_METRICS } from '../domain/metrics-port.ts';
import type { Generator } from '../domain/ports.ts';
import type { SearchScope } from '../domain/search-ports.ts';
import type { ContentStore } from '../domain/version-ports.ts';
import { ServiceError } from '../errors.ts';
import { type RetrievalRequest, type Retriever, retrieveHits } from '../retrieve/retrieve-hits.ts';
import type { StageClock } from '../support/stage-clock.ts';
import { countAnswer, countWarnings, measureStages } from './measure-ask.ts';
import { parseFilter } from './parse-filter.ts';
import type {
  AskInput,
  AskListener,
  AskPipeline,
  ExplainInput,
  RequestContext,
  Selection,
} from './pipelines.ts';

export interface AskServices {
  readonly retriever: Retriever;
  readonly contents: ContentStore;
  readonly generator: Generator;
  readonly metrics?: Metrics;
}

const SEARCH_TOP_K = 10;
const ASK_TOP_K = 8;
const MAX_CONTEXT_TOKENS = 6_000;

export function createAskPipeline(services: AskServices): AskPipeline {
  const { retriever, generator, metrics = NO_METRICS } = services;
  return {
    search: (
      context,
      { query, topK = SEARCH_TOP_K, mode = 'hybrid', rerank = true, explain, ...selection },
    ) =>
      measureStages(metrics, 'search', context.signal, async (clock) => {
        const startedAt = performance.now();
        const scope = toScope(context, selection);
        const { hits, warnings, embedMs, isBounded, explanation } = await retrieveHits(
          retriever,
          { question: query, scope, topK, mode, rerank, ...toExplain(explain) },
          context.signal,
          clock,
        );
        const totalMs = elapsedMs(startedAt);
        countWarnings(metrics, { warnings });
        return {
          hits,
          // Where every leg read all that matches, there is no more.
          underReturned: isBounded && hits.length < topK,
          warnings,
          explanation,
          timings: { totalMs, embedMs: round(embedMs), retrieveMs: round(totalMs - embedMs) },
        };
      }),

    ask(context, input, listener) {
      const asking = measureStages(metrics, 'ask', context.signal, (clock) =>
        answerQuestion(services, context, input, listener, clock),
      );
      return countAnswer(metrics, generator.provider, context.signal, asking);
    },
  };
}

async function answerQuestion(
  { retriever, contents, generator }: AskServices,
  context: RequestContext,
  {
    question,
    history,
    topK = ASK_TOP_K,
    rerank = true,
    explain,
    grounding,
    language,
    maxContextTokens,
    ...selection
  }: AskInput,
  listener: AskListener | undefined,
  clock: StageClock<AskStage>,
): Promise<{ answer: Answer; removed: number }> {
  const startedAt = performance.now();
  const scope = toScope(context, selection);
  const retrieval = await retrieveHits(
    retriever,
    { question, scope, topK, mode: 'hybrid', rerank, ...toExplain(explain) },
    context.signal,
    clock,
  );
  const retrieveMs = elapsedMs(startedAt);
  if (listener !== undefined) {
    clock.enter('send');
    await listener.onRetrieval(retrieval.hits);
  }
  const {
    answerable,
    answer,
    language: answerLanguage,
    statements,
    citations,
    usage,
    timings,
    removed,
  } = await composeAnswer({
    question,
    language: language ?? 'auto',
    history,
    hits: retrieval.hits,
    terms: retrieval.terms,
    tokens: retrieval.tokens,
    generator,
    grounding: grounding ?? 'flag',
    maxContextTokens: maxContextTokens ?? MAX_CONTEXT_TOKENS,
    loadPages: (refs) => contents.getPages(context.tenantId, refs),
    onPart: listener && ((part) => listener.onPart(part)),
    clock,
    signal: context.signal,
  });
  const ignoresHistory = generator.provider === 'extractive' && history !== undefined && history.length > 0;
  const warnings = ignoresHistory
    ? [{ code: 'HISTORY_IGNORED', message: 'The extractive generator answers each question on its own.' }]
    : [];
  return {
    answer: {
      id: uuidv7(),
      answerable,
      answer,
      language: answerLanguage,
      statements,
      citations,
      hits: retrieval.hits,
      explanation: retrieval.explanation,
      generator: { provider: generator.provider, model: generator.model },
      usage: { ...usage, embeddingTokens: retrieval.embeddingTokens },
      warnings: [...retrieval.warnings, ...warnings],
      timings: {
        totalMs: elapsedMs(startedAt),
        retrieveMs,
        generateMs: round(timings.generateMs),
        verifyMs: round(timings.verifyMs),
      },
    },
    removed,
  };
}

function toScope({ tenantId }: RequestContext, { collections, documentIds, filter }: Selection): SearchScope {
  for (const [name, selected] of Object.entries({ collections, documentIds })) {
    if (selected?.length === 0)
      throw new ServiceError(
        'SELECTION_EMPTY',
        `${name} is empty, which would select nothing. Leave it out to search everything.`,
      );
  }
  // UUIDs are the same in either case; everything else compares them as text.
  const ids = documentIds?.map((id) => id.toLowerCase());
  return { tenantId, collections, documentIds: ids, filter: parseFilter(filter) };
}

function toExplain(explain: ExplainInput | undefined): Pick<RetrievalRequest, 'explain'> {
  if (explain === undefined || explain === false) return {};
  const documentId = explain === true ? undefined : explain.documentId;
  return { explain: { documentId: documentId?.toLowerCase() ?? null } };
}

function elapsedMs(startedAt: number): number {
  return round(performance.now() - startedAt);
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
