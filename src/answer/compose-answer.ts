import { performance } from 'node:perf_hooks';
import type { Answer, Draft, Grounding } from '../domain/answer.ts';
import type { Language } from '../domain/document.ts';
import type { Hit } from '../domain/hit.ts';
import type { Page } from '../domain/page.ts';
import type { Generator } from '../domain/ports.ts';
import type { WeightedTerm } from '../domain/term.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { writeAbstention } from './abstain.ts';
import { judgeEvidence } from './judge-evidence.ts';
import { packContext } from './pack-context.ts';
import { verifyDraft } from './verify-draft.ts';

/** A page of one version of a document. */
export interface PageReference {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
}

export interface ReferencedPage extends Page {
  readonly documentId: string;
  readonly version: number;
}

export interface ComposeInput {
  readonly question: string;
  readonly language: Language;
  /** What was retrieved, best first. */
  readonly hits: readonly Hit[];
  /** The question's terms as weighted by the collections searched, unknown ones included. */
  readonly terms: readonly WeightedTerm[];
  /** Tokens of each hit's text, by chunk id. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly generator: Generator;
  readonly grounding: Grounding;
  readonly maxContextTokens: number;
  /** Called at most once, with distinct pages; pages that are gone (a document deleted meanwhile) are left out. */
  readonly loadPages: (references: readonly PageReference[]) => Promise<readonly ReferencedPage[]>;
  readonly signal: AbortSignal;
}

/** An answer but for what retrieval knows: the id, the hits, the generator, the warnings, the other timings. */
export interface ComposedAnswer
  extends Pick<Answer, 'answerable' | 'answer' | 'language' | 'statements' | 'citations'> {
  readonly usage: Omit<Answer['usage'], 'embeddingTokens'>;
  readonly timings: Pick<Answer['timings'], 'generateMs' | 'verifyMs'>;
}

const NOTHING: Draft = { statements: [], promptTokens: 0, completionTokens: 0 };
const NOTHING_VERIFIED = { statements: [], citations: [] };

/**
 * From hits to a verified answer: packs the context, judges the evidence, lets the generator write when it suffices,
 * and checks what it wrote. Abstains when the evidence is too weak or nothing of the draft is left.
 */
export async function composeAnswer(input: ComposeInput): Promise<ComposedAnswer> {
  const { question, terms, generator, grounding, loadPages, signal } = input;
  const language = input.language === 'auto' ? detectLanguage(question) : input.language;
  const startedAt = performance.now();
  const { hits, contextTokens, droppedHits } = packContext(input.hits, input.tokens, input.maxContextTokens);
  const { answerable } = judgeEvidence({ question, language, hits, terms });
  const draft = answerable ? await generator.generate({ question, language, hits, terms }, signal) : NOTHING;
  const generatedAt = performance.now();
  signal.throwIfAborted();

  const references = listReferences(draft, hits);
  const pages = new Map<string, Page>();
  for (const page of references.length > 0 ? await loadPages(references) : []) {
    pages.set(keyOf(page.documentId, page.version, page.number), page);
  }
  const verified = verifyDraft({
    draft,
    hits,
    pageOf: ({ document }, page) => pages.get(keyOf(document.id, document.version, page)),
    grounding,
  });
  // Nothing supported and nothing cited: a confident sentence of the generator's own is what must not go out.
  const abstains = verified.statements.every(
    ({ supported, citations }) => !supported && citations.length === 0,
  );
  return {
    ...(abstains ? NOTHING_VERIFIED : verified),
    answerable: !abstains,
    answer: abstains ? writeAbstention(language) : verified.answer,
    language,
    usage: {
      promptTokens: draft.promptTokens,
      completionTokens: draft.completionTokens,
      contextTokens,
      droppedHits,
    },
    timings: { generateMs: generatedAt - startedAt, verifyMs: performance.now() - generatedAt },
  };
}

/** The pages of the hits that the draft draws on, each once. */
function listReferences(draft: Draft, hits: readonly Hit[]): PageReference[] {
  const references = new Map<string, PageReference>();
  for (const { hit: position } of draft.statements.flatMap(({ evidence }) => evidence)) {
    const hit = hits[position];
    if (hit === undefined) continue;
    const { id: documentId, version } = hit.document;
    for (let page = hit.pageStart; page <= hit.pageEnd; page += 1) {
      references.set(keyOf(documentId, version, page), { documentId, version, page });
    }
  }
  return [...references.values()];
}

function keyOf(documentId: string, version: number, page: number): string {
  return `${documentId}/${version}/${page}`;
}
