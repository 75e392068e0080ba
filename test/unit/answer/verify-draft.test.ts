import { describe, expect, test } from 'vitest';
import type { DraftStatement } from '../../../src/domain/answer.ts';
import { buildDocument, buildHit, buildPage } from './build-hits.ts';
import { quoteHit, verify } from './verify-statements.ts';

const MEMORY = '설치에는 최소 780MB의 메모리가 필요합니다.';

describe('the answer', () => {
  const guide = buildDocument(['안내\n설치에는 최소 780MB의\n메모리가 필요합니다.'], {
    title: '설치 안내서',
    externalId: 'guide',
    collection: 'manuals',
    version: 4,
  });
  const notes = buildDocument(['First page.', 'Use the 😀 key. Then restart.'], { id: 'doc-2' });
  const hits = [
    buildHit(guide, { start: 3 }),
    buildHit(notes, { pageStart: 2, pageEnd: 2 }, { chunkId: 'chunk-2' }),
  ];

  test('holds the statements with their marks, and every citation says where it stands', () => {
    const first: DraftStatement = { text: ` ${MEMORY}\n`, evidence: [{ hit: 0, start: 0, end: 26 }] };
    const verified = verify(
      [first, quoteHit(hits, 1, 'Then restart.'), quoteHit(hits, 1, 'Use the 😀 key.')],
      hits,
      [guide, notes],
    );
    expect(verified).toEqual({
      answer: `${MEMORY}[1] Then restart.[2] Use the 😀 key.[3]`,
      statements: [
        { start: 0, end: 26, citations: [1], support: 1, supported: true },
        { start: 30, end: 43, citations: [2], support: 1, supported: true },
        { start: 47, end: 62, citations: [3], support: 1, supported: true },
      ],
      citations: [
        {
          number: 1,
          documentId: 'doc-1',
          version: 4,
          title: '설치 안내서',
          externalId: 'guide',
          collection: 'manuals',
          chunkId: 'doc-1/1-1/3-29',
          page: 1,
          start: 3,
          end: 29,
          quote: '설치에는 최소 780MB의\n메모리가 필요합니다.',
          verified: true,
          boxes: [],
        },
        {
          number: 2,
          documentId: 'doc-2',
          version: 1,
          title: null,
          externalId: null,
          collection: 'default',
          chunkId: 'chunk-2',
          page: 2,
          start: 16,
          end: 29,
          quote: 'Then restart.',
          verified: true,
          boxes: [],
        },
        {
          number: 3,
          documentId: 'doc-2',
          version: 1,
          title: null,
          externalId: null,
          collection: 'default',
          chunkId: 'chunk-2',
          page: 2,
          start: 0,
          end: 15,
          quote: 'Use the 😀 key.',
          verified: true,
          boxes: [],
        },
      ],
    });
  });

  test('a list item begins a line of its own', () => {
    const list = buildDocument(['Steps:\n- open the door\n- walk in']);
    const listHits = [buildHit(list)];
    const verified = verify(
      [
        quoteHit(listHits, 0, 'Steps:'),
        quoteHit(listHits, 0, '- open the door'),
        quoteHit(listHits, 0, '- walk in'),
      ],
      listHits,
      [list],
    );
    expect(verified.answer).toBe('Steps:[1]\n- open the door[2]\n- walk in[3]');
    expect(verified.statements.map(({ start }) => start)).toEqual([0, 10, 29]);
  });

  test('a place found through two overlapping hits has one number', () => {
    const text = 'Alpha one. Beta two. Gamma three.';
    const document = buildDocument([text]);
    const overlapping = [buildHit(document, { end: 20 }), buildHit(document, { start: 11 })];
    const verified = verify(
      [
        {
          text: 'Beta two.',
          evidence: [
            { hit: 0, start: 11, end: 20 },
            { hit: 1, start: 0, end: 9 },
          ],
        },
        quoteHit(overlapping, 1, 'Gamma three.'),
        quoteHit(overlapping, 1, 'Beta two.'),
      ],
      overlapping,
      [document],
    );
    expect(verified.answer).toBe('Beta two.[1] Gamma three.[2] Beta two.[1]');
    expect(verified.citations.map(({ start, end }) => [start, end])).toEqual([
      [11, 20],
      [21, 33],
    ]);
  });

  test('the same offsets in two documents, or two versions, are two places', () => {
    const older = buildDocument(['Same words.']);
    const newer = buildDocument(['Same words.'], { version: 2 });
    const other = buildDocument(['Same words.'], { id: 'doc-2' });
    const evidence = [0, 1, 2].map((hit) => ({ hit, start: 0, end: 11 }));
    const stored = [older, newer, other];
    const { answer, citations } = verify(
      [{ text: 'Same words.', evidence }],
      stored.map((document) => buildHit(document)),
      stored,
    );
    expect(answer).toBe('Same words.[1][2][3]');
    expect(citations.map(({ documentId, version }) => [documentId, version])).toEqual([
      ['doc-1', 1],
      ['doc-1', 2],
      ['doc-2', 1],
    ]);
  });

  test('is empty for an empty draft', () => {
    expect(verify([], hits, [guide, notes])).toEqual({ answer: '', statements: [], citations: [] });
  });
});

describe('evidence', () => {
  test('across a page break is cited once per page, without the blanks at the break', () => {
    const document = buildDocument(['머리말', '재택근무는 하루 전까지 \n', '\n신청해야 합니다. 끝.']);
    const hits = [buildHit(document, { pageStart: 2 })];
    const text = '재택근무는 하루 전까지 신청해야 합니다.';
    const { answer, citations, statements } = verify(
      [{ text, evidence: [{ hit: 0, start: 0, end: 26 }] }],
      hits,
      [document],
    );
    expect(answer).toBe(`${text}[1][2]`);
    expect(citations.map(({ page, start, end, quote }) => [page, start, end, quote])).toEqual([
      [2, 0, 12, '재택근무는 하루 전까지'],
      [3, 1, 10, '신청해야 합니다.'],
    ]);
    expect(statements[0]).toMatchObject({ support: 1, supported: true });
  });

  test('a blank page in between is not cited', () => {
    const document = buildDocument(['one', ' \n', 'two']);
    const { citations } = verify(
      [{ text: 'one two', evidence: [{ hit: 0, start: 0, end: 10 }] }],
      [buildHit(document)],
      [document],
    );
    expect(citations.map(({ page, quote }) => [page, quote])).toEqual([
      [1, 'one'],
      [3, 'two'],
    ]);
  });

  test.each([
    ['a hit that does not exist', { hit: 1, start: 0, end: 5 }],
    ['a negative hit', { hit: -1, start: 0, end: 5 }],
    ['a fractional hit', { hit: 0.5, start: 0, end: 5 }],
    ['no hit at all', { hit: Number.NaN, start: 0, end: 5 }],
    ['a negative start', { hit: 0, start: -1, end: 5 }],
    ['a fractional end', { hit: 0, start: 0, end: 4.5 }],
    ['an end that is no number', { hit: 0, start: 0, end: Number.NaN }],
    ['a span beyond the end', { hit: 0, start: 0, end: 12 }],
    ['a span without an end', { hit: 0, start: 0, end: Number.POSITIVE_INFINITY }],
    ['an empty span', { hit: 0, start: 3, end: 3 }],
    ['a span turned round', { hit: 0, start: 5, end: 0 }],
    ['a blank', { hit: 0, start: 5, end: 6 }],
  ])('%s is no evidence', (_what, evidence) => {
    const document = buildDocument(['Hello world']);
    expect(verify([{ text: 'Hello', evidence: [evidence] }], [buildHit(document)], [document])).toEqual({
      answer: 'Hello',
      statements: [{ start: 0, end: 5, citations: [], support: 0, supported: false }],
      citations: [],
    });
  });

  test('carries the boxes of the lines it touches', () => {
    const lines = [
      { start: 0, end: 5, box: [72, 100, 40, 12] as const },
      { start: 6, end: 11, box: [72, 114, 42, 12] as const },
      { start: 12, end: 17, box: [72, 128, 44, 12] as const },
    ];
    const document = buildDocument([], { pages: [buildPage(1, 'alpha\nbravo\ncharl', lines)] });
    const { citations } = verify(
      [{ text: 'bravo charl', evidence: [{ hit: 0, start: 5, end: 17 }] }],
      [buildHit(document)],
      [document],
    );
    expect(citations[0]?.boxes).toEqual([
      [72, 114, 42, 12],
      [72, 128, 44, 12],
    ]);
  });
});
