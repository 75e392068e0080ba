import type { FastifyReply } from 'fastify';
import type { AcceptedUnderKey, Claim } from '../../domain/idempotency.ts';
import type { Accepted, Pipelines, RequestContext } from '../../pipelines/pipelines.ts';
import { parseWaitSeconds } from '../parse-preferences.ts';
import { sendAnswer, type UploadAnswer } from '../uploads/answer.ts';

export interface OnceOptions {
  readonly pipelines: Pipelines;
  readonly context: RequestContext;
  /** Undefined: nothing is kept. */
  readonly key: string | undefined;
  readonly fingerprint: () => string;
  /** Before anything is accepted: what a fetch or the database may need. */
  readonly leaseSeconds: number;
  /** Called when `work` is not: somebody else does it, or did it. */
  readonly onUnused: () => Promise<void>;
}

/** After the wait that the caller asked for. */
const LAST_WORD_SECONDS = 5;

/** Accepts the file at `ordinal`, or finds what an earlier try of the request has accepted in its place. */
export type AcceptOnce = (
  ordinal: number,
  accept: (context: RequestContext) => Promise<Accepted>,
) => Promise<Accepted>;

/**
 * Carries a request out once for its key and keeps the answer; a request with the same key gets that answer again. An
 * answer that is an error is not kept: the key is free for another try.
 */
export async function answerOnce(
  reply: FastifyReply,
  options: OnceOptions,
  work: (acceptOnce: AcceptOnce) => Promise<UploadAnswer>,
): Promise<FastifyReply> {
  const { pipelines, context, key, fingerprint, leaseSeconds, onUnused } = options;
  if (key === undefined) return sendAnswer(reply, await work((_ordinal, accept) => accept(context)));
  const { idempotency } = pipelines;
  let result: Awaited<ReturnType<typeof idempotency.claim>>;
  try {
    result = await idempotency.claim(context, key, fingerprint(), leaseSeconds);
  } catch (error) {
    await onUnused();
    throw error;
  }
  if (result.kind === 'replay') {
    await onUnused();
    const { status, headers, body } = result.reply;
    return sendAnswer(reply.header('idempotency-replayed', 'true'), {
      status,
      headers,
      body: JSON.parse(body),
    });
  }
  const { claim, accepted } = result;
  const quietly = (ending: Promise<void>) =>
    ending.catch((err) => reply.request.log.warn({ err }, 'an idempotency key could not be written'));
  try {
    const answer = await work(createAcceptOnce(pipelines, context, claim, accepted, leaseAfterAccept(reply)));
    if (answer.status >= 400) await quietly(idempotency.release(claim));
    else await quietly(idempotency.complete(claim, { ...answer, body: JSON.stringify(answer.body) }));
    return sendAnswer(reply, answer);
  } catch (error) {
    await quietly(idempotency.release(claim));
    throw error;
  }
}

function leaseAfterAccept(reply: FastifyReply): number {
  return (parseWaitSeconds(reply.request.headers.prefer) ?? 0) + LAST_WORD_SECONDS;
}

function createAcceptOnce(
  pipelines: Pipelines,
  context: RequestContext,
  claim: Claim,
  accepted: readonly AcceptedUnderKey[],
  leaseSeconds: number,
): AcceptOnce {
  return async (ordinal, accept) => {
    const known = accepted.find((entry) => entry.ordinal === ordinal);
    if (known === undefined) return accept({ ...context, claim: { ...claim, ordinal, leaseSeconds } });
    const { documentId, outcome } = known;
    const document = await pipelines.documents.get(context, documentId);
    return { document: { ...document, deduplicated: outcome === 'unchanged' }, outcome };
  };
}
