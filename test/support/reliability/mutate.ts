import type { Random } from '../random.ts';

const KINDS = ['cut', 'flip', 'splice'] as const;
const MAX_FLIPS = 64;

/** A broken copy of a file: its end cut off, some bytes changed, or a part of it copied over another place; and what was done. */
export function mutate(bytes: Uint8Array, random: Random): { bytes: Buffer; what: string } {
  const copy = Buffer.from(bytes);
  const last = bytes.length - 1;
  const kind = random.pick(KINDS);
  if (kind === 'cut') {
    const end = random.integer(1, last);
    return { bytes: copy.subarray(0, end), what: `cut at ${end}` };
  }
  if (kind === 'flip') {
    const flips = random.integer(1, MAX_FLIPS);
    for (let flip = 0; flip < flips; flip++) copy[random.integer(0, last)] = random.integer(0, 255);
    return { bytes: copy, what: `flip ${flips}` };
  }
  const length = random.integer(1, Math.max(1, last >> 1));
  const from = random.integer(0, last - length + 1);
  const to = random.integer(0, last);
  const part = bytes.subarray(from, from + length);
  // Half of them move what follows: offsets in the file are wrong from there on.
  const moves = random.next() < 0.5;
  const rest = bytes.subarray(moves ? to : to + length);
  const parts = [bytes.subarray(0, to), part, rest];
  return { bytes: Buffer.concat(parts), what: `splice ${from}+${length} ${moves ? 'into' : 'over'} ${to}` };
}
