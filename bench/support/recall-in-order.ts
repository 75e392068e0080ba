/** Units of a text that are counted: words, or pairs of characters. */
export type Units = readonly string[];

/** Runs of letters and digits after NFKC and case folding; marks of Markdown and hyphens at line ends are left out. */
export function listWords(text: string): Units {
  return fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Pairs of neighbouring letters and digits, whatever white space or sign stands between: lost spaces do not count. */
export function listBigrams(text: string): Units {
  const letters = Array.from(listWords(text).join(''));
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** The reference text without what is no text of the page: comments, places of images, addresses of links, entities. */
export function stripMarkdown(markdown: string): string {
  return markdown
    .replace(/<!--.*?-->/gs, ' ')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/<\/?[a-z][^>\n]*>/gi, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp|#\d+);/g, (entity, name) => ENTITIES[name] ?? entity)
    .replace(/\\([_*#|])/g, '$1');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\p{L})[-\u00AD\u2010]\s*\n\s*(?=\p{Ll})/gu, '$1');
}

/** Units of one passage; far less than a chapter, far more than a page's columns have lines. */
const PASSAGE_UNITS = 1_000;

/**
 * Share of `wanted` that stands in `found` in the same order, 0 to 1. Long texts are cut into passages, each looked for
 * where it fits best: another edition may have its chapters in another order.
 */
export function measureRecallInOrder(wanted: Units, found: Units): number {
  if (wanted.length === 0) return 1;
  const places = listPlaces(found);
  let common = 0;
  for (let start = 0; start < wanted.length; start += PASSAGE_UNITS) {
    const passage = wanted.slice(start, start + PASSAGE_UNITS);
    const at = locatePassage(passage, places, found.length);
    const from = Math.max(0, at - PASSAGE_UNITS / 2);
    common += countCommon(passage, found.slice(from, at + passage.length + PASSAGE_UNITS / 2));
  }
  return common / wanted.length;
}

/** Where the passage begins in the text: the place that most of its rare units agree on. */
function locatePassage(
  passage: Units,
  places: ReadonlyMap<string, readonly number[]>,
  length: number,
): number {
  const votes = new Map<number, number>();
  let best = 0;
  for (const [at, unit] of passage.entries()) {
    const found = places.get(unit) ?? [];
    for (const place of found) {
      const step = Math.floor(Math.max(0, Math.min(length, place - at)) / (PASSAGE_UNITS / 4));
      votes.set(step, (votes.get(step) ?? 0) + 1 / found.length);
      if ((votes.get(step) ?? 0) > (votes.get(best) ?? 0)) best = step;
    }
  }
  return best * (PASSAGE_UNITS / 4);
}

function listPlaces(units: Units): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, unit] of units.entries()) {
    const list = places.get(unit);
    if (list) list.push(at);
    else places.set(unit, [at]);
  }
  return places;
}

/**
 * Length of the longest common subsequence, exactly. Bit-parallel after Hyyrö (2004), "Bit-parallel LCS-length
 * computation revisited": a unit that stayed unmatched is a set bit.
 */
function countCommon(wanted: Units, found: Units): number {
  const places = listPlaces(wanted);
  const size = Math.ceil(wanted.length / 32);
  const free = new Uint32Array(size).fill(0xffffffff);
  const match = new Uint32Array(size);
  for (const unit of found) {
    const at = places.get(unit);
    if (at === undefined) continue;
    for (const place of at) match[place >> 5] = (match[place >> 5] ?? 0) | (1 << (place & 31));
    let carry = 0;
    for (let word = (at[0] ?? 0) >> 5; word < size; word += 1) {
      const row = free[word] ?? 0;
      const hits = (row & (match[word] ?? 0)) >>> 0;
      const sum = row + hits + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      free[word] = (sum | (row & ~hits)) >>> 0;
    }
    for (const place of at) match[place >> 5] = 0;
  }
  return wanted.filter((_, at) => (((free[at >> 5] ?? 0) >>> (at & 31)) & 1) === 0).length;
}
