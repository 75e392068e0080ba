import type { FileOutcome } from './file-outcome.ts';
import type { DocumentBody } from './service-types.ts';
import type { FolderFile } from './walk-folder.ts';

/** How far the files that are worked on have come; those that are unchanged are not among them. */
export interface Progress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Of files in work the share of their pages that is done. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly pagesDone: number;
  /** The file that has been in work longest. */
  readonly current: string | null;
  /** Of the current file, as the service last told. */
  readonly queuePosition: number | null;
  readonly etaSeconds: number | null;
}

interface FileInWork {
  readonly bytes: number;
  pages: number;
  share: number;
  queuePosition: number | null;
  etaSeconds: number | null;
}

/** Counts what is told about single files. */
export class ProgressTracker {
  readonly #filesTotal: number;
  readonly #bytesTotal: number;
  readonly #inWork = new Map<string, FileInWork>();
  #filesDone = 0;
  #bytesDone = 0;
  #pagesDone = 0;

  constructor(files: readonly FolderFile[]) {
    this.#filesTotal = files.length;
    this.#bytesTotal = sum(files.map(({ bytes }) => bytes));
  }

  begin({ externalId, bytes }: FolderFile): void {
    this.#inWork.set(externalId, { bytes, pages: 0, share: 0, queuePosition: null, etaSeconds: null });
  }

  advance({ externalId }: FolderFile, { progress }: DocumentBody): void {
    const file = this.#inWork.get(externalId);
    if (file === undefined) return;
    file.pages = progress.pagesDone;
    file.queuePosition = progress.queuePosition ?? null;
    file.etaSeconds = progress.etaSeconds ?? null;
    file.share = progress.pages === null ? 0 : progress.pagesDone / Math.max(1, progress.pages);
  }

  end(outcome: FileOutcome): void {
    this.#bytesDone += this.#inWork.get(outcome.externalId)?.bytes ?? 0;
    this.#inWork.delete(outcome.externalId);
    this.#filesDone += 1;
    if (outcome.kind === 'published') this.#pagesDone += outcome.pages ?? 0;
  }

  read(): Progress {
    const inWork = [...this.#inWork.values()];
    const [current = null] = this.#inWork.keys();
    const [first] = inWork;
    return {
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      bytesDone: this.#bytesDone + sum(inWork.map(({ bytes, share }) => bytes * share)),
      bytesTotal: this.#bytesTotal,
      pagesDone: this.#pagesDone + sum(inWork.map(({ pages }) => pages)),
      current,
      queuePosition: first?.queuePosition ?? null,
      etaSeconds: first?.etaSeconds ?? null,
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
