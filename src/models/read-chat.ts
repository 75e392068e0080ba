import { ServiceError } from '../errors.ts';
import { BrokenOffReply } from './read-failure.ts';

/** A piece of a streamed reply; `end` comes last, once, and only for a complete reply. */
export type ChatEvent =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'end' } & ChatUsage);

export interface ChatUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface ChatReply extends ChatUsage {
  readonly text: string;
}

/** What of a chunk or a reply is looked at. All of it may be missing: servers differ, and the SDK checks nothing. */
interface Received {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: unknown } | null;
    readonly message?: { readonly content?: unknown } | null;
    readonly finish_reason?: unknown;
  }[];
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } | null;
}

const NO_USAGE: ChatUsage = { promptTokens: 0, completionTokens: 0 };
/** No answer is this long; a model that repeats itself is stopped. */
const MAX_REPLY_LENGTH = 200_000;
/** Reasons that say the reply was broken off. Others ("stop", and what servers make of it) are an end. */
const BROKEN_OFF = new Set(['length', 'content_filter', 'tool_calls', 'function_call']);

/**
 * Reads a stream to its end. For the SDK a stream that was cut, or aborted, or never was one, just ends: only a finish
 * reason tells a complete reply. UPSTREAM_INCOMPLETE, UPSTREAM_FAILED, or the reason of `signal`.
 */
export async function* readChatStream(
  chunks: AsyncIterable<unknown>,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  let finishReason: unknown = null;
  let usage = NO_USAGE;
  let length = 0;
  let hasChoice = false;
  for await (const chunk of chunks) {
    const { choices, usage: counted } = toReceived(chunk);
    if (counted) usage = readUsage(counted);
    const choice = choices?.[0];
    if (!choice) continue;
    hasChoice = true;
    finishReason = choice.finish_reason ?? finishReason;
    const text = choice.delta?.content;
    if (typeof text !== 'string' || text === '') continue;
    length += text.length;
    if (length > MAX_REPLY_LENGTH) throw new BrokenOffReply('it does not end');
    yield { kind: 'text', text };
  }
  signal.throwIfAborted();
  if (!hasChoice) throw failed('no stream of choices');
  checkFinish(finishReason);
  yield { kind: 'end', ...usage };
}

/** The text of a reply that came in one piece. */
export function readChatReply(reply: unknown): ChatReply {
  const { choices, usage } = toReceived(reply);
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  const text = choice?.message?.content;
  if (typeof text !== 'string') throw failed('no choices with a text');
  checkFinish(choice?.finish_reason);
  return { text, ...(usage ? readUsage(usage) : NO_USAGE) };
}

function readUsage(usage: NonNullable<Received['usage']>): ChatUsage {
  return {
    promptTokens: toTokenCount(usage.prompt_tokens),
    completionTokens: toTokenCount(usage.completion_tokens),
  };
}

/** 0 for anything that is no count. */
export function toTokenCount(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

function checkFinish(reason: unknown): void {
  if (typeof reason !== 'string' || reason === '') throw incomplete('it was cut off');
  if (BROKEN_OFF.has(reason)) throw new BrokenOffReply(`it ended with "${reason}"`);
}

function toReceived(value: unknown): Received {
  if (typeof value !== 'object' || value === null) throw failed('something that is no completion');
  return value;
}

function failed(what: string): ServiceError {
  return new ServiceError('UPSTREAM_FAILED', `The model gave back ${what}.`);
}

function incomplete(why: string): ServiceError {
  return new ServiceError(
    'UPSTREAM_INCOMPLETE',
    `The reply of the model is not complete: ${why}. Try again.`,
  );
}
