import { createRequire } from 'node:module';

type Encoder = typeof import('gpt-tokenizer/encoding/o200k_base');

/** The encoder takes about 150 ms and 30 MB to load: only a process that counts pays for it. */
const require = createRequire(import.meta.url);
let encoder: Encoder | undefined;

/** Byte-pair merging is quadratic in one unbroken run (50,000 times one syllable: 8 s), so runs are cut at this many characters. */
const LONGEST_RUN = 256;
const FULL_RUN = new RegExp(`\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}}`, 'gu');

/**
 * Number of `o200k_base` tokens of a text. Exact for text whose words stay below 256 characters, a close upper bound
 * otherwise. Names of special tokens ("<|endoftext|>") count as the ordinary text they are.
 */
export function countTokens(text: string): number {
  encoder ??= require('gpt-tokenizer/encoding/o200k_base') as Encoder;
  if (text.length < LONGEST_RUN) return encodeCount(encoder, text);
  let tokens = 0;
  let start = 0;
  for (const run of text.matchAll(FULL_RUN)) {
    const end = run.index + run[0].length;
    tokens += encodeCount(encoder, text.slice(start, end));
    start = end;
  }
  return tokens + encodeCount(encoder, text.slice(start));
}

function encodeCount(loaded: Encoder, text: string): number {
  return text === '' ? 0 : loaded.countTokens(text, { disallowedSpecial: new Set() });
}
