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
});
