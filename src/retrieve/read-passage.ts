import type { Candidate } from '../domain/search-ports.ts';
import { analyzeText } from '../text/analyze-text.ts';
import { detectLanguage } from '../text/detect-language.ts';
import { segmentSentences } from '../text/segment-sentences.ts';

/** A candidate's text, taken apart for comparison. */
export interface Passage {
  /** Terms of the headings and of the first `LEAD_CHARS` characters. */
  readonly lead: ReadonlySet<string>;
  /** Terms of the beginning of its document. */
  readonly opening: ReadonlySet<string>;
  readonly sentences: readonly {
    readonly terms: ReadonlySet<string>;
    readonly syllables: ReadonlySet<string>;
  }[];
}

/** Two or three sentences: what a passage is about is mostly said there. */
const LEAD_CHARS = 200;
/** A chunk's text never changes. Some 20 kB each. */
const MAX_PASSAGES_KEPT = 500;
const SYLLABLE = /\p{Script=Hangul}/gu;

/** Reads candidates, and keeps those read last. */
export function createPassageReader(): (candidate: Candidate) => Passage {
  const kept = new Map<string, Passage>();
  return (candidate) => {
    const passage = kept.get(candidate.chunkId) ?? readPassage(candidate);
    // Last in the map is what was used last.
    kept.delete(candidate.chunkId);
    kept.set(candidate.chunkId, passage);
    const [oldest] = kept.keys();
    if (kept.size > MAX_PASSAGES_KEPT && oldest !== undefined) kept.delete(oldest);
    return passage;
  };
}

function readPassage({ text, headings, opening }: Candidate): Passage {
  const sentences = segmentSentences(text, detectLanguage(text)).map(({ start, end }) => {
    const sentence = text.slice(start, end);
    return {
      terms: new Set(analyzeText(sentence)),
      syllables: new Set(sentence.normalize('NFKC').match(SYLLABLE)),
    };
  });
  const lead = new Set(analyzeText([...headings, text.slice(0, LEAD_CHARS)].join('\n\n')));
  return { lead, opening: new Set(analyzeText(opening)), sentences };
}
