import { describe, expect, test } from 'vitest';
import { loadBody } from './load-made-docx.ts';
import { paragraph, run, STRICT } from './make-docx.ts';

const textOf = async (...args: Parameters<typeof loadBody>) => (await loadBody(...args)).text;
const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;

describe('the text of a Word document', () => {
  test('paragraphs are apart, empty ones leave nothing behind', async () => {
    expect(await textOf(paragraph('첫째') + paragraph('') + paragraph(' ') + paragraph('둘째'))).toBe(
      '첫째\n\n둘째',
    );
  });

  test.each([
    ['line breaks', '<w:r><w:t>가</w:t><w:br/><w:t>나</w:t><w:cr/><w:t>다</w:t></w:r>', '가\n나\n다'],
    ['tabs, but not tab stops', '<w:r><w:t>가</w:t><w:tab/><w:t>나</w:t></w:r>', '가\t나'],
    ['hyphens', '<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b&#xAD;c</w:t><w:softHyphen/></w:r>', 'a-bc'],
    [
      'symbols',
      '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t xml:space="preserve"> 동의</w:t></w:r>',
      '☑ 동의',
    ],
    ['Greek by font', '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', 'α'],
    ['blanks of the file', '<w:r><w:t> a </w:t></w:r><w:r><w:t xml:space="preserve"> b</w:t></w:r>', 'a b'],
    [
      'the five entities and CDATA',
      '<w:r><w:t xml:space="preserve">&lt;a&gt; &amp; <![CDATA[<b>]]></w:t></w:r>',
      '<a> & <b>',
    ],
    ['links', `<w:hyperlink>${run('여기')}</w:hyperlink>${run('로')}`, '여기로'],
    [
      'content controls',
      `<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent>${run('값')}</w:sdtContent></w:sdt>`,
      '값',
    ],
    [
      'ruby',
      `<w:r><w:ruby><w:rt>${run('かん')}</w:rt><w:rubyBase>${run('漢')}</w:rubyBase></w:ruby></w:r>`,
      '漢',
    ],
    ['a decomposed syllable', run('한글'.normalize('NFD')), '한글'],
  ])('%s', async (_what, content, expected) => {
    expect(await textOf(paragraph(content, '<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>'))).toBe(
      expected,
    );
  });

  test('fields show their result: not the instruction, nor what is nested in it', async () => {
    const nested = `${field('begin')}${run('속')}${field('separate')}${run('가짜')}${field('end')}`;
    const content = `${run('쪽 ')}${field('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>${nested}${field('separate')}${run('7')}${field('end')}${run(' 끝')}`;
    expect(await textOf(paragraph(content))).toBe('쪽 7 끝');
  });

  test('an instruction without an end does not hide the paragraphs after it', async () => {
    expect(await textOf(paragraph(run('앞') + field('begin') + run('숨음')) + paragraph('뒤'))).toBe(
      '앞\n\n뒤',
    );
  });

  test('insertions are in, deletions and the sources of moves out', async () => {
    const content = `<w:ins>${run('넣음')}</w:ins><w:del>${run('지움')}</w:del><w:moveFrom>${run('옮김')}</w:moveFrom><w:moveTo>${run('옮긴 곳')}</w:moveTo>`;
    expect(await textOf(paragraph(content))).toBe('넣음옮긴 곳');
  });

  test('earlier formatting under tracked changes has no effect', async () => {
    const properties = '<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>';
    const run2 = `<w:r>${properties}<w:t>보임</w:t></w:r>`;
    expect(await textOf(paragraph(run2))).toBe('보임');
  });

  test('hidden text is left out, by run and by style, with a warning that names the page', async () => {
    const styles =
      '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:basedOn w:val="Base"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>';
    const body =
      paragraph(run('보임') + run('숨김', '<w:vanish/>') + run('도 보임', '<w:vanish w:val="0"/>')) +
      paragraph('<w:r><w:br w:type="page"/></w:r>') +
      paragraph(run('글자', '<w:rStyle w:val="Secret"/>') + run('둘째 쪽')) +
      paragraph('문단', '<w:pStyle w:val="Gone"/>') +
      paragraph('<w:r><w:br w:type="page"/></w:r>') +
      paragraph('셋째 쪽');
    const { texts, warnings } = await loadBody(body, { styles });
    expect(texts).toEqual(['보임도 보임', '둘째 쪽', '셋째 쪽']);
    expect(warnings).toMatchObject([{ code: 'HIDDEN_TEXT_LEFT_OUT', pages: [1, 2] }]);
  });

  test('a text box stands once, after its paragraph, whatever the alternatives', async () => {
    const box = (text: string) => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
    const content = `${run('앞')}<w:r><mc:AlternateContent><mc:Choice Requires="wps">${box('상자')}</mc:Choice><mc:Fallback><w:pict>${box('상자')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('뒤')}`;
    expect(await textOf(paragraph(content))).toBe('앞뒤\n\n상자');
  });

  test('where there is no choice, the fallback is read', async () => {
    const content = `<mc:AlternateContent><mc:Fallback>${run('대신')}</mc:Fallback></mc:AlternateContent>`;
    expect(await textOf(paragraph(content))).toBe('대신');
  });

  test('equations are on one line, so that a half is not twelve', async () => {
    const r = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
    const half = `<m:f><m:num>${r('1')}</m:num><m:den>${r('2')}</m:den></m:f>`;
    const power = `<m:sSup><m:e>${r('x')}</m:e><m:sup>${r('n-1')}</m:sup></m:sSup>`;
    const sum = `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${r('i')}</m:sub><m:sup>${r('n')}</m:sup><m:e>${power}</m:e></m:nary>`;
    const bracket = `<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>${half}</m:e></m:d>`;
    const root = `<m:rad><m:deg/><m:e>${r('ab')}</m:e></m:rad>`;
    const body = [half, sum, bracket, root].map((math) => paragraph(`<m:oMath>${math}</m:oMath>`)).join('');
    expect(await textOf(body)).toBe('1/2\n\n∑_i^n x^(n-1)\n\n[1/2]\n\n√(ab)');
  });

  test('footnotes and endnotes stand at the end of their page, in the order of their marks', async () => {
    const note = (kind: string, id: string, text: string, type = '') =>
      `<w:${kind} w:id="${id}"${type}>${paragraph(`<w:r><w:${kind}Ref/></w:r>${run(text)}`)}</w:${kind}>`;
    const refer = (kind: string, id: string) => `<w:r><w:${kind}Reference w:id="${id}"/></w:r>`;
    const body =
      paragraph(run('휴가는 15일') + refer('footnote', '5') + run('이다.')) +
      paragraph(run('재택은 3일') + refer('endnote', '2') + refer('footnote', '4')) +
      paragraph('<w:r><w:br w:type="page"/></w:r>') +
      paragraph('다음');
    const { texts } = await loadBody(body, {
      footnotes:
        note('footnote', '-1', '구분선', ' w:type="separator"') +
        note('footnote', '4', '둘째 주') +
        note('footnote', '5', '첫째 주') +
        note('footnote', '9', '아무도 가리키지 않음'),
      endnotes: note('endnote', '2', '미주'),
    });
    expect(texts).toEqual([
      '휴가는 15일⁽¹⁾이다.\n\n재택은 3일⁽ⁱ⁾⁽²⁾\n\n⁽¹⁾ 첫째 주\n\n⁽ⁱ⁾ 미주\n\n⁽²⁾ 둘째 주',
      '다음',
    ]);
  });

  test('without page breaks notes do not wait for the end of the document', async () => {
    const refer = '<w:r><w:footnoteReference w:id="1"/></w:r>';
    const body = paragraph(run('긴 문단. '.repeat(600)) + refer) + paragraph('다음 문단');
    const { text } = await loadBody(body, {
      footnotes: `<w:footnote w:id="1">${paragraph('주석')}</w:footnote>`,
    });
    expect(text?.slice(-30)).toContain('⁽¹⁾\n\n⁽¹⁾ 주석\n\n다음 문단');
  });

  test('another file in the text is left out with a warning', async () => {
    const { text, warnings } = await loadBody(`${paragraph('글')}<w:altChunk/>`);
    expect(text).toBe('글');
    expect(warnings.map((warning) => warning.code)).toEqual(['EMBEDDED_FILE_LEFT_OUT']);
  });

  test('the main part is where the relationships say; strict namespaces and other prefixes are read', async () => {
    const strict = await loadBody(paragraph('엄격', '<w:outlineLvl w:val="0"/>'), {
      namespaces: STRICT,
      mainPart: 'main/part.xml',
    });
    expect(strict.text).toBe('엄격');
    expect(strict.pages[0]?.headings).toEqual([{ start: 0, level: 1, title: '엄격' }]);
    const body = `<x:p xmlns:x="${STRICT.w}"><x:r><x:t>접두사</x:t></x:r></x:p><w:p xmlns:w="urn:other"><w:r><w:t>아님</w:t></w:r></w:p>`;
    expect((await loadBody(body)).text).toBe('접두사');
  });

  test('a tracked deletion of a paragraph end joins it with the next, at the end and before a table with none', async () => {
    const open = (text: string) => paragraph(text, '<w:rPr><w:del w:id="1"/></w:rPr>');
    const body = open('최대 처리량은 초당 ') + open('약 ') + paragraph('500건이다.') + paragraph('다음');
    expect(await textOf(body)).toBe('최대 처리량은 초당 약 500건이다.\n\n다음');
    const cells = `<w:tbl><w:tr><w:tc>${open('칸')}</w:tc></w:tr></w:tbl>`;
    expect(await textOf(open('앞') + cells + open('끝'))).toBe('앞\n\n칸\n\n끝');
    const heading = paragraph('제목', '<w:outlineLvl w:val="0"/>');
    expect((await loadBody(open('큰 ') + heading)).pages[0]?.headings).toMatchObject([{ title: '큰 제목' }]);
  });

  test('where the choice shows no text, the fallback is read; where it does, nothing twice', async () => {
    const alternatives = (choice: string) =>
      `<mc:AlternateContent><mc:Choice Requires="cx1">${choice}</mc:Choice><mc:Fallback>${run('대체문')}</mc:Fallback></mc:AlternateContent>`;
    const body =
      paragraph(run('앞 ') + alternatives('<w:r><w:drawing/></w:r>')) + paragraph(alternatives(run('글')));
    expect(await textOf(body)).toBe('앞 대체문\n\n글');
    expect(await textOf(paragraph(alternatives(alternatives(run('속')))))).toBe('속');
  });

  test('what a content control says while it is not filled in is no text, and its cell keeps its place', async () => {
    const control = (properties: string, content: string) =>
      `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const unfilled = '<w:showingPlcHdr/>';
    const body =
      paragraph(run('이름: ') + control(unfilled, run('Click or tap here to enter text.'))) +
      paragraph(control('<w:showingPlcHdr w:val="0"/>', control('', run('김철수')))) +
      `<w:tbl><w:tr>${control(unfilled, `<w:tc>${paragraph('입력')}</w:tc>`)}<w:tc>${paragraph('옆')}</w:tc></w:tr></w:tbl>`;
    expect(await textOf(body)).toBe('이름:\n\n김철수\n\n| 옆');
  });

  test('characters that nobody sees do not part words', async () => {
    expect(await textOf(paragraph('gate\u200Bways, 휴\uFEFF가, a\u00ADb'))).toBe('gateways, 휴가, ab');
  });

  test('a note of the type normal is a note, its separators are none', async () => {
    const refer = (id: number) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
    const note = (id: number, type: string) =>
      `<w:footnote w:id="${id}" w:type="${type}">${paragraph(type)}</w:footnote>`;
    const footnotes =
      note(0, 'separator') +
      note(1, 'continuationSeparator') +
      note(2, 'continuationNotice') +
      note(3, 'normal');
    const body = paragraph(run('글') + [0, 1, 2, 3].map(refer).join(''));
    expect(await textOf(body, { footnotes })).toBe('글⁽¹⁾\n\n⁽¹⁾ normal');
  });

  test('a whole number before a fraction stays apart from it', async () => {
    const r = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
    const half = `<m:oMath><m:f><m:num>${r('1')}</m:num><m:den>${r('2')}</m:den></m:f></m:oMath>`;
    expect(await textOf(paragraph(run('3') + half))).toBe('3 1/2');
  });
});

describe('superscripts and subscripts', () => {
  const up = (text: string) => run(text, '<w:vertAlign w:val="superscript"/>');
  const down = (text: string) => run(text, '<w:vertAlign w:val="subscript"/>');

  test.each([
    ['a power', [run('3×10'), up('8'), run(' m/s')], '3×10^8 m/s'],
    ['a power before Hangul', [run('2'), up('10'), run('개')], '2^10개'],
    ['a unit', [run('면적은 10m'), up('2'), run('이다')], '면적은 10m^2이다'],
    ['several characters, in several runs', [run('10'), up('-'), up('3'), run(' 이하')], '10^(-3) 이하'],
    ['digits behind', [run('10'), up('8'), run('5')], '10^(8)5'],
    ['a blank in the raised text', [run('10'), up(' 8 '), run('m')], '10^8 m'],
    ['a bracket before', [run('(x+1)'), up('2')], '(x+1)^2'],
    ['a raised bracket', [run('f'), up('(n)')], 'f^(n)'],
    ['a note with a bracket', [run('500'), up('1)'), run('억원')], '500⁽¹⁾억원'],
    ['a Korean note', [run('500억'), up('주1)')], '500억⁽주¹⁾'],
    ['a star', [run('500'), up('**')], '500⁽**⁾'],
    ['a number behind a Korean word', [run('매출액'), up('1,2'), run('은')], '매출액⁽¹,²⁾은'],
    ['a number behind a sentence', [run('올랐다.'), up('3')], '올랐다.⁽³⁾'],
    ['a number before the text of a note', [up('1'), run('500억원 기준')], '⁽¹⁾500억원 기준'],
    ['ordinals', [run('1'), up('st'), run(' of May')], '1st of May'],
    ['degrees', [run('20'), up('o'), run('C')], '20°C'],
    ['trade marks', [run('Footnote'), up('TM')], 'Footnote™'],
    ['a formula', [run('H'), down('2'), run('O, SO'), down('4'), up('2-')], 'H2O, SO4^(2-)'],
    ['a base', [run('101'), down('2')], '101_2'],
    ['a logarithm', [run('log'), down('2'), run('8')], 'log_(2)8'],
    ['an index', [run('x'), down('i')], 'x_i'],
    ['small print', [run('제품'), up('가나다라 '.repeat(12)), run('끝')], `제품 ${'가나다라 '.repeat(12)}끝`],
    [
      'a link to a note',
      [run('2023'), `<w:hyperlink w:anchor="n1">${up('1')}</w:hyperlink>`, run('명')],
      '2023⁽¹⁾명',
    ],
    [
      'a power within a link',
      [`<w:hyperlink w:anchor="n1">${run('10')}${up('8')}</w:hyperlink>`, run('명')],
      '10^8명',
    ],
    [
      'a reference by a field',
      [run('2023'), field('begin'), field('separate'), up('1'), field('end'), run('명')],
      '2023⁽¹⁾명',
    ],
    [
      'a symbol',
      [
        run('10'),
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:sym w:font="Symbol" w:char="F061"/></w:r>',
      ],
      '10^α',
    ],
  ])('%s', async (_what, runs, expected) => {
    expect(await textOf(paragraph(runs.join('')))).toBe(expected);
  });

  test('by the style of a run, which the run can take back', async () => {
    const styles =
      '<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>' +
      '<w:style w:type="character" w:styleId="Upper"><w:basedOn w:val="Up"/></w:style>';
    const styled = (more: string) => run('8', `<w:rStyle w:val="Upper"/>${more}`);
    const body =
      paragraph(run('10') + styled('')) + paragraph(run('10') + styled('<w:vertAlign w:val="baseline"/>'));
    expect(await textOf(body, { styles })).toBe('10^8\n\n108');
  });

  test('the mark of a note that is raised by its style is written once', async () => {
    const refer =
      '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>';
    const footnotes = `<w:footnote w:id="1">${paragraph('주')}</w:footnote>`;
    expect(await textOf(paragraph(run('2023') + refer), { footnotes })).toBe('2023⁽¹⁾\n\n⁽¹⁾ 주');
  });
});
