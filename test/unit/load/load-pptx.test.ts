import { describe, expect, test } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { PPTX_MEDIA_TYPE } from '../../../src/load/media-types.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';
import { zipFiles } from './make-docx.ts';
import {
  graphic,
  group,
  listPptxParts,
  type MadeSlide,
  makePptx,
  type PptxParts,
  paragraph,
  picture,
  shape,
  table,
  title,
} from './make-pptx.ts';

function loadBytes(bytes: Uint8Array, limits = WIDE_LIMITS) {
  const source = { mediaType: PPTX_MEDIA_TYPE, bytes: bytes.length, charset: null };
  return collectLoad(loadDocument(bytes, source, limits));
}

/** The text of a presentation with one slide. */
async function textOf(shapes: string, slide: Partial<MadeSlide> = {}, parts: Partial<PptxParts> = {}) {
  const { pages } = await loadBytes(makePptx({ ...parts, slides: [{ ...slide, shapes }] }));
  return pages.map((page) => page.text).join('\n');
}

describe('slides', () => {
  test('are pages in the order in which they are shown; hidden ones are blank', async () => {
    const { head, pages, warnings } = await loadBytes(
      makePptx({
        slides: [
          { shapes: shape('둘째 장') + title('결과') },
          { shapes: title('사업 계획') },
          { shapes: title('비밀'), notes: shape('비밀', { placeholder: 'type="body"' }), isHidden: true },
        ],
        order: [1, 2, 0],
      }),
    );
    expect(head).toEqual({ loader: 'pptx 1', pageCount: null, title: '사업 계획' });
    expect(pages.map(({ number, label, text }) => [number, label, text])).toEqual([
      [1, '1', '사업 계획'],
      [2, '2', ''],
      [3, '3', '결과\n\n둘째 장'],
    ]);
    expect(pages.map(({ headings }) => headings)).toEqual([
      [{ start: 0, level: 1, title: '사업 계획' }],
      [],
      [{ start: 0, level: 1, title: '결과' }],
    ]);
    expect(warnings).toMatchObject([{ code: 'HIDDEN_SLIDE_LEFT_OUT', pages: [2] }]);
  });

  test('that are missing are blank pages with a warning', async () => {
    const slides = ['하나', '둘', '셋'].map((words) => ({ shapes: title(words) }));
    const { 'ppt/slide1.xml': _, ...files } = listPptxParts({ slides });
    const { pages, warnings } = await loadBytes(zipFiles(files));
    expect(pages.map(({ label, text }) => [label, text])).toEqual([
      ['1', '하나'],
      ['2', ''],
      ['3', '셋'],
    ]);
    const message = 'The file lacks 1 slide(s) that it names: number 2.';
    expect(warnings).toEqual([{ code: 'PART_MISSING', message, pages: [2] }]);
  });

  test.each([
    ['2026 전략', '2026 전략'],
    ['PowerPoint 프레젠테이션', '첫 장'],
    ['Untitled', '첫 장'],
  ])('core title %s: %s', async (core, expected) => {
    const bytes = makePptx({ slides: [{ shapes: title('첫 장') }], title: core });
    expect((await loadBytes(bytes)).head.title).toBe(expected);
  });

  test('of more than 50,000 characters go on with their label', async () => {
    const long = Array.from({ length: 2_000 }, (_, index) => `문단 ${index} 이다. ${'가'.repeat(20)}`);
    const { pages } = await loadBytes(
      makePptx({ slides: [{ shapes: shape(long) }, { shapes: shape('끝') }] }),
    );
    expect(pages.map(({ number, label }) => [number, label])).toEqual([
      [1, '1'],
      [2, '1'],
      [3, '2'],
    ]);
  });
});

describe('shapes', () => {
  test('stand in rows from top to bottom, each from left to right, the title first', async () => {
    const text = await textOf(
      shape('아래', { at: [0, 500, 50] }) +
        shape('오른쪽', { at: [300, 90, 40] }) +
        shape('왼쪽', { at: [10, 100, 40] }) +
        shape('제목', { placeholder: 'type="ctrTitle"', at: [0, 900, 10] }),
    );
    expect(text).toBe('제목\n\n왼쪽\n\n오른쪽\n\n아래');
  });

  test('of a group stay together, whatever their own coordinates', async () => {
    const inner = shape('안 아래', { at: [0, 9_000] }) + shape('안 위', { at: [0, 8_000] });
    expect(
      await textOf(shape('끝', { at: [0, 300] }) + group(inner, [0, 200]) + shape('처음', { at: [0, 100] })),
    ).toBe('처음\n\n안 위\n\n안 아래\n\n끝');
  });

  test('without a place stand where the layout has them, its own text left out', async () => {
    const layout =
      shape('제목을 입력하십시오', { placeholder: 'type="body" idx="1"', at: [0, 100, 10] }) +
      shape('텍스트', { placeholder: 'type="body" idx="2"', at: [0, 50, 10] });
    const shapes =
      shape('둘째', { placeholder: 'type="body" idx="1"' }) +
      shape('셋째', { at: [0, 200, 10] }) +
      shape('첫째', { placeholder: 'type="body" idx="2"' });
    expect(await textOf(shapes, {}, { layout })).toBe('첫째\n\n둘째\n\n셋째');
  });

  test('that are the same on every slide, or hidden, are left out', async () => {
    const furniture = ['dt', 'ftr', 'sldNum', 'hdr'].map((type) =>
      shape(`${type} 문구`, { placeholder: `type="${type}"` }),
    );
    const number = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld><a:r><a:t>쪽</a:t></a:r></a:p>';
    expect(await textOf(furniture.join('') + shape('숨김', { isHidden: true }) + shape([number]))).toBe('쪽');
  });

  test('of alternatives the first is read', async () => {
    const alternatives = `<mc:AlternateContent><mc:Choice Requires="x">${shape('새 것')}</mc:Choice><mc:Choice Requires="y">${shape('다른 것')}</mc:Choice><mc:Fallback>${shape('옛 것')}</mc:Fallback></mc:AlternateContent>`;
    expect(await textOf(alternatives + shape('뒤'))).toBe('새 것\n\n뒤');
  });
});

describe('paragraphs', () => {
  const mark = (level: number) => `<a:pPr lvl="${level}"><a:buChar char="•"/></a:pPr>`;
  const number = (startAt = '') => `<a:pPr><a:buAutoNum type="arabicPeriod"${startAt}/></a:pPr>`;

  test('of lists have marks by their level and numbers', async () => {
    const text = await textOf(
      shape([
        '준비물:',
        paragraph('지도', mark(0)),
        paragraph('한 장', mark(1)),
        paragraph('부른다', number()),
        paragraph('쓴다', number()),
        '그리고 끝.',
        paragraph('다섯째', number(' startAt="5"')),
      ]),
    );
    expect(text).toBe('준비물:\n- 지도\n  - 한 장\n1. 부른다\n2. 쓴다\n\n그리고 끝.\n5. 다섯째');
  });

  test('of a content placeholder are items, one alone is none', async () => {
    const options = { placeholder: 'idx="1"' };
    const noMark = paragraph('그냥', '<a:pPr><a:buNone/></a:pPr>');
    expect(await textOf(shape(['하나', '둘', noMark], options))).toBe('- 하나\n- 둘\n\n그냥');
    expect(await textOf(shape(['하나'], options))).toBe('하나');
  });

  test('join their runs and keep their line breaks; the text is NFC', async () => {
    const runs =
      '<a:p><a:r><a:t>한</a:t></a:r><a:r><a:t>글 </a:t></a:r><a:br/><a:r><a:t> 둘째  줄</a:t></a:r></a:p>';
    expect(await textOf(shape([runs.normalize('NFD')]))).toBe('한글\n둘째 줄');
  });
});

test('tables are rows', async () => {
  const rows = [
    ['구분', '일수'],
    ['병가', '30일'],
    ['', '기타'],
  ];
  expect(await textOf(graphic(table(rows)))).toBe('구분 | 일수\n병가 | 30일\n| 기타');
});

describe('charts', () => {
  const points = (texts: readonly (string | number)[]) =>
    texts.map((text, index) => `<c:pt idx="${index}"><c:v>${text}</c:v></c:pt>`).join('');
  const strings = (texts: readonly string[]) =>
    `<c:strRef><c:strCache>${points(texts)}</c:strCache></c:strRef>`;
  const numbers = (format: string, values: readonly number[]) =>
    `<c:numRef><c:numCache><c:formatCode>${format}</c:formatCode>${points(values)}</c:numCache></c:numRef>`;
  const rich = (text: string) => `<c:title><c:tx><c:rich>${paragraph(text)}</c:rich></c:tx></c:title>`;
  const shown = graphic('<c:chart r:id="chart"/>');

  test('say their titles, and of each category the value of every series', async () => {
    const series = (name: string, format: string, values: readonly number[]) =>
      `<c:ser><c:tx>${strings([name])}</c:tx><c:cat>${strings(['2025', '2026'])}</c:cat><c:val>${numbers(format, values)}</c:val></c:ser>`;
    const chart = `<c:chart>${rich('연도별 실적')}<c:plotArea><c:barChart>${series('매출', '#,##0', [1200, 1500])}${series('이익률', '0%', [0.1, 0.125])}</c:barChart><c:valAx>${rich('억원')}</c:valAx></c:plotArea></c:chart>`;
    expect(await textOf(title('실적') + shown, { chart })).toBe(
      '실적\n\n연도별 실적\n\n억원\n\n2025 | 매출: 1200 | 이익률: 10%\n2026 | 매출: 1500 | 이익률: 12.5%',
    );
  });

  test('that scatter have points of their own for each series', async () => {
    const series = (name: string, x: readonly number[], y: readonly number[]) =>
      `<c:ser><c:tx>${strings([name])}</c:tx><c:xVal>${numbers('General', x)}</c:xVal><c:yVal>${numbers('General', y)}</c:yVal></c:ser>`;
    const chart = `<c:chart>${series('가', [1, 2], [10, 20])}${series('나', [3], [30])}</c:chart>`;
    expect(await textOf(shown, { chart })).toBe('1 | 가: 10\n2 | 가: 20\n3 | 나: 30');
  });

  test('join categories in levels, the outer one first', async () => {
    const levels = `<c:multiLvlStrRef><c:multiLvlStrCache><c:lvl>${points(['1월', '2월'])}</c:lvl><c:lvl>${points(['2026년'])}</c:lvl></c:multiLvlStrCache></c:multiLvlStrRef>`;
    const chart = `<c:chart><c:ser><c:cat>${levels}</c:cat><c:val>${numbers('General', [1, 2])}</c:val></c:ser></c:chart>`;
    expect(await textOf(shown, { chart })).toBe('2026년 1월 | 1\n2월 | 2');
  });
});

test('diagrams are lists of their texts', async () => {
  const point = (text: string) => `<dgm:pt><dgm:t>${paragraph(text)}</dgm:t></dgm:pt>`;
  const diagram = `<dgm:ptLst>${point('계획')}${point('실행')}<dgm:pt type="pres"/></dgm:ptLst>`;
  expect(await textOf(graphic('<dgm:relIds r:dm="diagram"/>'), { diagram })).toBe('- 계획\n- 실행');
});

test.each([
  ['분기별 매출이 오르는 막대 그래프', '분기별 매출이 오르는 막대 그래프'],
  ['chart_final.png', ''],
  ['그림 12', ''],
  ['텍스트이(가) 표시된 사진&#10;&#10;자동 생성된 설명', ''],
  ['A picture containing text&#10;Description automatically generated', ''],
  ['', ''],
])('the description %j of a picture: %j', async (description, expected) => {
  expect(await textOf(title('가') + picture(description))).toBe(expected === '' ? '가' : `가\n\n${expected}`);
});

describe('notes of the speaker', () => {
  const body = { placeholder: 'type="body" idx="1"' };
  const others =
    shape('그림', { placeholder: 'type="sldImg"' }) + shape('12', { placeholder: 'type="sldNum"' });

  test('come last under a line in the language of the slide', async () => {
    expect(await textOf(title('가'), { notes: others + shape(['천천히 말한다.', '웃는다.'], body) })).toBe(
      '가\n\n(발표자 노트)\n\n천천히 말한다.\n\n웃는다.',
    );
    expect(await textOf(title('Plan'), { notes: shape('Speak slowly.', body) })).toBe(
      'Plan\n\n(Notes)\n\nSpeak slowly.',
    );
  });

  test('that are empty leave no line', async () => {
    expect(await textOf(title('가'), { notes: others + shape('', body) })).toBe('가');
  });
});

describe('hostile and broken presentations', () => {
  const parts = { slides: [{ shapes: title('비밀 항구') }] };
  const whole = makePptx(parts);
  const files = listPptxParts(parts);

  test.each([
    ['cut short', whole.slice(0, whole.length - 40)],
    ['no presentation', zipFiles({ ...files, 'ppt/presentation.xml': '<a/>' })],
    ['a slide that is none', zipFiles({ ...files, 'ppt/slide0.xml': '<a/>' })],
    ['a slide cut short', zipFiles({ ...files, 'ppt/slide0.xml': '<a><b>' })],
  ])('%s: DOCUMENT_UNREADABLE', async (_what, bytes) => {
    await expect(loadBytes(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });

  test('no text, no slides', async () => {
    for (const slides of [[], [{ shapes: picture('') }]])
      await expect(loadBytes(makePptx({ slides }))).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
  });

  test('one slide shown many times counts as often', async () => {
    const order = Array.from({ length: 20 }, () => 0);
    const bytes = makePptx({ slides: [{ shapes: shape('가'.repeat(50)) }], order });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxPages: 10 })).rejects.toMatchObject({
      message: expect.stringContaining('10 pages'),
    });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxTextBytes: 1_000 })).rejects.toMatchObject({
      message: expect.stringContaining('1000 bytes of text'),
    });
  });

  test('the limit on text counts before a slide ends', async () => {
    const bytes = makePptx({ slides: [{ shapes: shape('가나다라').repeat(100) }] });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxTextBytes: 300 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('300 bytes of text'),
    });
  });
});
