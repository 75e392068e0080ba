import { randomBytes } from 'node:crypto';
import type { DraftStatement, Evidence } from '../domain/answer.ts';
import type { GenerationRequest, Generator } from '../domain/ports.ts';
import { ServiceError } from '../errors.ts';
import type { ModelClient } from '../models/model-client.ts';
import { locateEvidence } from './locate-evidence.ts';
import { createStatementReader, type MarkedSentence } from './read-statements.ts';
import { createThoughtSkipper, END_OF_THOUGHTS } from './skip-thinking.ts';
import { NO_ANSWER, writePrompt } from './write-prompt.ts';

export interface OpenAIGeneratorOptions {
  readonly client: Pick<ModelClient, 'streamChat'>;
  readonly model: string;
  readonly maxTokens: number;
  /** For tests; 96 random bits otherwise. */
  readonly createBoundary?: () => string;
}

/** These take no other temperature than their own. */
const REASONING_MODEL = /(?:^|\/)(?:o\d|gpt-5)/;
/** Of a sentence without marks this much must stand in one hit before that is proposed as its evidence. */
const MIN_SHARE_UNMARKED = 0.6;

/**
 * Lets a model write, sentence by sentence. Its marks say which hit it means; where in the hit is found by words. An
 * unfinished sentence never leaves here: a reply that breaks off throws before it.
 */
export function createOpenAIGenerator({
  client,
  model,
  maxTokens,
  createBoundary = () => randomBytes(12).toString('hex'),
}: OpenAIGeneratorOptions): Generator {
  const temperature = REASONING_MODEL.test(model) ? null : 0;
  return {
    provider: 'openai',
    model,
    canDecline: true,
    async *generate(request, signal) {
      const messages = writePrompt(request, createBoundary());
      const reader = createStatementReader(request.language);
      const skipThoughts = createThoughtSkipper();
      for await (const event of client.streamChat({ model, messages, maxTokens, temperature }, signal)) {
        const sentences = event.kind === 'text' ? reader.push(skipThoughts(event.text)) : reader.end();
        for (const sentence of sentences) {
          const statement = toStatement(sentence, request);
          if (statement !== null) yield { kind: 'statement', statement };
        }
        if (event.kind === 'end') yield event;
      }
    },
  };
}

/** Null for what states nothing. */
function toStatement({ text, marks }: MarkedSentence, request: GenerationRequest): DraftStatement | null {
  if (text.includes(END_OF_THOUGHTS)) throw thinksAloud();
  if (text.includes(NO_ANSWER) || !/[\p{L}\p{N}]/u.test(text)) return null;
  const { hits, language } = request;
  const evidence =
    marks.length > 0
      ? marks.flatMap((mark) => locateEvidence(text, hits, mark - 1, language).evidence)
      : findUnmarked(text, request);
  return { text, evidence };
}

/** Small models forget marks; whether the words stand in a hit can be found out all the same. */
function findUnmarked(text: string, { hits, language }: GenerationRequest): readonly Evidence[] {
  let best: { evidence: readonly Evidence[]; share: number } = { evidence: [], share: 0 };
  for (const position of hits.keys()) {
    const located = locateEvidence(text, hits, position, language);
    if (located.share > best.share) best = located;
  }
  return best.share >= MIN_SHARE_UNMARKED ? best.evidence : [];
}

/** Thoughts that nothing announced: what was sent of them cannot be taken back. */
function thinksAloud(): ServiceError {
  return new ServiceError(
    'UPSTREAM_FAILED',
    'The model sends its thoughts as a part of its answer. Configure the reasoning parser of its server (vLLM: --reasoning-parser).',
  );
}
