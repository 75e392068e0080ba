import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThoughtSkipper } from '../../../src/answer/skip-thinking.ts';

function skip(pieces: readonly string[]): string {
  const skipThoughts = createThoughtSkipper();
  return pieces.map(skipThoughts).join('');
}

test.each([
  ['<think>The fee is 90.</think>The fee is 12.', 'The fee is 12.'],
  ['\n<think>\n\n</think>\n\nThe fee is 12.', '\n\nThe fee is 12.'],
  ['<think>never ends: The fee is 90.', ''],
  ['The tag <think> is not at the front</think>.', 'The tag <think> is not at the front</think>.'],
  ['<thinking about it', '<thinking about it'],
  ['<think>a</think>b<think>c</think>', 'b<think>c</think>'],
])('%j says %j, whatever pieces it comes in', (text, said) => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (sizes) => {
      const pieces: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = sizes.next().value ?? 1;
        pieces.push(text.slice(at, at + size));
        at += size;
      }
      expect(skip(pieces)).toBe(said);
    }),
  );
});
