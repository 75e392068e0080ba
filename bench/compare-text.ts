/** How much of one text stands in another, whatever the order: counts of trigrams or words. */
type Counts = ReadonlyMap<string, number>;

/** Runs of three characters; white space left out. */
export function countTrigrams(text: string): Counts {
  const letters = normalise(text).replace(/\s+/g, '');
  return count(Array.from({ length: Math.max(0, letters.length - 2) }, (_, at) => letters.slice(at, at + 3)));
}

/** What stands between white space: tells lost and invented spaces. */
export function countWords(text: string): Counts {
  return count(normalise(text).split(/\s+/).filter(Boolean));
}

/** Share of `wanted` that `found` has, 0 to 1. */
export function measureRecall(wanted: Counts, found: Counts): number {
  let total = 0;
  let hits = 0;
  for (const [unit, times] of wanted) {
    total += times;
    hits += Math.min(times, found.get(unit) ?? 0);
  }
  return total === 0 ? 1 : hits / total;
}

/** Line-end hyphens are joined: the reference has none. */
function normalise(text: string): string {
  return text.normalize('NFC').replace(/-\n/g, '-');
}

function count(units: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return counts;
}
