import type { Hit } from '../domain/hit.ts';
import type { RankedSentence } from './rank-sentences.ts';

/**
 * Leaves the first of sentences that are the same place of a version (chunks overlap) or the same words. Offsets of two
 * hits compare only when both count from the same page; the words catch the rest.
 */
export function dropRepeated(ranked: readonly RankedSentence[], hits: readonly Hit[]): RankedSentence[] {
  const kept: RankedSentence[] = [];
  const words = new Set<string>();
  const spans = new Map<string, { start: number; end: number }[]>();
  for (const candidate of ranked) {
    const { sentence } = candidate;
    const hit = hits[sentence.hit];
    if (hit === undefined) continue;
    const key = sentence.text.replace(/\s+/g, '');
    const origin = `${hit.document.id}/${hit.document.version}/${hit.pageStart}`;
    const start = hit.start + sentence.start;
    const end = hit.start + sentence.end;
    const taken = spans.get(origin) ?? [];
    if (words.has(key) || taken.some((span) => span.start < end && start < span.end)) continue;
    words.add(key);
    spans.set(origin, [...taken, { start, end }]);
    kept.push(candidate);
  }
  return kept;
}
