import { Type } from 'typebox';
import { EVALUATION_STATUSES, MEASURES } from '../../domain/evaluation.ts';
import { SearchSchema } from './ask.ts';
import {
  Cursor,
  DateTime,
  JsonObject,
  NullableDateTime,
  nullable,
  oneOf,
  orNull,
  PageLimit,
  record,
  refTo,
  text,
  Uuid,
} from './common.ts';

const CLOSED = { additionalProperties: false };
/** Above what `EVALUATION_MAX_QUESTIONS` can be set to. */
const MAX_QUESTIONS = 100_000;
const { query, collections, ...settings } = SearchSchema.properties;
const count = Type.Integer({ minimum: 0 });
const milliseconds = Type.Number({ minimum: 0 });

const RelevantSchema = Type.Object(
  {
    documentId: Type.Optional(Uuid('Document')),
    externalId: Type.Optional(text(512)),
    page: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'The hit overlaps it; with a document.',
      }),
    ),
    quote: Type.Optional(
      text(10_000, { description: 'Stands in the text of the hit; blanks and line ends do not count.' }),
    ),
  },
  {
    ...CLOSED,
    description: 'A hit is the passage when all that is named holds of it. A document or a quote at least.',
  },
);

export const CreateEvaluationSchema = Type.Object(
  {
    name: Type.Optional(text(200)),
    collection: Type.Optional(text(200, { description: 'Default: `default`.' })),
    collections,
    questions: Type.Array(
      Type.Object(
        {
          id: Type.Optional(text(200, { description: 'Your own, to find it again in another evaluation.' })),
          question: query,
          relevant: Type.Array(RelevantSchema, { minItems: 1, maxItems: 100 }),
        },
        CLOSED,
      ),
      {
        minItems: 1,
        maxItems: MAX_QUESTIONS,
        description: 'At most `EVALUATION_MAX_QUESTIONS`: 2000 unless it is set.',
      },
    ),
    settings: Type.Optional(
      Type.Object(settings, { ...CLOSED, description: 'What `POST /search` takes beside the query.' }),
    ),
  },
  CLOSED,
);

export const EvaluationParams = Type.Object({ id: Uuid('Evaluation') });
export const ShowEvaluationQuery = Type.Object(
  { compareTo: Type.Optional(Uuid('Another evaluation that is done.')) },
  CLOSED,
);
export const ListEvaluationsQuery = Type.Object({ limit: PageLimit, cursor: Type.Optional(Cursor) }, CLOSED);
export const WaitHeader = Type.Object({
  prefer: Type.Optional(
    Type.String({
      description: '`wait=SECONDS`, at most 60: answer when done or failed, or the time is over.',
    }),
  ),
});

const ofMeasures = (description: string) =>
  record(
    Object.fromEntries(
      MEASURES.map((measure) => [
        measure,
        orNull(record({ value: Type.Number(), low: Type.Number(), high: Type.Number() })),
      ]),
    ),
    description,
  );
const rank = nullable('integer', { description: 'Of the first right passage, from 1; null: not found.' });

const QuestionResult = record({
  id: nullable('string'),
  question: Type.String(),
  rank,
  ndcg10: Type.Number(),
  relevant: Type.Array(
    record({
      documentId: nullable('string'),
      externalId: nullable('string'),
      page: nullable('integer'),
      quote: nullable('string'),
      rank: nullable('integer'),
      missing: Type.Boolean({
        description: 'It names a document that is not published in the collections.',
      }),
    }),
  ),
  found: orNull(
    record(
      {
        documentId: Uuid('Document'),
        externalId: nullable('string'),
        title: nullable('string'),
        version: Type.Integer(),
        page: Type.Integer(),
        snippet: nullable('string'),
      },
      'The best hit that is not right. Read from the document when shown: null where that is deleted.',
    ),
  ),
  searchMs: milliseconds,
});

const ChangedQuestions = Type.Array(
  record({ id: nullable('string'), question: Type.String(), rank, otherRank: rank }),
);

const summary = {
  id: Uuid('UUIDv7'),
  name: nullable('string'),
  status: oneOf(EVALUATION_STATUSES),
  collections: Type.Array(Type.String()),
  settings: JsonObject('As they were sent, with `topK`.'),
  state: record(
    {
      indexVersion: Type.Integer({ description: 'Of the text analysis.' }),
      collections: Type.Array(
        record({
          name: Type.String(),
          documents: count,
          chunks: count,
          embedding: orNull(record({ provider: Type.String(), model: Type.String(), dimensions: count })),
        }),
      ),
    },
    'The collections when it began.',
  ),
  progress: record({ questions: count, questionsDone: count }),
  measures: orNull(
    ofMeasures('Means over all questions, each with its 95 % confidence interval. Null until done.'),
  ),
  missing: nullable('integer', {
    description: 'Right passages that name a document which is not there; they count as not found.',
  }),
  timings: orNull(record({ totalMs: milliseconds, searchP50Ms: milliseconds, searchP95Ms: milliseconds })),
  warnings: Type.Array(
    record({
      code: Type.String(),
      message: Type.String(),
      questions: nullable('integer', { description: 'Of how many; null: of the evaluation as a whole.' }),
    }),
  ),
  error: orNull(record({ code: Type.String(), message: Type.String(), hint: Type.String() })),
  createdAt: DateTime,
  endedAt: NullableDateTime,
};

export const EvaluationSummarySchema = { $id: 'EvaluationSummary', ...record(summary) };

export const EvaluationSchema = {
  $id: 'Evaluation',
  ...record({
    ...summary,
    worst: orNull({ ...Type.Array(QuestionResult), description: 'At most 20; null until done.' }),
    comparison: orNull(
      record(
        {
          compareTo: Uuid('The other evaluation.'),
          questions: Type.Integer({ minimum: 1, description: 'That both have, by id or else by text.' }),
          measures: ofMeasures('This one minus the other; null where the depths differ.'),
          better: count,
          worse: count,
          unchanged: count,
          gained: ChangedQuestions,
          lost: ChangedQuestions,
        },
        'With `compareTo`.',
      ),
    ),
  }),
};

export const EvaluationListSchema = {
  $id: 'EvaluationList',
  ...record({ data: Type.Array(refTo('EvaluationSummary')), nextCursor: nullable('string') }),
};

export const EvaluationQuestionListSchema = {
  $id: 'EvaluationQuestionList',
  ...record({ data: Type.Array(QuestionResult), nextCursor: nullable('string') }),
};

export const DeletedEvaluationSchema = {
  $id: 'DeletedEvaluation',
  ...record({ id: Uuid('Evaluation'), deleted: Type.Boolean() }),
};
