import type { Answer } from '../domain/answer.ts';
import type { AskStage, Metrics } from '../domain/metrics-port.ts';
import { type StageClock, startStageClock } from '../support/stage-clock.ts';
import { nameOutcome } from './name-outcome.ts';

/** Tells what `work` spends in each stage, also when it fails. It starts in `retrieve`. */
export async function measureStages<Result>(
  metrics: Metrics,
  operation: 'ask' | 'search',
  signal: AbortSignal,
  work: (clock: StageClock<AskStage>) => Promise<Result>,
): Promise<Result> {
  const clock = startStageClock<AskStage>('retrieve', (stage, outcome, durationMs) =>
    metrics.record({ kind: 'ask-stage', operation, stage, outcome, durationMs }),
  );
  try {
    const result = await work(clock);
    clock.end('ok');
    return result;
  } catch (error) {
    clock.end(nameOutcome(error, signal));
    throw error;
  }
}

/** Tells how a question ended. One that was refused, or whose caller left, is not counted. */
export async function countAnswer(
  metrics: Metrics,
  generator: string,
  signal: AbortSignal,
  asking: Promise<{ readonly answer: Answer; readonly removed: number }>,
): Promise<Answer> {
  try {
    const { answer, removed } = await asking;
    const outcome = answer.answerable ? 'answered' : 'abstained';
    metrics.record({ kind: 'answer', outcome, generator });
    const supported = answer.statements.filter((statement) => statement.supported).length;
    metrics.record({ kind: 'statements', supported, marked: answer.statements.length - supported, removed });
    countWarnings(metrics, answer);
    return answer;
  } catch (error) {
    if (nameOutcome(error, signal) === 'failed')
      metrics.record({ kind: 'answer', outcome: 'failed', generator });
    throw error;
  }
}

export function countWarnings(
  metrics: Metrics,
  { warnings }: { readonly warnings: readonly { readonly code: string }[] },
): void {
  for (const { code } of warnings) metrics.record({ kind: 'warning', code });
}
