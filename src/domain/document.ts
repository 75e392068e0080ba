import type { IngestErrorCode } from '../errors.ts';

export const DOCUMENT_STATUSES = [
  'queued',
  'loading',
  'splitting',
  'embedding',
  'published',
  'failed',
] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];
/** States in which a version is still being made. */
export const STATUSES_IN_PROGRESS = ['queued', 'loading', 'splitting', 'embedding'] as const;

export type Language = 'auto' | 'ko' | 'en';
export type Metadata = Readonly<Record<string, unknown>>;

/** Something noticed that does not stop the work; `pages` where it was seen. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly pages: readonly number[];
}

export interface DocumentError {
  readonly stage: string;
  readonly code: IngestErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
}

export interface Progress {
  readonly stage: DocumentStatus;
  readonly pages: number | null;
  readonly pagesDone: number;
  readonly chunks: number | null;
  readonly chunksDone: number;
  /** While queued: 1 for the next one to be taken up. */
  readonly queuePosition: number | null;
  /** Whole seconds by its own pace; null while there is none to judge by. See `estimateSecondsLeft`. */
  readonly etaSeconds: number | null;
}

/** A document as callers see it; field by field the object of the public contract. */
export interface Document {
  readonly id: string;
  readonly externalId: string | null;
  readonly collection: string;
  readonly title: string | null;
  /** As the caller gave it; `title` falls back to what the document carries. */
  readonly givenTitle: string | null;
  readonly filename: string | null;
  /** Where the bytes were fetched; null when they were sent. */
  readonly sourceUrl: string | null;
  readonly mediaType: string;
  readonly language: string;
  readonly metadata: Metadata;
  readonly version: number;
  readonly publishedVersion: number | null;
  readonly status: DocumentStatus;
  readonly progress: Progress;
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number | null;
  readonly chunks: number | null;
  readonly deduplicated: boolean;
  readonly warnings: readonly Warning[];
  readonly error: DocumentError | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
}
