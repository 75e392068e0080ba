import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireEvalFiles } from './service.ts';

/** A folder in the style of BEIR: passages, questions, and which passage answers which question. */
export interface RetrievalSet {
  readonly name: string;
  readonly passages: readonly Passage[];
  readonly questions: readonly JudgedQuestion[];
}

export interface Passage {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
}

export interface JudgedQuestion {
  readonly text: string;
  /** Positions of the passages that answer it; never empty. */
  readonly relevant: ReadonlySet<number>;
}

/** Reads `bench/<name>` of the evaluation folder; ends the process loudly when it is absent. */
export function readRetrievalSet(name: string): RetrievalSet {
  const directory = join(requireEvalFiles(`bench/${name}`), 'bench', name);
  const passages = readLines(join(directory, 'corpus.jsonl')).map(({ _id, title, text }) => ({
    id: _id ?? '',
    title: title || null,
    text: text ?? '',
  }));
  const positions = new Map(passages.map(({ id }, position) => [id, position]));
  const relevant = new Map<string, Set<number>>();
  for (const line of readFileSync(join(directory, 'qrels.tsv'), 'utf8').split('\n').slice(1)) {
    const [question = '', passage = '', grade] = line.split('\t');
    const position = positions.get(passage);
    if (position === undefined || !(Number(grade) > 0)) continue;
    relevant.set(question, (relevant.get(question) ?? new Set()).add(position));
  }
  const questions = readLines(join(directory, 'queries.jsonl')).flatMap(({ _id, text = '' }) => {
    const positions = relevant.get(_id ?? '');
    return positions ? [{ text, relevant: positions }] : [];
  });
  return { name, passages, questions };
}

/** The questions of a set that nothing in it answers. */
export function readQuestions(name: string, file: string): string[] {
  const directory = join(requireEvalFiles(`bench/${name}/${file}`), 'bench', name);
  return readLines(join(directory, file)).map(({ text = '' }) => text);
}

function readLines(path: string): { _id?: string; title?: string; text?: string }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
