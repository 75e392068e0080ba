import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { ServiceProblem } from './cli-errors.ts';
import { formatCount } from './format-units.ts';
import type { EvaluateCommand } from './parse-command.ts';
import { type QuestionLine, readQuestions } from './read-questions.ts';
import type { Reporter } from './reporter.ts';
import type { EvaluationBody } from './service-types.ts';

const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 2_000;
const NOTE_INTERVAL_MS = 5_000;

/**
 * Sends the questions, and gives the evaluation once it is done or failed, compared where that was asked for. When it is stopped
 * the service goes on. Throws UsageError, and as the client does.
 */
export async function evaluateQuestions(
  client: ApiClient,
  command: EvaluateCommand,
  reporter: Pick<Reporter, 'note'>,
  stop: AbortSignal,
): Promise<EvaluationBody> {
  const lines = await readQuestions(command.file);
  const { compareTo } = command;
  const get = (path: string) => client.send<EvaluationBody>('GET', `/evaluations/${path}`, { signal: stop });
  // Rather now than after the run.
  if (compareTo !== undefined) await get(encodeURIComponent(compareTo));
  const started = await start(client, command, lines, stop);
  const { id } = started;
  reporter.note(`${formatCount(lines.length, 'question')} sent: evaluation ${id}.`);
  const ended = await waitUntilEnded(started, () => get(id), reporter, stop);
  if (compareTo === undefined || ended.status === 'failed') return ended;
  return get(`${id}?${new URLSearchParams({ compareTo })}`);
}

async function start(
  client: ApiClient,
  { collection, label, topK }: EvaluateCommand,
  lines: readonly QuestionLine[],
  stop: AbortSignal,
): Promise<EvaluationBody> {
  const json = {
    collection,
    ...(label !== undefined && { name: label }),
    ...(topK !== undefined && { settings: { topK } }),
    questions: lines.map(({ question }) => question),
  };
  try {
    return await client.send<EvaluationBody>('POST', '/evaluations', { json, signal: stop });
  } catch (error) {
    if (!(error instanceof ServiceProblem)) throw error;
    const named = error.message.replace(/\/questions\/(\d+)/g, (path, index) => {
      const line = lines[Number(index)]?.line;
      return line === undefined ? path : `Line ${line} `;
    });
    throw new ServiceProblem(error.status, error.code, named.replaceAll('  ', ' '));
  }
}

async function waitUntilEnded(
  started: EvaluationBody,
  read: () => Promise<EvaluationBody>,
  reporter: Pick<Reporter, 'note'>,
  stop: AbortSignal,
): Promise<EvaluationBody> {
  let evaluation = started;
  let notedMs = performance.now();
  for (
    let delayMs = FIRST_POLL_MS;
    evaluation.status === 'running';
    delayMs = Math.min(delayMs * 1.5, LONGEST_POLL_MS)
  ) {
    await sleep(delayMs, undefined, { signal: stop });
    evaluation = await read();
    if (performance.now() - notedMs < NOTE_INTERVAL_MS) continue;
    notedMs = performance.now();
    const { questionsDone, questions } = evaluation.progress;
    reporter.note(`${questionsDone}/${questions} asked`);
  }
  return evaluation;
}
