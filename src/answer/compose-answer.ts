import { performance } from 'node:perf_hooks';
import type { Answer, ChatTurn, DraftEvent, Grounding } from '../domain/answer.ts';
import type { Language } from '../domain/document.ts';
import type { Hit } from '../domain/hit.ts';
import type { Generator } from '../domain/ports.ts';
import type { WeightedTerm } from '../domain/term.ts';
import type { StageClock } from '../support/stage-clock.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { writeAbstention } from './abstain.ts';
import { judgeEvidence } from './judge-evidence.ts';
import { packContext } from './pack-context.ts';
import { createPageCache, type PageReference, type ReferencedPage } from './page-cache.ts';
import { createVerifier, type VerifiedPart } from './verify-draft.ts';

export type { PageReference, ReferencedPage } from './page-cache.ts';

export interface ComposeInput {
  readonly question: string;
  readonly language: Language;
  readonly history?: readonly ChatTurn[] | undefined;
  /** What was retrieved, best first. */
  readonly hits: readonly Hit[];
  /** The question's terms as weighted by the collections searched, unknown ones included. */
  readonly terms: readonly WeightedTerm[];
  /** Tokens of each hit's text, by chunk id. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly generator: Generator;
  readonly grounding: Grounding;
  readonly maxContextTokens: number;
  /** Called with distinct pages, each once; pages that are gone (a document deleted meanwhile) are left out. */
  readonly loadPages: (references: readonly PageReference[]) => Promise<readonly ReferencedPage[]>;
  /** The answer while it is written; awaited. The texts together are the answer. */
  readonly onPart?: ((part: AnswerPart) => Promise<void> | void) | undefined;
  readonly clock?: ComposeClock | undefined;
  readonly signal: AbortSignal;
}

type ComposeClock = StageClock<'judge' | 'generate' | 'verify' | 'send'>;

/** A verified statement; or, `statement` null, the sentence that says there is no answer. */
export type AnswerPart =
  | VerifiedPart
  | { readonly text: string; readonly statement: null; readonly newCitations: readonly [] };

/** An answer but for what retrieval knows: the id, the hits, the generator, the warnings, the other timings. */
export interface ComposedAnswer
  extends Pick<Answer, 'answerable' | 'answer' | 'language' | 'statements' | 'citations'> {
  readonly usage: Omit<Answer['usage'], 'embeddingTokens'>;
  readonly timings: Pick<Answer['timings'], 'generateMs' | 'verifyMs'>;
  /** Statements that the generator wrote and the answer does not have. */
  readonly removed: number;
}

const NOTHING_VERIFIED = { statements: [], citations: [] };

/**
 * From hits to a verified answer: packs the context, judges the evidence, lets the generator write when it suffices,
 * and checks each statement as it comes. Abstains when the evidence is too weak or nothing of the draft is left. One
 * path for an answer that is streamed and one that is not.
 */
export async function composeAnswer(input: ComposeInput): Promise<ComposedAnswer> {
  const { question, terms, generator, grounding, clock, signal, history = [] } = input;
  const language = input.language === 'auto' ? detectLanguage(question) : input.language;
  const startedAt = performance.now();
  clock?.enter('judge');
  const { hits, contextTokens, droppedHits } = packContext(input.hits, input.tokens, input.maxContextTokens);
  // Words are no measure of what was found by meaning: there the model decides, and the verification of what it writes.
  const mayAnswer =
    (generator.canDecline && hits.some(({ legs }) => legs.dense !== null)) ||
    judgeEvidence({ question, language, hits, terms }).answerable;
  const request = { question, language, hits, terms, history };
  const pages = createPageCache(hits, input.loadPages);
  const verifier = createVerifier({ hits, pageOf: pages.pageOf, grounding });
  const sender = createSender(input.onPart, clock);

  const spent = { promptTokens: 0, completionTokens: 0 };
  let verifyMs = 0;
  let written = 0;
  let hasEnded = !mayAnswer;
  if (mayAnswer) clock?.enter('generate');
  for await (const event of mayAnswer ? generator.generate(request, signal) : NO_EVENTS) {
    signal.throwIfAborted();
    if (event.kind === 'end') {
      hasEnded = true;
      spent.promptTokens += event.promptTokens;
      spent.completionTokens += event.completionTokens;
      continue;
    }
    written += 1;
    clock?.enter('verify');
    const beganAt = performance.now();
    await pages.prepare(event.statement);
    const part = verifier.add(event.statement);
    verifyMs += performance.now() - beganAt;
    if (part !== null) await sender.send(part);
    clock?.enter('generate');
  }
  signal.throwIfAborted();
  if (!hasEnded) throw new Error(`the generator ${generator.provider} stopped before its end`);

  const { answer, ...verified } = verifier.read();
  const abstains = !sender.hasSent;
  const abstention = writeAbstention(language);
  if (abstains) await input.onPart?.({ text: abstention, statement: null, newCitations: [] });
  return {
    ...(abstains ? NOTHING_VERIFIED : verified),
    answerable: !abstains,
    answer: abstains ? abstention : answer,
    language,
    usage: { ...spent, contextTokens, droppedHits },
    timings: { generateMs: performance.now() - startedAt - verifyMs, verifyMs },
    removed: abstains ? written : written - verified.statements.length,
  };
}

const NO_EVENTS: Iterable<DraftEvent> = [];

/**
 * Holds statements back until one is supported or cited: without any the answer will be an abstention, and a confident
 * sentence of the generator's own is what must not go out.
 */
function createSender(onPart: ComposeInput['onPart'], clock: ComposeClock | undefined) {
  let held: VerifiedPart[] = [];
  const sender = {
    hasSent: false,
    async send(part: VerifiedPart): Promise<void> {
      held.push(part);
      const { supported, citations } = part.statement;
      if (!sender.hasSent && !supported && citations.length === 0) return;
      sender.hasSent = true;
      const parts = held;
      held = [];
      if (onPart === undefined) return;
      clock?.enter('send');
      for (const one of parts) await onPart(one);
    },
  };
  return sender;
}
