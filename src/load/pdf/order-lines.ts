import type { PrintedLine } from '../read-pdf-page.ts';
import { heightOf } from './printed-row.ts';

/** A line belongs to the block of the line before when it is not further below it than this many heights. */
const MAX_PITCH = 2.2;
/** Blocks are compared each with each; pages with more are left in the order of the file. */
const MAX_BLOCKS = 1_000;
/** Blocks stand above each other when their widths share this part of the narrower one. */
const MIN_SHARED_WIDTH = 0.3;

interface Block {
  readonly lines: PrintedLine[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The order of the file, which knows columns and boxes best, mended where it cannot be that of reading: what stands
 * above a block in the same column is read before it, even when it was drawn later (page heads, tables, pictures' texts).
 * The first rule of Breuel (2003), "High performance document layout analysis", as constraints on an order that stands:
 * blocks are taken in the order of the file, each after those above it. One drawn too early (a page foot) waits until
 * another needs it, or for the end.
 */
export function orderLines(lines: readonly PrintedLine[]): PrintedLine[] {
  const blocks = groupBlocks(lines);
  if (blocks.length > MAX_BLOCKS) return [...lines];
  const ordered: PrintedLine[] = [];
  const taken = new Set<Block>();
  // A stack of its own: a hostile page may be as deep as it has blocks.
  const isEarly = (block: Block, at: number): boolean =>
    blocks.slice(at + 1).some((other) => isAbove(other, block));
  const early = blocks.filter(isEarly);
  for (const block of [...blocks.filter((one) => !early.includes(one)), ...early]) {
    const stack = [block];
    for (let next = stack.at(-1); next; next = stack.at(-1)) {
      const first = taken.has(next)
        ? undefined
        : blocks.find((other) => !taken.has(other) && isAbove(other, next));
      if (first) {
        stack.push(first);
        continue;
      }
      if (!taken.has(next)) ordered.push(...next.lines);
      taken.add(next);
      stack.pop();
    }
  }
  return ordered;
}

function groupBlocks(lines: readonly PrintedLine[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    const last = block?.lines.at(-1);
    if (block && last && continues(block, last, line)) {
      block.lines.push(line);
      block.left = Math.min(block.left, line.left);
      block.top = Math.min(block.top, line.top);
      block.right = Math.max(block.right, line.right);
      block.bottom = Math.max(block.bottom, line.bottom);
    } else {
      const { left, top, right, bottom } = line;
      blocks.push({ lines: [line], left, top, right, bottom });
    }
  }
  return blocks;
}

function continues(block: Block, last: PrintedLine, line: PrintedLine): boolean {
  const pitch = line.baseline - last.baseline;
  const height = Math.max(heightOf(last), heightOf(line));
  return (
    pitch > -height / 2 && pitch < height * MAX_PITCH && line.left < block.right && line.right > block.left
  );
}

/** Strictly above, so that no two blocks are each above the other. */
function isAbove(block: Block, other: Block): boolean {
  if (block === other || block.bottom > other.top + MAX_OVERLAP_POINTS || block.top >= other.top)
    return false;
  const shared = Math.min(block.right, other.right) - Math.max(block.left, other.left);
  const narrower = Math.min(block.right - block.left, other.right - other.left);
  return shared > narrower * MIN_SHARED_WIDTH;
}

/** Ink of lines set tight overlaps a little. */
const MAX_OVERLAP_POINTS = 1;
