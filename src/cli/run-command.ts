import { type ApiClient, createApiClient } from './api-client.ts';
import { askQuestion } from './ask-question.ts';
import { checkMinimums } from './check-minimums.ts';
import { cleanText } from './clean-text.ts';
import { evaluateQuestions } from './evaluate-questions.ts';
import { formatAnswer } from './format-answer.ts';
import { formatEvaluation } from './format-evaluation.ts';
import { formatStatus } from './format-status.ts';
import { formatSummary, toSummaryJson } from './format-summary.ts';
import { HELP } from './help.ts';
import { ingestFolder } from './ingest-folder.ts';
import { chooseExitStatus } from './ingest-summary.ts';
import type { AskCommand, Command, EvaluateCommand, IngestCommand, StatusCommand } from './parse-command.ts';
import { readStatus } from './read-status.ts';
import type { Reporter } from './reporter.ts';

const RETRY_NOTE_INTERVAL_MS = 5_000;

export interface RunOptions {
  readonly reporter: Reporter;
  readonly stop: AbortSignal;
  /** Takes what goes to standard output. */
  readonly print: (text: string) => void;
}

/** Carries a command out; its exit status. Throws UsageError, ServiceUnreachable, ServiceProblem. */
export async function runCommand(command: Command, options: RunOptions): Promise<number> {
  if (command.name === 'help') {
    options.print(HELP.trimEnd());
    return 0;
  }
  const onRetry = createRetryNote(options.reporter);
  const client = createApiClient({ url: command.url, key: command.key, onRetry });
  await client.connect();
  if (command.name === 'ingest') return runIngest(client, command, options);
  if (command.name === 'evaluate') return runEvaluate(client, command, options);
  return command.name === 'ask' ? runAsk(client, command, options) : runStatus(client, command, options);
}

/** A service that is away is met by every file in work, again and again: said once in a while. */
function createRetryNote(reporter: Reporter): (reason: string) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (reason) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < RETRY_NOTE_INTERVAL_MS) return;
    lastMs = nowMs;
    reporter.note(`${reason} Trying again.`);
  };
}

async function runIngest(client: ApiClient, command: IngestCommand, options: RunOptions): Promise<number> {
  const summary = await ingestFolder(command, { client, ...options });
  if (command.json) options.print(JSON.stringify(toSummaryJson(summary)));
  else options.print(cleanText(formatSummary(summary)));
  if (summary.error !== null) options.reporter.note(summary.error);
  return chooseExitStatus(summary);
}

async function runAsk(client: ApiClient, command: AskCommand, { stop, print }: RunOptions): Promise<number> {
  const answer = await askQuestion(client, command, stop);
  print(command.json ? JSON.stringify(answer) : cleanText(formatAnswer(answer)));
  return 0;
}

/** 1 when it failed, or a measure is below its minimum. */
async function runEvaluate(
  client: ApiClient,
  command: EvaluateCommand,
  { reporter, stop, print }: RunOptions,
): Promise<number> {
  const evaluation = await evaluateQuestions(client, command, reporter, stop);
  const minimums = checkMinimums(evaluation.measures, command.minimums);
  if (command.json) print(JSON.stringify({ ...evaluation, minimums }));
  else print(cleanText(formatEvaluation(evaluation)));
  if (evaluation.error !== null)
    reporter.note(`${evaluation.error.code}: ${evaluation.error.message} ${evaluation.error.hint}`);
  const missed = minimums.filter(({ reached }) => !reached);
  for (const { measure, value, minimum } of missed)
    reporter.note(`${measure} is ${value ?? 'not known'}, below the minimum of ${minimum}.`);
  return evaluation.status === 'failed' || missed.length > 0 ? 1 : 0;
}

async function runStatus(
  client: ApiClient,
  command: StatusCommand,
  { stop, print }: RunOptions,
): Promise<number> {
  const collections = await readStatus(client, command, stop);
  print(command.json ? JSON.stringify({ collections }) : cleanText(formatStatus(collections)));
  return 0;
}
