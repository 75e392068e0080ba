import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the evaluation set, with what its manifest tells. */
export interface CorpusFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly language: string;
  /** Reference text, in Markdown. */
  readonly truth: string | null;
  /** What the uploader must know: fields of a second upload, shown as a file of its own. */
  readonly hints: Readonly<Record<string, string>> | null;
  readonly scanned: boolean;
  /** Encrypted, cut short or of a format that is not read: the codes of which one must come. */
  readonly expectedCodes: readonly string[] | null;
  /** Broken or encrypted: held to the limits of time and memory. */
  readonly hostile: boolean;
}

const REFUSED = /\.(doc|ppt|xls|msg)$/;

/** The files of `manifest.tsv` in `directory`, in its order; only those whose path has one of `names`, where given. */
export function* readCorpus(directory: string, names: readonly string[]): Generator<CorpusFile> {
  const [, ...rows] = readFileSync(join(directory, 'manifest.tsv'), 'utf8').trimEnd().split('\n');
  for (const row of rows) {
    const [path = '', , , language = '', note = '', password = ''] = row.split('\t');
    if (names.length > 0 && !names.some((name) => path.includes(name))) continue;
    const truth = join(directory, `${path}.truth.md`);
    yield {
      path,
      bytes: new Uint8Array(readFileSync(join(directory, path))),
      language,
      truth: existsSync(truth) ? readFileSync(truth, 'utf8') : null,
      hints: findHints(note, password),
      scanned: path.startsWith('pdf-scan/'),
      expectedCodes: expectCodes(path, note, password),
      hostile:
        path.startsWith('pdf-broken/') || path.startsWith('pdf-encrypted/') || note.includes('truncated'),
    };
  }
}

/** Passwords as in "foo or baz", the user's or the owner's; a charset where nothing in the file tells it. */
function findHints(note: string, password: string): CorpusFile['hints'] {
  if (password !== '') return { password: password.split(' or ')[0] ?? '' };
  return note.startsWith('Shift-JIS') ? { charset: 'shift_jis' } : null;
}

/** The file with its hints sent, which opens where the format can be read at all. */
export function withHints(file: CorpusFile): CorpusFile {
  const opens = !file.expectedCodes?.includes('MEDIA_TYPE_UNSUPPORTED');
  return { ...file, expectedCodes: opens ? null : file.expectedCodes };
}

/** Broken files are repaired where that is possible: any end will do for those, as long as a published one has text. */
function expectCodes(path: string, note: string, password: string): string[] | null {
  if (password !== '')
    return path.endsWith('.pdf') ? ['DOCUMENT_ENCRYPTED'] : ['DOCUMENT_ENCRYPTED', 'MEDIA_TYPE_UNSUPPORTED'];
  if (REFUSED.test(path) || note.startsWith('HWP 3')) return ['MEDIA_TYPE_UNSUPPORTED'];
  if (note.startsWith('Shift-JIS')) return ['CHARSET_UNKNOWN'];
  return note.includes('truncated') ? ['DOCUMENT_UNREADABLE'] : null;
}
