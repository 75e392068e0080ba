import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** What the package exports without types. Strings in, JSON out; everything runs on the calling thread. */
interface TesseractApi {
  /** 0 when the languages are there; `mode` 1 is the neural network alone. */
  Init(folder: null, languages: string, mode: number): number;
  SetVariable(name: string, value: string): void;
  /** Reads the file `/input`; 1 when Leptonica cannot. `orientation` is that of EXIF, from 1. */
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetJSONText(): string;
  MeanTextConf(): number;
  Clear(): void;
}

interface TesseractModule {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TesseractApi;
}

export interface Tesseract {
  readonly files: TesseractModule['FS'];
  readonly api: TesseractApi;
}

/** The set that the packages hold as `4.0.0` prints load errors and errs in 13 to 24 % of the characters. */
const DATA_SET = '4.0.0_best_int';
const LANGUAGES = ['kor', 'eng'];
const NEURAL_NETWORK_ONLY = 1;

let started: Promise<Tesseract> | undefined;

/**
 * The engine: WebAssembly on the calling thread, one instance for the process, 0.3 s to start, 140 MB. Models come from
 * the installed packages; nothing is fetched, nothing is written.
 */
export function startTesseract(): Promise<Tesseract> {
  started ??= instantiate();
  return started;
}

/** After a trap of its WebAssembly an engine is of no more use: the next page starts another. */
export function dropTesseract(): void {
  started = undefined;
}

async function instantiate(): Promise<Tesseract> {
  const models = await Promise.all(LANGUAGES.map(readModel));
  const require = createRequire(import.meta.url);
  // The thread and the network of `tesseract.js` are not needed in a process of our own. Any V8 of Node 24 has SIMD.
  const create = require('tesseract.js-core/tesseract-core-relaxedsimd-lstm.js') as (
    options: Record<string, unknown>,
  ) => Promise<TesseractModule>;
  const silent = { print: () => {}, printErr: () => {}, TesseractProgress: () => {} };
  const module = await create(silent);
  for (const [index, language] of LANGUAGES.entries())
    module.FS.writeFile(`/${language}.traineddata`, models[index] ?? new Uint8Array());
  const api = new module.TessBaseAPI();
  if (api.Init(null, LANGUAGES.join('+'), NEURAL_NETWORK_ONLY) !== 0)
    throw new Error('The models for text recognition cannot be loaded.');
  return { files: module.FS, api };
}

async function readModel(language: string): Promise<Uint8Array> {
  const name = `@tesseract.js-data/${language}/${DATA_SET}/${language}.traineddata.gz`;
  return promisify(gunzip)(await readFile(fileURLToPath(import.meta.resolve(name))));
}
