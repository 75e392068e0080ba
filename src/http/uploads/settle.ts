import type { FastifyReply } from 'fastify';
import type { Document } from '../../domain/document.ts';
import { ServiceError } from '../../errors.ts';
import type { Accepted, Pipelines, RequestContext } from '../../pipelines/pipelines.ts';
import { parseWaitSeconds } from '../parse-preferences.ts';

export interface Wait {
  readonly context: RequestContext;
  /** Milliseconds of `performance.now()`; the documents of one request share it. */
  readonly deadlineMs: number;
  /** `Preference-Applied`, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What `Prefer: wait` asks for; undefined when nothing was asked. */
export function startWait(reply: FastifyReply, context: RequestContext): Wait | undefined {
  const seconds = parseWaitSeconds(reply.request.headers.prefer);
  if (seconds === undefined) return undefined;
  return {
    // A stopping service ends the wait, not the request.
    context: { ...context, signal: AbortSignal.any([context.signal, reply.server.closing]) },
    deadlineMs: performance.now() + seconds * 1000,
    headers: { 'preference-applied': `wait=${seconds}` },
  };
}

/** The document when it has ended, or as it is when the wait is over. */
export async function settle(
  pipelines: Pipelines,
  accepted: Accepted,
  wait: Wait | undefined,
): Promise<Document> {
  const { document, outcome } = accepted;
  if (wait === undefined || hasEnded(document)) return document;
  const leftMs = Math.max(0, Math.round(wait.deadlineMs - performance.now()));
  let settled: Document;
  try {
    settled = await pipelines.documents.waitUntilSettled(wait.context, document.id, leftMs);
  } catch (error) {
    // It was accepted, and its id must reach the caller whatever became of the wait.
    const isUnavailable = error instanceof ServiceError && error.code === 'DATABASE_UNAVAILABLE';
    if (wait.context.signal.aborted || isUnavailable) return document;
    throw error;
  }
  if (outcome === 'created') return settled;
  // What the upload itself led to is known only from accepting it.
  const known = new Set(settled.warnings.map((warning) => `${warning.code} ${warning.message}`));
  const added = document.warnings.filter((warning) => !known.has(`${warning.code} ${warning.message}`));
  return { ...settled, deduplicated: document.deduplicated, warnings: [...settled.warnings, ...added] };
}

export function hasEnded(document: Document): boolean {
  return document.status === 'published' || document.status === 'failed';
}
