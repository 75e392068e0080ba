import { Type } from 'typebox';
import type { ExplainInput } from '../../pipelines/pipelines.ts';
import {
  JsonObject,
  LanguageName,
  nullable,
  oneOf,
  orNull,
  record,
  refTo,
  text,
  Uuid,
  Warnings,
} from './common.ts';

const CLOSED = { additionalProperties: false };
const MAX_QUESTION = 32_768;
const count = Type.Integer({ minimum: 0 });
const milliseconds = Type.Number({ minimum: 0 });

/** Which documents may answer. Empty arrays pass here: SELECTION_EMPTY is a matter of meaning. */
const selection = {
  collections: Type.Optional(Type.Array(text(200), { maxItems: 100 })),
  documentIds: Type.Optional(Type.Array(Uuid('Document'), { maxItems: 1000 })),
  filter: Type.Optional(
    JsonObject('A condition on metadata: `$eq`, `$in`, `$gte`, `$exists`, `$or` and others.'),
  ),
};
const topK = (byDefault: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: `Default: ${byDefault}.` }));

const rerank = Type.Optional(
  Type.Boolean({
    description:
      'Whether the best candidates are looked at again, by their words and by a reranker if there is one. Default: true.',
  }),
);

const explain = Type.Optional(
  Type.Unsafe<ExplainInput>({
    anyOf: [{ type: 'boolean' }, Type.Object({ documentId: Type.Optional(Uuid('Document')) }, CLOSED)],
    description:
      'Say how the hits were found, and why the document of `documentId` is not among them. One more statement to the database. Default: false.',
  }),
);

export const SearchSchema = Type.Object(
  {
    query: text(MAX_QUESTION),
    ...selection,
    topK: topK(10),
    mode: Type.Optional(oneOf(['hybrid', 'lexical', 'dense'])),
    rerank,
    explain,
  },
  CLOSED,
);

export const QuerySchema = Type.Object(
  {
    question: text(MAX_QUESTION),
    ...selection,
    history: Type.Optional(
      Type.Array(
        Type.Object(
          { role: oneOf(['user', 'assistant']), content: text(MAX_QUESTION, { minLength: 0 }) },
          CLOSED,
        ),
        { maxItems: 100 },
      ),
    ),
    topK: topK(8),
    rerank,
    explain,
    grounding: Type.Optional(oneOf(['flag', 'strict'])),
    language: Type.Optional(LanguageName),
    maxContextTokens: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Default: 6000.' }),
    ),
  },
  CLOSED,
);

/** Of REST alone: GraphQL does not stream. */
export const StreamableQuerySchema = Type.Object(
  {
    ...QuerySchema.properties,
    stream: Type.Optional(
      Type.Boolean({ description: 'Answer by server-sent events. Default: what `Accept` asks for.' }),
    ),
  },
  CLOSED,
);

const leg = orNull(record({ rank: Type.Integer({ minimum: 1 }), score: Type.Number() }));

export const HitSchema = {
  $id: 'Hit',
  ...record({
    chunkId: Type.String(),
    score: Type.Number({ description: 'Of the ranking; the first hit has 1.' }),
    text: Type.String(),
    document: record({
      id: Uuid('Document'),
      title: nullable('string'),
      externalId: nullable('string'),
      collection: Type.String(),
      version: Type.Integer(),
      metadata: JsonObject('As it was given.'),
    }),
    pageStart: Type.Integer(),
    pageEnd: Type.Integer(),
    start: count,
    end: count,
    headings: Type.Array(Type.String()),
    legs: record({ lexical: leg, dense: leg }),
  }),
};

const rank = nullable('integer', { minimum: 1 });

export const ExplanationSchema = {
  $id: 'Explanation',
  ...record({
    terms: Type.Array(
      record({
        term: Type.String(),
        documentFrequency: count,
        weight: Type.Number(),
        use: oneOf(['chooses', 'counts', 'absent']),
      }),
    ),
    legs: Type.Array(
      record({
        leg: oneOf(['lexical', 'dense']),
        weight: Type.Number(),
        index: oneOf(['postings', 'scan']),
        candidates: count,
      }),
    ),
    matchedChunks: count,
    selectedChunks: count,
    candidates: count,
    reranked: Type.Boolean(),
    stages: Type.Array(
      record({
        stage: oneOf(['statistics', 'embed', 'search', 'rescore', 'rerank', 'explain']),
        ms: milliseconds,
      }),
    ),
    hits: Type.Array(
      record({
        chunkId: Type.String(),
        lexicalRank: rank,
        rescoredRank: rank,
        denseRank: rank,
        fusedRank: Type.Integer({ minimum: 1 }),
      }),
    ),
    document: orNull(
      record({
        id: Uuid('Document'),
        reason: oneOf([
          'FOUND',
          'DOCUMENT_NOT_FOUND',
          'NOT_PUBLISHED',
          'OTHER_COLLECTION',
          'NOT_SELECTED',
          'NO_TERM_IN_COMMON',
          'BELOW_CANDIDATES',
          'BELOW_TOP_K',
        ]),
        message: Type.String(),
        rank,
        matchedChunks: count,
      }),
    ),
  }),
};

export const SearchResultSchema = {
  $id: 'SearchResult',
  ...record({
    hits: Type.Array(refTo('Hit')),
    underReturned: Type.Boolean(),
    explanation: orNull(refTo('Explanation')),
    warnings: Warnings,
    timings: record({ totalMs: milliseconds, embedMs: milliseconds, retrieveMs: milliseconds }),
  }),
};

export const CitationSchema = {
  $id: 'Citation',
  ...record({
    number: Type.Integer({ minimum: 1 }),
    documentId: Uuid('Document'),
    version: Type.Integer(),
    title: nullable('string'),
    externalId: nullable('string'),
    collection: Type.String(),
    chunkId: Type.String(),
    page: Type.Integer({ minimum: 1 }),
    start: count,
    end: count,
    quote: Type.String({ description: "The page's text at `start..end`." }),
    verified: Type.Boolean(),
    boxes: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
  }),
};

export const AnswerSchema = {
  $id: 'Answer',
  ...record({
    id: Type.String(),
    answerable: Type.Boolean(),
    answer: Type.String(),
    language: oneOf(['ko', 'en']),
    statements: Type.Array(
      record({
        start: count,
        end: count,
        citations: Type.Array(Type.Integer()),
        support: Type.Number(),
        supported: Type.Boolean(),
      }),
    ),
    citations: Type.Array(refTo('Citation')),
    hits: Type.Array(refTo('Hit')),
    explanation: orNull(refTo('Explanation')),
    generator: record({ provider: Type.String(), model: nullable('string') }),
    usage: record({
      promptTokens: count,
      completionTokens: count,
      embeddingTokens: count,
      contextTokens: count,
      droppedHits: count,
    }),
    warnings: Warnings,
    timings: record({
      totalMs: milliseconds,
      retrieveMs: milliseconds,
      generateMs: milliseconds,
      verifyMs: milliseconds,
    }),
  }),
};
