import { readFile } from 'node:fs/promises';
import { reasonOf, UsageError } from './cli-errors.ts';

export interface QuestionLine {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly question: object;
}

/** The questions of a file with a JSON object per line; blank lines do not count. What they hold is the service's to judge. Throws UsageError. */
export async function readQuestions(path: string): Promise<readonly QuestionLine[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read (${reasonOf(error)}).`);
  });
  const questions = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((json, index) => (json.trim() === '' ? [] : [parseLine(json, index + 1)]));
  if (questions.length === 0) throw new UsageError(`${path} has no questions.`);
  return questions;
}

function parseLine(json: string, line: number): QuestionLine {
  try {
    const question: unknown = JSON.parse(json);
    if (typeof question === 'object' && question !== null && !Array.isArray(question))
      return { line, question };
  } catch {
    // Told below.
  }
  throw new UsageError(`Line ${line} is no JSON object, as {"question": "…", "relevant": […]} is.`);
}
