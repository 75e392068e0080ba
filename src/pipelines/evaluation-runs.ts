import type { EvaluationError, EvaluationOutcome } from '../domain/evaluation.ts';
import { type EvaluationRef, type EvaluationStore, INTERRUPTED } from '../domain/evaluation-port.ts';
import { ServiceError } from '../errors.ts';
import type { IngestLog } from './ingest.ts';

const KEEP_ALIVE_MS = 15_000;
const PROGRESS_MS = 1_000;
const MAX_RUNS = 20;

export type EvaluationWork = (
  signal: AbortSignal,
  onProgress: (questionsDone: number) => void,
) => Promise<EvaluationOutcome>;

export interface EvaluationRuns {
  /** OVERLOADED when too many run already. */
  checkRoom(): void;
  start(run: EvaluationRef, work: EvaluationWork): void;
  /** Ends the run without a word; nothing when this process does not run it. */
  cancel(id: string): void;
  /** Fails what processes left that are gone; `all`: also without a minute of silence, where no other process is there. */
  sweep(all: boolean): Promise<void>;
  /** Fails all runs, and waits until that is written. */
  stop(): Promise<void>;
}

/** What this process evaluates at the moment. Each run ends in the store as done or failed, or was deleted there. */
export function createEvaluationRuns(store: EvaluationStore, log: IngestLog): EvaluationRuns {
  const running = new Map<string, { readonly cancel: AbortController; readonly ended: Promise<void> }>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const keepAlive = () => store.keepAlive([...running.keys()]);

  async function carryOut(run: EvaluationRef, work: EvaluationWork, cancel: AbortController): Promise<void> {
    const signal = AbortSignal.any([cancel.signal, stopping.signal]);
    try {
      await store.finish(run, await work(signal, trackProgress(run, cancel)));
    } catch (error) {
      if (cancel.signal.aborted) return;
      if (!signal.aborted && !(error instanceof ServiceError))
        log.warn({ err: error, evaluationId: run.id }, 'an evaluation failed');
      await store.fail(run, signal.aborted ? INTERRUPTED : explain(error));
    }
  }

  /** Writes it once in a while, and learns by that whether anybody still wants the run. */
  function trackProgress(run: EvaluationRef, cancel: AbortController): (questionsDone: number) => void {
    let lastMs = performance.now();
    return (questionsDone) => {
      if (performance.now() - lastMs < PROGRESS_MS) return;
      lastMs = performance.now();
      store.advance(run, questionsDone).then(
        (isWanted) => isWanted || cancel.abort(),
        // The next one may be written.
        () => {},
      );
    };
  }

  function forget(id: string): void {
    running.delete(id);
    if (running.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    checkRoom() {
      if (running.size < MAX_RUNS) return;
      throw new ServiceError('OVERLOADED', `${MAX_RUNS} evaluations are running; try again.`, {
        retryAfterSeconds: 10,
      });
    },

    start(run, work) {
      const cancel = new AbortController();
      const ended = carryOut(run, work, cancel)
        // Nobody keeps it alive any more: a sweep fails it.
        .catch((err) => log.warn({ err, evaluationId: run.id }, 'the end of an evaluation was not written'))
        .finally(() => forget(run.id));
      running.set(run.id, { cancel, ended });
      timer ??= setInterval(() => {
        keepAlive().catch((err) => log.warn({ err }, 'evaluations'));
      }, KEEP_ALIVE_MS);
    },

    cancel: (id) => running.get(id)?.cancel.abort(),

    async sweep(all) {
      await keepAlive();
      const failed = await store.failLeft(all);
      if (failed > 0) log.warn({ evaluations: failed }, 'evaluations were cut off');
    },

    async stop() {
      stopping.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

function explain(error: unknown): EvaluationError {
  const hint = 'Nothing of it was kept. Send the evaluation again when the cause is gone.';
  if (!(error instanceof ServiceError)) return { code: 'INTERNAL_ERROR', message: 'internal error', hint };
  return { code: error.code, message: error.message, hint };
}
