import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds. A request may wait 60 s for its document (`Prefer: wait`), and an answer as long for its model. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const ASK_BUCKETS = [0.001, 0.0025, ...REQUEST_BUCKETS];
/** From a note to a book whose vectors a slow model makes. */
const INGEST_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800];
const UPSTREAM_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Every family that is told by events; docs/metrics.md says how to read them. */
export function createFamilies(registry: Registry) {
  const registers = [registry];
  const count = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const time = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram<Label>({ name, help, labelNames, buckets, registers });

  return {
    requestsInFlight: new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests that are not answered yet, the one that reads this included.',
      registers,
    }),
    requests: count('http_requests_total', 'Requests by route pattern; 499: the caller left.', [
      'method',
      'route',
      'status',
    ]),
    requestSeconds: time(
      'http_request_duration_seconds',
      'From the headers of a request to the end of its answer.',
      ['method', 'route'],
      REQUEST_BUCKETS,
    ),
    graphqlOperations: count(
      'graphql_operations_total',
      'GraphQL requests by type of operation and code of the first error, OK without one.',
      ['type', 'code'],
    ),
    ingestStageSeconds: time(
      'footnote_ingest_stage_duration_seconds',
      'How long an attempt to make a document was in each stage; stages overlap.',
      ['stage', 'outcome'],
      INGEST_BUCKETS,
    ),
    ingestAttempts: count(
      'footnote_ingest_attempts_total',
      'Attempts to make a document by how they ended, and the error code.',
      ['result', 'code'],
    ),
    askStageSeconds: time(
      'footnote_ask_stage_duration_seconds',
      'What a question or a search spent in each stage.',
      ['operation', 'stage', 'outcome'],
      ASK_BUCKETS,
    ),
    answers: count('footnote_answers_total', 'Questions by how they ended, and provider of the generator.', [
      'outcome',
      'generator',
    ]),
    statements: count(
      'footnote_statements_total',
      'Statements that generators wrote, by what the check said.',
      ['support'],
    ),
    warnings: count('footnote_warnings_total', 'Warnings in answers and search results.', ['code']),
    questionLookups: count(
      'footnote_question_cache_lookups_total',
      'Questions to be embedded by a model: hit, shared with a call under way, miss.',
      ['result'],
    ),
    upstreamCalls: count(
      'footnote_upstream_calls_total',
      'HTTP calls to models by outcome, retries included.',
      ['operation', 'outcome'],
    ),
    upstreamSeconds: time(
      'footnote_upstream_call_duration_seconds',
      'From a call to a model to the end of its reply.',
      ['operation'],
      UPSTREAM_BUCKETS,
    ),
    databaseRestarts: count(
      'footnote_database_restarts_total',
      'Times the process of the embedded database was lost and replaced.',
      [],
    ),
  };
}

export type Families = ReturnType<typeof createFamilies>;
