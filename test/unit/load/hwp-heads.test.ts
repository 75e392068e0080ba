import { describe, expect, test } from 'vitest';
import { formatHangulNumber, NUMBER_SHAPES } from '../../../src/load/hangul/format-hangul-number.ts';
import { loadBody } from './load-made-hwp.ts';
import {
  bullet,
  list,
  numbering,
  paragraph,
  paragraphShape,
  sectionDefinition,
  style,
  table,
} from './make-hwp.ts';

const PLAIN = 0;
const OUTLINE_1 = 1;
const OUTLINE_2 = 2;
const ITEM_1 = 3;
const ITEM_2 = 4;
const DOTTED = 5;
const OTHER_ITEM = 6;
const docInfo = [
  numbering([
    ['제^1장', 0, 1],
    ['제^2조', 0, 1],
  ]),
  numbering([
    ['^1.', 0, 3],
    ['^1.^2)', 8, 1],
  ]),
  bullet('-'),
  bullet('\uF06C'),
  paragraphShape(0),
  paragraphShape(1, 1),
  paragraphShape(1, 2),
  paragraphShape(2, 1, 2),
  paragraphShape(2, 2, 2),
  paragraphShape(3, 1, 1),
  paragraphShape(2, 1, 9),
  paragraphShape(3, 1, 2),
  style('바탕글', 'Normal'),
  style('개요 3', 'Outline 3'),
  style('Überschrift', 'outline 2'),
];
const textsOf = async (...section: Buffer[]) => (await loadBody(section, { docInfo })).text?.split('\n\n');

describe('heads of paragraphs', () => {
  test('an outline takes the numbering of its section and begins anew below each level', async () => {
    expect(
      await textsOf(
        paragraph([sectionDefinition(1), '총칙'], { shape: OUTLINE_1 }),
        paragraph('목적', { shape: OUTLINE_2 }),
        paragraph('정의', { shape: OUTLINE_2 }),
        paragraph('휴가', { shape: OUTLINE_1 }),
        paragraph('연차', { shape: OUTLINE_2 }),
      ),
    ).toEqual(['제1장 총칙', '제1조 목적', '제2조 정의', '제2장 휴가', '제1조 연차']);
  });

  test('numbers go on over plain paragraphs, from where they start, with the level above in Korean letters', async () => {
    expect(
      await textsOf(
        paragraph('가', { shape: ITEM_1 }),
        paragraph('나', { shape: ITEM_2 }),
        paragraph('사이'),
        paragraph('다', { shape: ITEM_2 }),
        paragraph('라', { shape: ITEM_1 }),
      ),
    ).toEqual(['3. 가', '3.가) 나', '사이', '3.나) 다', '4. 라']);
  });

  test('a level above that was left out counts as begun', async () => {
    expect(await textsOf(paragraph('가', { shape: ITEM_2 }), paragraph('나', { shape: ITEM_1 }))).toEqual([
      '3.가) 가',
      '4. 나',
    ]);
  });

  test('a numbering that is not stored is Hangul’s own', async () => {
    expect(await textsOf(paragraph('가', { shape: OTHER_ITEM }))).toEqual(['1. 가']);
  });

  test('bullets, of symbol fonts as a dot', async () => {
    expect(await textsOf(paragraph('가', { shape: DOTTED }), paragraph('나', { shape: 7 }))).toEqual([
      '- 가',
      '• 나',
    ]);
  });

  test('an empty item has a number that is not shown, one in a header is not counted', async () => {
    const header = list(16, 'head', (level) => paragraph('머리', { shape: ITEM_1 }, level));
    expect(
      await textsOf(
        paragraph([header, '가'], { shape: ITEM_1 }),
        paragraph('', { shape: ITEM_1 }),
        paragraph('다', { shape: ITEM_1 }),
      ),
    ).toEqual(['3. 가', '5. 다']);
  });

  test.each(
    NUMBER_SHAPES.map((shape, index) => [
      shape,
      ['12', '⑫', 'XII', 'xii', 'L', 'l', 'Ⓛ', 'ⓛ', '타', '㉹', 'ㅌ', '㉫', '십이', '十二', '㊁', '을', '乙'][
        index
      ],
    ]),
  )('%s: 12 is %s', (shape, shown) => {
    expect(formatHangulNumber(shape ?? '', 12)).toBe(shown);
  });

  test('numbers beyond a shape are digits', () => {
    expect(formatHangulNumber('CIRCLED_DIGIT', 51)).toBe('51');
    expect(formatHangulNumber('CIRCLED_DIGIT', 36)).toBe('㊱');
    expect(formatHangulNumber('ROMAN_CAPITAL', 5_000)).toBe('5000');
    expect(formatHangulNumber('HANGUL_SYLLABLE', 0)).toBe('0');
    expect(formatHangulNumber('no such shape', 3)).toBe('3');
  });
});

describe('headings', () => {
  test('are outline paragraphs and those in styles named for the outline, with their offsets', async () => {
    const { pages } = await loadBody(
      [
        paragraph([sectionDefinition(1), '총칙'], { shape: OUTLINE_1 }),
        paragraph('본문이다.'),
        paragraph('세 번째 수준', { style: 1 }),
        paragraph('둘째\u0020\u0020수준', { style: 2 }),
      ],
      { docInfo },
    );
    expect(pages[0]?.headings).toEqual([
      { start: 0, level: 1, title: '제1장 총칙' },
      { start: '제1장 총칙\n\n본문이다.\n\n'.length, level: 3, title: '세 번째 수준' },
      { start: '제1장 총칙\n\n본문이다.\n\n세 번째 수준\n\n'.length, level: 2, title: '둘째 수준' },
    ]);
  });

  test('long paragraphs and such without a word are none', async () => {
    const { pages } = await loadBody(
      [
        paragraph('긴 문장이다. '.repeat(30), { style: 1 }),
        paragraph('2)', { style: 1 }),
        paragraph('끝', { shape: PLAIN }),
      ],
      { docInfo },
    );
    expect(pages[0]?.headings).toEqual([]);
  });

  test('one alone in its row of a table is one', async () => {
    const box = table([
      [{ row: 0, column: 0 }, (level) => paragraph('', {}, level)],
      [{ row: 0, column: 1 }, (level) => paragraph('붙임 서식', { style: 1 }, level)],
      [{ row: 1, column: 0 }, (level) => paragraph('이름', { style: 1 }, level)],
      [{ row: 1, column: 1 }, (level) => paragraph('날짜', { style: 1 }, level)],
    ]);
    const { pages } = await loadBody([paragraph([box])], { docInfo });
    expect(pages[0]?.text).toBe('붙임 서식\n이름 | 날짜');
    expect(pages[0]?.headings).toEqual([{ start: 0, level: 3, title: '붙임 서식' }]);
  });
});
