import { describe, expect, test } from 'vitest';
import { WIDE_LIMITS } from './collect-load.ts';
import { loadBody, loadBytes } from './load-made-hwpx.ts';
import { zipFiles } from './make-docx.ts';
import { listHwpxParts, makeHwpx, paragraph, STANDARD_2024, subList, table, text } from './make-hwpx.ts';

const textOf = async (...paragraphs: string[]) => (await loadBody(paragraphs.join(''))).text;
const ctrl = (content: string) => `<hp:ctrl>${content}</hp:ctrl>`;

test('a section that is named and missing is a warning', async () => {
  const sections = ['하나', '둘', '셋'].map((words) => paragraph(words));
  const { 'Contents/section1.xml': _, ...files } = listHwpxParts({ sections });
  const { pages, warnings } = await loadBytes(zipFiles(files));
  expect(pages.map((page) => page.text).join('\n')).toMatch(/^하나\s+셋$/);
  const message = 'The file lacks 1 section(s) that it names: number 2.';
  expect(warnings).toEqual([{ code: 'PART_MISSING', message, pages: [] }]);
});

describe('text', () => {
  test('tabs, line breaks, hyphens, spaces and marks within a text', async () => {
    const marks =
      '가<hp:lineBreak/>나<hp:tab width="4"/>다<hp:hyphen/>라<hp:nbSpace/>마<hp:fwSpace/>바<hp:markpenBegin color="#FFFF00"/>사<hp:markpenEnd/>';
    expect(await textOf(paragraph(text(marks)))).toBe('가\n나\t다-라 마 바사');
  });

  test('runs go on without a blank; line ends of the file are blanks', async () => {
    expect(await textOf(paragraph(`${text('비밀 ')}${text('항\n구')}`))).toBe('비밀 항 구');
  });

  test('the text of fields is shown, what they are made of is not', async () => {
    const field =
      '<hp:fieldBegin type="HYPERLINK"><hp:parameters><hp:stringParam>http://a.example</hp:stringParam></hp:parameters></hp:fieldBegin>';
    const memo = `<hp:fieldBegin type="MEMO">${subList(paragraph('메모'))}</hp:fieldBegin>`;
    expect(await textOf(paragraph(ctrl(field) + text('누리집') + ctrl('<hp:fieldEnd/>') + ctrl(memo)))).toBe(
      '누리집',
    );
  });

  test('headers, footers, hidden comments and master pages are left out', async () => {
    const hidden = ['header', 'footer', 'hiddenComment', 'masterPage']
      .map((name) => ctrl(`<hp:${name}>${subList(paragraph(name))}</hp:${name}>`))
      .join('');
    expect(await textOf(paragraph(hidden + text('본문')))).toBe('본문');
  });

  test('text deleted with changes tracked is left out, to the end of its paragraph at most', async () => {
    const changed =
      '연차는 <hp:deleteBegin Id="1"/>12일<hp:deleteEnd Id="1"/><hp:insertBegin Id="2"/>15일<hp:insertEnd Id="2"/>이다.';
    expect(
      await textOf(
        paragraph(text(changed)),
        paragraph(text('가<hp:deleteBegin Id="3"/>나')),
        paragraph('다'),
      ),
    ).toBe('연차는 15일이다.\n\n가\n\n다');
  });

  test('equations, overlapped letters and ruby', async () => {
    const equation = '<hp:equation><hp:sz/><hp:script>a over b</hp:script></hp:equation>';
    const ruby = '<hp:dutmal><hp:mainText>大韓</hp:mainText><hp:subText>대한</hp:subText></hp:dutmal>';
    const overlapped = '<hp:compose composeText="⑭"><hp:charPr/></hp:compose>';
    expect(await textOf(paragraph(text('비는') + equation + text('이다. ') + ruby + overlapped))).toBe(
      '비는 a over b 이다. 大韓(대한)⑭',
    );
  });

  test('notes come after their paragraph, their own numbers left out', async () => {
    const own = ctrl(
      '<hp:autoNum num="3" numType="FOOTNOTE"><hp:autoNumFormat type="DIGIT" suffixChar=")"/></hp:autoNum>',
    );
    const note = ctrl(`<hp:footNote number="3">${subList(paragraph(own + text(' 근거')))}</hp:footNote>`);
    expect(await textOf(paragraph(text('휴가') + note + text('는 15일')), paragraph('다음'))).toBe(
      '휴가⁽³⁾는 15일\n\n⁽³⁾ 근거\n\n다음',
    );
  });

  test('text boxes and captions with their numbers', async () => {
    const number = ctrl(
      '<hp:autoNum num="2" numType="PICTURE"><hp:autoNumFormat type="ROMAN_CAPITAL"/></hp:autoNum>',
    );
    const caption = `<hp:caption side="BOTTOM">${subList(paragraph(text('그림 ') + number + text(' 배치도')))}</hp:caption>`;
    const box = `<hp:rect><hp:drawText>${subList(paragraph('상자'))}</hp:drawText>${caption}<hp:shapeComment>설명</hp:shapeComment></hp:rect>`;
    expect(await textOf(paragraph(box), paragraph(text('앞 ') + box + text('뒤')))).toBe(
      '상자\n\n그림 II 배치도\n\n앞 뒤\n\n상자\n\n그림 II 배치도',
    );
  });

  test('of alternatives the one for older readers', async () => {
    const choice = (name: string, words: string) =>
      `<hp:${name}><hp:rect><hp:drawText>${subList(paragraph(words))}</hp:drawText></hp:rect></hp:${name}>`;
    const both = `<hp:switch>${choice('case', '새것')}${choice('default', '옛것')}</hp:switch>`;
    expect(await textOf(paragraph(both))).toBe('옛것');
  });
});

describe('tables', () => {
  test('one line for each row; a merged cell stands once; tables within are on the line', async () => {
    const nested = paragraph(table([[paragraph('a'), paragraph('b')]]));
    const merged = table(
      [
        [paragraph('휴가'), paragraph('일수')],
        ['', nested],
      ],
      { spans: { '0,0': 'colSpan="1" rowSpan="2"' } },
    );
    expect(await textOf(paragraph(merged))).toBe('휴가 | 일수\na b');
  });

  test('captions above and below', async () => {
    const withCaption = (side: string) =>
      table([[paragraph('가'), paragraph('나')]], {
        caption: `<hp:caption side="${side}">${subList(paragraph('표 1'))}</hp:caption>`,
      });
    expect(await textOf(paragraph(withCaption('TOP')))).toBe('표 1\n\n가 | 나');
    expect(await textOf(paragraph(withCaption('BOTTOM')))).toBe('가 | 나\n\n표 1');
  });

  test('cells without their places come in their order', async () => {
    const row = (...cells: string[]) =>
      `<hp:tr>${cells.map((cell) => `<hp:tc>${subList(paragraph(cell))}</hp:tc>`).join('')}</hp:tr>`;
    expect(await textOf(paragraph(`<hp:tbl>${row('가', '나')}${row('다', '라')}</hp:tbl>`))).toBe(
      '가 | 나\n다 | 라',
    );
  });
});

describe('heads and headings', () => {
  const head = (id: number, type: string, level: number, idRef: number) =>
    `<hh:paraPr id="${id}"><hh:align/><hh:heading type="${type}" idRef="${idRef}" level="${level}"/></hh:paraPr>`;
  const header = [
    '<hh:numbering id="1"><hh:paraHead level="1" start="1" numFormat="DIGIT">제^1조</hh:paraHead><hh:paraHead level="2" start="2" numFormat="CIRCLED_DIGIT">^2</hh:paraHead></hh:numbering>',
    '<hh:bullet id="1" char="○"><hh:paraHead level="0">x</hh:paraHead></hh:bullet>',
    head(1, 'OUTLINE', 0, 0),
    head(2, 'NUMBER', 1, 1),
    head(3, 'BULLET', 0, 1),
    head(4, 'NONE', 2, 0),
    '<hh:style id="5" name="개요 2" engName="Outline 2"/>',
  ].join('');
  const section = '<hp:secPr outlineShapeIDRef="1"><hp:grid/></hp:secPr>';

  test('are counted over all sections and shown as Hangul does', async () => {
    const sections = [
      paragraph(section + text('목적'), 'paraPrIDRef="1"') +
        paragraph('하나', 'paraPrIDRef="2"') +
        paragraph('둘', 'paraPrIDRef="2"') +
        paragraph('점', 'paraPrIDRef="3"'),
      paragraph('정의', 'paraPrIDRef="1"') + paragraph('없음', 'paraPrIDRef="4" styleIDRef="5"'),
    ];
    const { pages } = await loadBytes(makeHwpx({ sections, header }));
    expect(pages.map((page) => page.text)).toEqual([
      '제1조 목적\n\n② 하나\n\n③ 둘\n\n○ 점',
      '제2조 정의\n\n없음',
    ]);
    expect(pages.map((page) => page.headings)).toEqual([
      [{ start: 0, level: 1, title: '제1조 목적' }],
      [
        { start: 0, level: 1, title: '제2조 정의' },
        { start: '제2조 정의\n\n'.length, level: 2, title: '없음' },
      ],
    ]);
  });
});

describe('pages', () => {
  test('begin at the author’s breaks, not at those in tables', async () => {
    const { pages } = await loadBody(
      [
        paragraph('하나', 'pageBreak="1"'),
        paragraph(table([[paragraph('칸', 'pageBreak="1"')]])),
        paragraph('둘', 'pageBreak="1"'),
        paragraph('단', 'pageBreak="0" columnBreak="1"'),
      ].join(''),
    );
    expect(pages.map(({ number, text: words }) => [number, words])).toEqual([
      [1, '하나\n\n칸'],
      [2, '둘\n\n단'],
    ]);
  });
});

describe('the package', () => {
  test('sections in the order of the spine; the preview is not read', async () => {
    const bytes = makeHwpx({
      sections: [paragraph('하나'), paragraph('둘')],
      spine: ['section1', 'section0'],
    });
    expect((await loadBytes(bytes)).pages.map((page) => page.text)).toEqual(['둘', '하나']);
  });

  test('has a title where a person wrote one, and a loader', async () => {
    const headOf = async (title: string) => (await loadBody(paragraph('가'), { title })).head;
    expect(await headOf('휴가 규정')).toEqual({ loader: 'hwpx 1', pageCount: null, title: '휴가 규정' });
    expect((await headOf('제목 없음')).title).toBeNull();
  });

  test('in the namespaces of the standard of 2024', async () => {
    expect((await loadBody(paragraph('가'), { namespaces: STANDARD_2024 })).text).toBe('가');
  });

  test('paths may start at the folder of the package document, the header may be missing', async () => {
    const files = listHwpxParts({ sections: [paragraph('가')] });
    const { 'Contents/header.xml': _, ...rest } = files;
    const hpf = files['Contents/content.hpf']?.replaceAll('Contents/', '') ?? '';
    expect((await loadBytes(zipFiles({ ...rest, 'Contents/content.hpf': hpf }))).pages[0]?.text).toBe('가');
  });

  test('an encrypted part: DOCUMENT_ENCRYPTED; a manifest without any does no harm', async () => {
    const entry = (children: string) =>
      `<odf:file-entry odf:full-path="Contents/section0.xml">${children}</odf:file-entry>`;
    expect((await loadBody(paragraph('가'), { manifest: entry('') })).text).toBe('가');
    await expect(
      loadBody(paragraph('가'), { manifest: entry('<odf:encryption-data odf:checksum="x"/>') }),
    ).rejects.toMatchObject({ code: 'DOCUMENT_ENCRYPTED' });
  });

  test('without text: DOCUMENT_HAS_NO_TEXT', async () => {
    await expect(loadBody(paragraph(''))).rejects.toMatchObject({ code: 'DOCUMENT_HAS_NO_TEXT' });
  });

  const whole = listHwpxParts({ sections: [paragraph('가')] });
  test.each([
    ['no package document', { ...whole, 'Contents/content.hpf': '' }],
    ['no sections', listHwpxParts({ sections: [] })],
    [
      'sections that are not there',
      {
        ...whole,
        'Contents/content.hpf': (whole['Contents/content.hpf'] ?? '').replaceAll('section0.xml', 'none.xml'),
      },
    ],
    ['XML cut short', { ...whole, 'Contents/section0.xml': '<a><b>' }],
    [
      'an external entity',
      {
        ...whole,
        'Contents/section0.xml': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
      },
    ],
  ])('%s: DOCUMENT_UNREADABLE', async (_what, files) => {
    await expect(loadBytes(zipFiles(files))).rejects.toMatchObject({ code: 'DOCUMENT_UNREADABLE' });
  });

  test('the limit on what is unpacked is named', async () => {
    const bytes = makeHwpx({ sections: [paragraph('가'.repeat(9_000))] });
    await expect(loadBytes(bytes, { ...WIDE_LIMITS, maxExpandedBytes: 5_000 })).rejects.toMatchObject({
      code: 'DOCUMENT_LIMIT_EXCEEDED',
      message: expect.stringContaining('5000 bytes when unpacked'),
    });
  });
});
