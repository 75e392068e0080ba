/** What the fake server "thinks": enough of a model for tests, and nothing of the service's own code. */

/** Each word, and each pair of its letters, adds to a dimension: texts that share words are near. */
export function embedWords(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0.01);
  for (const word of listWords(text)) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
  }
  return vector;
}

/** The sentence of the numbered sources that shares most with the question, with its mark; NO_ANSWER when none does. */
export function answerFromPrompt(messages: readonly { role: string; content: string }[]): string {
  const prompt = messages.at(-1)?.content ?? '';
  const question = prompt.slice(prompt.lastIndexOf('Question:'));
  const wanted = new Set(listWords(question));
  let best = { score: 0, text: 'NO_ANSWER' };
  for (const [, number, source = ''] of prompt.matchAll(/<<<SOURCE (\d+) \S+>>>\n([\s\S]*?)\n<<<END/g)) {
    // The first line says where a source is from.
    const text = source.replace(/^\(.*\)\n/u, '');
    for (const sentence of text.split(/(?<=[.!?다])\s+|\n/u)) {
      const shared = new Set(listWords(sentence).filter((word) => wanted.has(word))).size;
      if (shared > best.score) best = { score: shared, text: `${sentence.trim()} [${number}]` };
    }
  }
  return best.text;
}

function listWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) =>
    /\p{Script=Hangul}/u.test(word)
      ? Array.from({ length: Math.max(1, word.length - 1) }, (_, index) => word.slice(index, index + 2))
      : [word],
  );
}
