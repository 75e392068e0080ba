import { ServiceProblem, ServiceUnreachable, UsageError } from './cli-errors.ts';
import { parseCommand } from './parse-command.ts';
import { createReporter } from './reporter.ts';
import { runCommand } from './run-command.ts';
import { createStopSignal } from './stop-signal.ts';

const FAILED = 1;
const UNUSABLE = 2;
const INTERRUPTED = 130;

const reporter = createReporter(process.stderr);
const stop = createStopSignal(() =>
  reporter.note('Stopping after the uploads under way; Ctrl-C again to leave them.'),
);
const print = (text: string) => process.stdout.write(`${text}\n`);
// npm runs scripts in the project's own folder; a relative path is meant from where npm was called.
const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env;
const cwd = script === 'cli' && calledFrom !== undefined ? calledFrom : process.cwd();

try {
  process.exitCode = await runCommand(parseCommand(process.argv.slice(2), process.env, cwd), {
    reporter,
    stop,
    print,
  });
} catch (error) {
  process.exitCode = explain(error);
} finally {
  reporter.close();
}

/** One line for what a person can do something about; a mistake in here is thrown with its stack. */
function explain(error: unknown): number {
  if (stop.aborted) return INTERRUPTED;
  if (error instanceof UsageError) {
    reporter.note(`${error.message} "npm run cli -- --help" is the manual.`);
    return UNUSABLE;
  }
  if (error instanceof ServiceUnreachable) {
    reporter.note(error.message);
    return UNUSABLE;
  }
  if (!(error instanceof ServiceProblem)) throw error;
  reporter.note(`${error.code}: ${error.message}`);
  // What the service says about the request is about how it was called; the rest is a failure of its own.
  return error.status < 500 && error.status !== 429 ? UNUSABLE : FAILED;
}
