import { createRandom } from '../../test/support/random.ts';

const WORDS = 60_000;
const SYLLABLES = 1_200;
const FIRST_SYLLABLE = 0xac00;
const HANGUL_SYLLABLES = 11_172;
const PARTICLES = ['은', '는', '이', '가', '을', '를', '에', '의', '로', '와', '도', '에서'];
const WORDS_PER_CHUNK = 80;
/** Of a document's words, the share that is its own subject. */
const TOPIC_SHARE = 0.15;
const TOPIC_WORDS = 60;
/** The most frequent words say nothing; a question has one of them for each two others. */
const STOP_WORDS = 100;

export interface SyntheticCorpus {
  /** The texts of the chunks of a document; the same for the same number. */
  makeDocument(number: number, chunks: number): string[];
  /** A question that is made of words of this text, the rarer ones first among them. */
  makeQuestion(text: string, number: number): string;
}

/**
 * Words of Hangul syllables whose frequencies follow Zipf and Mandelbrot, p(rank) ~ 1 / (rank + 2.7)^1.02 (Mandelbrot, "An Informational
 * Theory of the Statistical Structure of Language", 1953), with particles behind two of three, and some of them a document's own subject.
 */
export function createSyntheticCorpus(seed: number): SyntheticCorpus {
  const random = createRandom(seed);
  const syllables = Array.from({ length: SYLLABLES }, () =>
    String.fromCharCode(FIRST_SYLLABLE + random.integer(0, HANGUL_SYLLABLES - 1)),
  );
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: random.pick([1, 2, 2, 2, 3, 3, 4]) }, () => random.pick(syllables)).join(''),
  );
  const ranks = new Map(words.map((word, rank) => [word, rank]));
  const cumulative = new Float64Array(WORDS);
  let sum = 0;
  for (let rank = 0; rank < WORDS; rank++) {
    sum += (rank + 1 + 2.7) ** -1.02;
    cumulative[rank] = sum;
  }
  const drawWord = (next: () => number): string => {
    const target = next() * sum;
    let [from, to] = [0, WORDS - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((cumulative[middle] ?? 0) < target) from = middle + 1;
      else to = middle;
    }
    return words[from] ?? '';
  };
  return {
    makeDocument(number, chunks) {
      const own = createRandom(seed ^ Math.imul(number + 1, 0x9e3779b1));
      const topic = Array.from({ length: TOPIC_WORDS }, () => drawWord(own.next));
      const draw = () => (own.next() < TOPIC_SHARE ? own.pick(topic) : drawWord(own.next));
      const inflect = (word: string) => (own.next() < 0.65 ? `${word}${own.pick(PARTICLES)}` : word);
      return Array.from(
        { length: chunks },
        () => `${Array.from({ length: WORDS_PER_CHUNK }, () => inflect(draw())).join(' ')}.`,
      );
    },
    makeQuestion(text, number) {
      const own = createRandom(seed + 7 * number);
      const plain = [...new Set(text.match(/[가-힣]+/g) ?? [])].flatMap((word) => {
        const stem = ranks.has(word) ? word : word.slice(0, -1);
        return ranks.has(stem) ? [stem] : [];
      });
      const telling = plain.filter((word) => (ranks.get(word) ?? 0) >= STOP_WORDS);
      const usual = plain.filter((word) => (ranks.get(word) ?? 0) < STOP_WORDS);
      const chosen = Array.from({ length: 4 }, () => own.pick(telling));
      if (usual.length > 0) chosen.push(own.pick(usual), own.pick(usual));
      return chosen.map((word) => `${word}${own.pick(PARTICLES)}`).join(' ');
    },
  };
}
