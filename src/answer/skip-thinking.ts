const OPEN = '<think>';
export const END_OF_THOUGHTS = '</think>';

/**
 * Takes the thoughts off the front of a reply that arrives in pieces: local servers without a parser for it send what
 * a reasoning model (Qwen 3, DeepSeek R1) thinks as text, between these tags. Thoughts are no answer.
 */
export function createThoughtSkipper(): (piece: string) => string {
  let held = '';
  let state: 'start' | 'thinking' | 'answering' = 'start';
  return (piece) => {
    if (state === 'answering') return piece;
    held += piece;
    if (state === 'start') {
      const begun = held.trimStart();
      if (OPEN.startsWith(begun.slice(0, OPEN.length)) && begun.length < OPEN.length) return '';
      state = begun.startsWith(OPEN) ? 'thinking' : 'answering';
      if (state === 'answering') return held;
    }
    const end = held.indexOf(END_OF_THOUGHTS);
    if (end === -1) {
      // Only the last characters can still become the tag.
      held = held.slice(-END_OF_THOUGHTS.length);
      return '';
    }
    state = 'answering';
    return held.slice(end + END_OF_THOUGHTS.length);
  };
}
