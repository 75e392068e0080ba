import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './cli-errors.ts';

export interface CommonOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string | undefined;
  readonly json: boolean;
}

export interface IngestCommand extends CommonOptions {
  readonly name: 'ingest';
  /** Absolute. */
  readonly folder: string;
  readonly collection: string;
  readonly create: boolean;
  /** The encoding of the files; undefined: the service finds it out. */
  readonly charset: string | undefined;
  /** Empty: all files. */
  readonly include: readonly string[];
  readonly concurrency: number;
  readonly prune: boolean;
  readonly yes: boolean;
}

export interface AskCommand extends CommonOptions {
  readonly name: 'ask';
  readonly question: string;
  /** Empty: all. */
  readonly collections: readonly string[];
}

/** A measure of an evaluation and the least that it must come to, 0 to 1. */
export type Minimums = Readonly<Partial<Record<keyof typeof MINIMUMS, number>>>;

export interface EvaluateCommand extends CommonOptions {
  readonly name: 'evaluate';
  /** Absolute; a question per line, in JSON. */
  readonly file: string;
  readonly collection: string;
  /** Undefined: the service's own default. */
  readonly topK: number | undefined;
  readonly label: string | undefined;
  readonly minimums: Minimums;
  /** An earlier evaluation. */
  readonly compareTo: string | undefined;
}

export interface StatusCommand extends CommonOptions {
  readonly name: 'status';
  readonly collection: string | undefined;
}

export type Command =
  | IngestCommand
  | AskCommand
  | EvaluateCommand
  | StatusCommand
  | { readonly name: 'help' };

type Options = NonNullable<ParseArgsConfig['options']>;

const DEFAULT_URL = 'http://127.0.0.1:3000';
const MAX_CONCURRENCY = 32;
const MAX_TOP_K = 100;
const COMMON = {
  url: { type: 'string', default: DEFAULT_URL },
  key: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies Options;
const ONE_COLLECTION = { collection: { type: 'string' } } as const satisfies Options;
const INGEST = {
  ...COMMON,
  ...ONE_COLLECTION,
  create: { type: 'boolean', default: false },
  charset: { type: 'string' },
  include: { type: 'string', multiple: true, default: [] as string[] },
  concurrency: { type: 'string', default: '4' },
  prune: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const satisfies Options;
const ASK = { ...COMMON, collection: { type: 'string', multiple: true } } as const satisfies Options;
/** By the field of the measure, the option that names its minimum. */
const MINIMUMS = {
  hit1: 'min-hit1',
  recallTopK: 'min-recall',
  mrr: 'min-mrr',
  ndcg10: 'min-ndcg',
} as const;
const EVALUATE = {
  ...COMMON,
  ...ONE_COLLECTION,
  'top-k': { type: 'string' },
  name: { type: 'string' },
  'min-hit1': { type: 'string' },
  'min-recall': { type: 'string' },
  'min-mrr': { type: 'string' },
  'min-ndcg': { type: 'string' },
  'compare-to': { type: 'string' },
} as const satisfies Options;
const STATUS = { ...COMMON, ...ONE_COLLECTION } as const satisfies Options;

/** What `args` (without node and script) ask for; `cwd` is where npm was called. Throws UsageError. */
export function parseCommand(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Command {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return { name: 'help' };
  if (name === 'ingest') return parseIngest(rest, env, cwd);
  if (name === 'ask') return parseAsk(rest, env);
  if (name === 'evaluate') return parseEvaluate(rest, env, cwd);
  if (name === 'status') return parseStatus(rest, env);
  throw new UsageError(`There is no command "${name}"; there are ingest, ask, evaluate and status.`);
}

function parseIngest(args: string[], env: NodeJS.ProcessEnv, cwd: string): Command {
  const { values, positionals } = read(args, INGEST);
  if (values.help) return { name: 'help' };
  const folder = takeOne(positionals, 'ingest takes one folder.');
  if (values.yes && !values.prune) throw new UsageError('--yes says yes to --prune, which is not there.');
  return {
    name: 'ingest',
    ...readCommon(values, env),
    folder: resolve(cwd, folder),
    collection: values.collection ?? 'default',
    create: values.create,
    charset: values.charset,
    include: values.include.map((glob) => glob.normalize('NFC')),
    concurrency: readConcurrency(values.concurrency),
    prune: values.prune,
    yes: values.yes,
  };
}

function parseAsk(args: string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = read(args, ASK);
  if (values.help) return { name: 'help' };
  const question = takeOne(positionals, 'ask takes one question; put it in quotes.');
  return { name: 'ask', ...readCommon(values, env), question, collections: values.collection ?? [] };
}

function parseEvaluate(args: string[], env: NodeJS.ProcessEnv, cwd: string): Command {
  const { values, positionals } = read(args, EVALUATE);
  if (values.help) return { name: 'help' };
  const file = takeOne(positionals, 'evaluate takes one file of questions.');
  const minimums = Object.entries(MINIMUMS).flatMap(([measure, option]) => {
    const text = values[option];
    return text === undefined ? [] : [[measure, readShare(option, text)]];
  });
  return {
    name: 'evaluate',
    ...readCommon(values, env),
    file: resolve(cwd, file),
    collection: values.collection ?? 'default',
    topK: readTopK(values['top-k']),
    label: values.name,
    minimums: Object.fromEntries(minimums),
    compareTo: values['compare-to'],
  };
}

function parseStatus(args: string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = read(args, STATUS);
  if (values.help) return { name: 'help' };
  if (positionals.length > 0)
    throw new UsageError(`status does not know what to do with "${positionals[0]}".`);
  return { name: 'status', ...readCommon(values, env), collection: values.collection };
}

function read<const Known extends Options>(args: string[], options: Known) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCommon(
  values: { url: string; key?: string | undefined; json: boolean },
  env: NodeJS.ProcessEnv,
): CommonOptions {
  const url = URL.parse(values.url);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    throw new UsageError(`"${values.url}" is no address of a service, as ${DEFAULT_URL} is.`);
  const key = values.key ?? env.FOOTNOTE_API_KEY;
  return { url: (url.origin + url.pathname).replace(/\/+$/, ''), key: key || undefined, json: values.json };
}

function takeOne(positionals: readonly string[], message: string): string {
  const [only = ''] = positionals;
  if (positionals.length !== 1 || only.trim() === '') throw new UsageError(message);
  return only;
}

function readConcurrency(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MAX_CONCURRENCY)
    throw new UsageError(`--concurrency is a number from 1 to ${MAX_CONCURRENCY}, not "${text}".`);
  return count;
}

function readTopK(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MAX_TOP_K)
    throw new UsageError(`--top-k is a number from 1 to ${MAX_TOP_K}, not "${text}".`);
  return count;
}

function readShare(option: string, text: string): number {
  const share = /^\d*\.?\d+$/.test(text) ? Number(text) : 2;
  if (share > 1) throw new UsageError(`--${option} is a number from 0 to 1, as 0.8 is, not "${text}".`);
  return share;
}
