import type { MetricEvent } from '../domain/metrics-port.ts';
import type { Families } from './families.ts';

/** Counts one event. Milliseconds become the seconds that Prometheus wants. */
export function recordEvent(families: Families, event: MetricEvent): void {
  switch (event.kind) {
    case 'request-started':
      families.requestsInFlight.inc();
      break;
    case 'request-ended': {
      const { method, route, status } = event;
      families.requestsInFlight.dec();
      families.requests.inc({ method, route, status });
      families.requestSeconds.observe({ method, route }, event.durationMs / 1000);
      break;
    }
    case 'graphql':
      families.graphqlOperations.inc({ type: event.operation, code: event.code });
      break;
    case 'ingest-stage': {
      const { stage, outcome } = event;
      families.ingestStageSeconds.observe({ stage, outcome }, event.durationMs / 1000);
      break;
    }
    case 'ingest':
      families.ingestAttempts.inc({ result: event.result, code: event.code });
      break;
    case 'ask-stage': {
      const { operation, stage, outcome } = event;
      families.askStageSeconds.observe({ operation, stage, outcome }, event.durationMs / 1000);
      break;
    }
    case 'answer':
      families.answers.inc({ outcome: event.outcome, generator: event.generator });
      break;
    case 'statements':
      for (const support of ['supported', 'marked', 'removed'] as const)
        families.statements.inc({ support }, event[support]);
      break;
    case 'warning':
      families.warnings.inc({ code: event.code });
      break;
    case 'question-cache':
      families.questionLookups.inc({ result: event.lookup });
      break;
    case 'upstream': {
      const { operation, outcome, durationMs } = event;
      families.upstreamCalls.inc({ operation, outcome });
      if (durationMs !== null) families.upstreamSeconds.observe({ operation }, durationMs / 1000);
      break;
    }
    case 'database-restart':
      families.databaseRestarts.inc();
      break;
  }
}
