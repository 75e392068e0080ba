/**
 * How well `judgeEvidence` tells questions that the passages answer from questions they do not, and what its threshold
 * gives. Retrieval is the service's, in memory (8 hits), and every question is asked of a whole set:
 * - korquad-open, whose unanswerable questions are about articles that are not there;
 * - squad2-open with every fourth article left out, its questions being the unanswerable ones: the same in English;
 * - squad2-open with its own unanswerable questions, written to fit a passage that does not answer them (hard).
 * Thresholds are chosen on the questions at even positions and reported on the others. Prints tables and a line of JSON.
 *
 *   node_modules/.bin/node bench/abstention.ts
 *
 * `FOOTNOTE_EVAL_DIR` has the questions.
 */
import { measureCoverage, weighContentWords } from '../src/answer/content-words.ts';
import { cutSentences } from '../src/answer/cut-sentences.ts';
import { EVIDENCE_THRESHOLD, judgeEvidence } from '../src/answer/judge-evidence.ts';
import { detectLanguage } from '../src/text/detect-language.ts';
import { createPassageSearch } from './support/passage-search.ts';
import { type Passage, type RetrievalSet, readQuestions, readRetrievalSet } from './support/retrieval-set.ts';

/** As in the ask pipeline. */
const TOP_K = 8;
const THRESHOLDS = [0.3, 0.35, 0.4, EVIDENCE_THRESHOLD, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8];
/** The share of answerable questions that a chosen threshold may refuse. */
const REFUSED_SHARE = 0.05;

interface Case extends RetrievalSet {
  readonly unanswerable: readonly string[];
}

/** Of one question: the service's evidence, and simpler measures to hold against it. */
interface Measures {
  readonly evidence: number;
  /** Share of the content words in the best sentence. */
  readonly sentenceAlone: number;
  /** Share of the content words in the best hit. */
  readonly hitAlone: number;
  /** BM25 score of the first hit, over what the question's terms weigh together. */
  readonly scoreShare: number;
}

interface Judged {
  readonly answerable: readonly Measures[];
  readonly unanswerable: readonly Measures[];
}

const korean = readRetrievalSet('korquad-open');
const english = readRetrievalSet('squad2-open');
const cases: Case[] = [
  { ...korean, unanswerable: readQuestions('korquad-open', 'absent_queries.jsonl') },
  leaveOutArticles(english),
  { ...english, name: 'squad2-open, hard', unanswerable: readQuestions('squad2-open', 'unanswerable.jsonl') },
];
const results = [];
for (const { name, passages, questions, unanswerable } of cases) {
  const judge = prepareJudge(passages);
  const judged = {
    answerable: questions.map(({ text }) => judge(text)),
    unanswerable: unanswerable.map(judge),
  };
  const reporting = takeHalf(judged, 1);
  const chosen = chooseThreshold(takeHalf(judged, 0));
  const thresholds = [...THRESHOLDS, chosen].map((threshold) => measureAt(reporting, threshold));
  const auc = {
    evidence: measureAuc(reporting, 'evidence'),
    sentenceAlone: measureAuc(reporting, 'sentenceAlone'),
    hitAlone: measureAuc(reporting, 'hitAlone'),
    scoreShare: measureAuc(reporting, 'scoreShare'),
  };
  console.log(
    `${name}: ${questions.length} answerable, ${unanswerable.length} unanswerable; the half at odd positions:`,
  );
  console.log(`AUC ${JSON.stringify(auc)}; the last threshold is the one chosen on the other half`);
  console.table(thresholds);
  results.push({ set: name, auc, chosen, thresholds });
}
console.log(JSON.stringify({ bench: 'abstention', threshold: EVIDENCE_THRESHOLD, results }));

/** Every fourth article is taken away; what was asked about it is unanswerable. */
function leaveOutArticles({ name, passages, questions }: RetrievalSet): Case {
  const titles = [...new Set(passages.map(({ title }) => title))];
  const leftOut = new Set(titles.filter((_, index) => index % 4 === 0));
  const kept = passages.filter(({ title }) => !leftOut.has(title));
  const isKept = ({ relevant }: RetrievalSet['questions'][number]) =>
    [...relevant].every((position) => !leftOut.has(passages[position]?.title ?? null));
  return {
    name: `${name}, articles left out`,
    passages: kept,
    // Where a passage stands does not matter to the judgement, so the positions in `relevant` need not be renumbered.
    questions: questions.filter(isKept),
    unanswerable: questions.filter((question) => !isKept(question)).map(({ text }) => text),
  };
}

/** What a question finds among the passages, each with its title. */
function prepareJudge(passages: readonly Passage[]): (question: string) => Measures {
  const search = createPassageSearch(passages);
  return (question) => {
    const hits = search.find(question, TOP_K);
    const terms = search.weigh(question);
    const language = detectLanguage(question);
    const words = weighContentWords(question, terms);
    const sentences = hits.map((hit, position) => cutSentences(hit, position, language));
    const inSentence = sentences
      .flat()
      .map((sentence) => measureCoverage(words, (term) => sentence.terms.has(term)));
    const inHit = sentences.map((all) =>
      measureCoverage(words, (term) => all.some(({ terms }) => terms.has(term))),
    );
    return {
      evidence: judgeEvidence({ question, language, hits, terms }).evidence,
      sentenceAlone: Math.max(0, ...inSentence),
      hitAlone: Math.max(0, ...inHit),
      scoreShare:
        (hits[0]?.legs.lexical?.score ?? 0) / terms.reduce((sum, { idf }) => sum + idf, Number.EPSILON),
    };
  };
}

function takeHalf({ answerable, unanswerable }: Judged, parity: 0 | 1): Judged {
  const half = (measures: readonly Measures[]) => measures.filter((_, index) => index % 2 === parity);
  return { answerable: half(answerable), unanswerable: half(unanswerable) };
}

/** The highest threshold, in steps of 0.01, that refuses no more of the answerable than it may. */
function chooseThreshold({ answerable }: Judged): number {
  const steps = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
  const isFine = (threshold: number) =>
    answerable.filter(({ evidence }) => evidence < threshold).length <= REFUSED_SHARE * answerable.length;
  return steps.findLast(isFine) ?? 0;
}

function measureAt({ answerable, unanswerable }: Judged, threshold: number) {
  const shareAbove = (measures: readonly Measures[]) =>
    measures.filter(({ evidence }) => evidence >= threshold).length / measures.length;
  return { threshold, answered: round(shareAbove(answerable)), refused: round(1 - shareAbove(unanswerable)) };
}

/** The chance that an answerable question has more than an unanswerable one; the same counts half. */
function measureAuc({ answerable, unanswerable }: Judged, key: keyof Measures): number {
  let wins = 0;
  for (const { [key]: one } of answerable) {
    for (const { [key]: other } of unanswerable) wins += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return round(wins / (answerable.length * unanswerable.length));
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
