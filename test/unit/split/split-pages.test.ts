import { describe, expect, test } from 'vitest';
import { collectBatches, collectChunks, makePage, makePages } from './collect-chunks.ts';

/** Seven tokens each, with or without the blank before it. */
const [RED, BLUE, GREEN, BLACK] = ['red', 'blue', 'green', 'black'].map(
  (color) => `The ${color} ship sails at noon.`,
) as [string, string, string, string];

const textsOf = async (...args: Parameters<typeof collectChunks>): Promise<string[]> =>
  (await collectChunks(...args)).map((chunk) => chunk.text);

describe('splitPages', () => {
  test('a short document is one chunk, without the blanks around', async () => {
    expect(await collectChunks([makePage(1, `  ${RED}\n\n`)], 50)).toEqual([
      {
        ordinal: 0,
        text: RED,
        pageStart: 1,
        pageEnd: 1,
        start: 2,
        end: 2 + RED.length,
        headings: [],
        tokens: 7,
      },
    ]);
  });

  test('a document without text has no chunk', async () => {
    expect(await collectChunks([], 50)).toEqual([]);
    expect(await collectChunks(makePages('', ' \n\t', ''), 50)).toEqual([]);
  });

  test('a chunk ends before the sentence that does not fit', async () => {
    const pages = makePages([RED, BLUE, GREEN, BLACK].join(' '));
    expect(await textsOf(pages, 20)).toEqual([`${RED} ${BLUE}`, `${GREEN} ${BLACK}`]);
    expect(await textsOf(pages, 21)).toEqual([`${RED} ${BLUE} ${GREEN}`, BLACK]);
    expect((await collectChunks(pages, 20)).map((chunk) => chunk.tokens)).toEqual([14, 14]);
  });

  test('whole sentences of the chunk before are repeated, up to the overlap', async () => {
    const pages = makePages([RED, BLUE, GREEN].join(' '));
    expect(await textsOf(pages, 20, 7)).toEqual([`${RED} ${BLUE}`, `${BLUE} ${GREEN}`]);
    expect(await textsOf(pages, 20, 6)).toEqual([`${RED} ${BLUE}`, GREEN]);
  });

  test('a chunk never repeats all of the one before', async () => {
    expect(await textsOf(makePages([RED, BLUE, GREEN].join(' ')), 20, 20)).toEqual([
      `${RED} ${BLUE}`,
      `${BLUE} ${GREEN}`,
    ]);
    expect(await textsOf(makePages([RED, BLUE].join(' ')), 10, 10)).toEqual([RED, BLUE]);
  });

  test('a heading begins a chunk once a quarter of the budget is full, and nothing is repeated under it', async () => {
    const pages = makePages(`${RED} ${BLUE}\n\n# Engines\n\n${GREEN}`);
    expect(await textsOf(pages, 56, 20)).toEqual([`${RED} ${BLUE}`, `# Engines\n\n${GREEN}`]);
    // 14 tokens are less than a quarter of 57.
    expect(await textsOf(pages, 57, 20)).toEqual([`${RED} ${BLUE}\n\n# Engines\n\n${GREEN}`]);
  });

  test('a chunk has the headings that its first words stand under', async () => {
    const pages = makePages(`${RED}\n# Ships\n${BLUE}\n## Hull\n${GREEN}\n# Ports\n${BLACK}`);
    expect((await collectChunks(pages, 20)).map(({ text, headings }) => [text, headings])).toEqual([
      [RED, []],
      [`# Ships\n${BLUE}`, ['Ships']],
      [`## Hull\n${GREEN}`, ['Ships', 'Hull']],
      [`# Ports\n${BLACK}`, ['Ports']],
    ]);
  });

  test('a chunk has the headings of its first new words, not of those that are repeated', async () => {
    // A heading that is not printed: where it is, one chunk may go on.
    const text = [RED, BLUE, GREEN].join(' ');
    const pages = [makePage(1, text, [{ start: text.indexOf(GREEN), level: 1, title: 'Hidden' }])];
    expect((await collectChunks(pages, 20, 7)).map((chunk) => [chunk.text, chunk.headings])).toEqual([
      [`${RED} ${BLUE}`, []],
      [`${BLUE} ${GREEN}`, ['Hidden']],
    ]);
  });

  test('a heading at the end of a chunk moves on to its text', async () => {
    const pages = makePages(`${RED} ${BLUE}\n# Engines\n${GREEN} ${BLACK}`);
    expect(await textsOf(pages, 60)).toHaveLength(1);
    // The heading would fit into the first chunk, its text would not.
    const short = makePages(`${RED}\n# Engines\n${GREEN} ${BLACK}`);
    expect(await textsOf(short, 30)).toEqual([`${RED}\n# Engines\n${GREEN} ${BLACK}`]);
    const long = `${GREEN.slice(0, -1)}, ${BLACK.slice(4, -1)}, and so do others of the fleet.`;
    expect(await textsOf(makePages(`${RED}\n# Engines\n${long}`), 29)).toEqual([RED, `# Engines\n${long}`]);
  });

  test('a document of headings only is not lost', async () => {
    expect(await textsOf(makePages('# Ships\n## Hull\n## Engines'), 50)).toEqual([
      '# Ships\n## Hull\n## Engines',
    ]);
  });

  test('a chunk ends with its page once it is half full', async () => {
    expect(await textsOf(makePages(`${RED} ${BLUE}`, GREEN), 28)).toEqual([`${RED} ${BLUE}`, GREEN]);
    expect(await textsOf(makePages(`${RED} ${BLUE}`, GREEN), 29)).toEqual([`${RED} ${BLUE}\n${GREEN}`]);
  });

  test('nothing is repeated over the end of a page', async () => {
    expect(await textsOf(makePages(`${RED} ${BLUE}`, GREEN), 28, 14)).toEqual([`${RED} ${BLUE}`, GREEN]);
  });

  test('a sentence that goes on on the next page keeps its chunk open', async () => {
    const [begin, rest] = ['The ship sails at noon and comes back', 'at dawn.'];
    const chunks = await collectChunks(makePages(`${RED} ${begin}`, rest), 25);
    expect(chunks).toEqual([
      {
        ordinal: 0,
        text: `${RED} ${begin}\n${rest}`,
        pageStart: 1,
        pageEnd: 2,
        start: 0,
        end: RED.length + 1 + begin.length + 1 + rest.length,
        headings: [],
        tokens: 19,
      },
    ]);
  });

  test('blank pages between are counted in the offsets', async () => {
    const [chunk, ...others] = await collectChunks(makePages('', `\n${RED}`, '', ' ', BLUE), 50);
    expect(others).toEqual([]);
    expect(chunk).toMatchObject({
      text: `${RED}\n\n \n${BLUE}`,
      pageStart: 2,
      pageEnd: 5,
      start: 1,
      end: 1 + RED.length + 4 + BLUE.length,
    });
  });

  test('a unit that fits only with the blank before it is cut, since it may begin a chunk', async () => {
    // " Zebra" is one token, "Zebra" two.
    const page = makePage(1, `It is a first sentence. Zebra${' word'.repeat(48)}.`);
    const tokens = (await collectChunks([page], 50)).map((chunk) => chunk.tokens);
    expect(tokens.length).toBeGreaterThan(1);
    expect(Math.max(...tokens)).toBeLessThanOrEqual(50);
  });

  test('nothing is repeated under another heading', async () => {
    const section = `# Ships${' word'.repeat(33)}\nThey sail.`;
    const chunks = await collectChunks(makePages(`Go on. Stay.\n${section}`), 40, 20);
    expect(chunks.map(({ text }) => text)).toEqual(['Go on. Stay.', section]);
  });

  test('chunks come in batches of at most 16, in order', async () => {
    const pages = [makePage(1, Array.from({ length: 40 }, () => RED).join(' '))];
    const batches = await collectBatches(pages, {
      chunking: { maxTokens: 10, overlapTokens: 0 },
      language: 'en',
    });
    expect(batches.map((batch) => batch.length)).toEqual([16, 16, 8]);
    expect(batches.flat().map((chunk) => chunk.ordinal)).toEqual(
      Array.from({ length: 40 }, (_, index) => index),
    );
  });

  test('chunks are given out while pages still come', async () => {
    const { splitPages } = await import('../../../src/split/split-pages.ts');
    let taken = 0;
    async function* endless() {
      for (;;) {
        taken += 1;
        yield [makePage(taken, RED)];
      }
    }
    const options = { chunking: { maxTokens: 10, overlapTokens: 0 }, language: 'en' } as const;
    for await (const batch of splitPages(endless(), options)) {
      expect(batch).toHaveLength(16);
      break;
    }
    expect(taken).toBe(16);
  });
});
