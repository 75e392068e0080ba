import type { FastifyReply } from 'fastify';
import { ServiceError } from '../../errors.ts';
import type { Accepted, Pipelines, RequestContext } from '../../pipelines/pipelines.ts';
import { presentDocument } from '../present.ts';
import { buildProblem, PROBLEM_MEDIA_TYPE, setErrorHeaders } from '../problem.ts';
import { hasEnded, settle, startWait } from './settle.ts';

export interface AnswerOptions {
  readonly pipelines: Pipelines;
  readonly context: RequestContext;
}

/** An answer before it is sent, so that it can be kept. */
export interface UploadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function sendAnswer(reply: FastifyReply, { status, headers, body }: UploadAnswer): FastifyReply {
  // Fastify would add a charset, which problem+json does not have.
  if ('content-type' in headers) reply.serializer(JSON.stringify);
  return reply.code(status).headers(headers).send(body);
}

/** The document: 200 when nothing new was needed, `endedStatus` when it ended in time, else 202. */
export async function answerOne(
  reply: FastifyReply,
  { pipelines, context }: AnswerOptions,
  accepted: Accepted,
  endedStatus: 200 | 201,
): Promise<UploadAnswer> {
  const wait = startWait(reply, context);
  const document = await settle(pipelines, accepted, wait);
  const changedStatus = hasEnded(document) ? endedStatus : 202;
  return {
    status: accepted.outcome === 'unchanged' ? 200 : changedStatus,
    headers: {
      location: `/documents/${document.id}`,
      etag: pipelines.documents.etag(document),
      ...wait?.headers,
    },
    body: presentDocument(document),
  };
}

/** One entry per file, in order: 201 when all ended in time, else 202; the first refusal when every file was refused. */
export async function answerSeveral(
  reply: FastifyReply,
  { pipelines, context }: AnswerOptions,
  results: readonly (Accepted | ServiceError)[],
): Promise<UploadAnswer> {
  const { id: requestId } = reply.request;
  const refusals = results.filter((result) => result instanceof ServiceError);
  const [firstRefusal] = refusals;
  if (firstRefusal !== undefined && refusals.length === results.length) {
    setErrorHeaders(reply, firstRefusal);
    const data = refusals.map((refusal) => ({ error: buildProblem(refusal, requestId) }));
    return {
      status: firstRefusal.status,
      headers: { 'content-type': PROBLEM_MEDIA_TYPE },
      body: { ...buildProblem(firstRefusal, requestId), data },
    };
  }
  const wait = startWait(reply, context);
  const data: object[] = [];
  let allEnded = true;
  for (const result of results) {
    if (result instanceof ServiceError) {
      data.push({ error: buildProblem(result, requestId) });
      continue;
    }
    const document = await settle(pipelines, result, wait);
    allEnded &&= hasEnded(document);
    data.push(presentDocument(document));
  }
  return { status: allEnded ? 201 : 202, headers: { ...wait?.headers }, body: { data } };
}
