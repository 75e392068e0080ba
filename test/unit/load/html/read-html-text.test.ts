import { describe, expect, test } from 'vitest';
import { loadPage, readBody } from './load-page.ts';

describe('text', () => {
  test.each<[what: string, body: string, text: string]>([
    ['blocks stand apart', '<p>a</p><div>b</div><section>c<p>d</section>', 'a\n\nb\n\nc\n\nd'],
    ['white space collapses', '<p>  a\n\t b&nbsp;&nbsp;c <b> d </b>e</p>', 'a b c d e'],
    ['words grow together over tags', '<p>re<b>write</b><i>s</i>', 'rewrites'],
    ['br is a line end, two are a paragraph', 'a<br>b<br><br>c<br/>', 'a\nb\n\nc'],
    ['pre is kept', '<pre>\n  if (a)\n\n\tb <i>c</i>\n</pre>d', '  if (a)\n\n\tb c\n\nd'],
    ['lines of code in blocks', '<pre><div>a</div><div>b</div>c</pre>', 'a\nb\nc'],
    ['lists', '<ul><li>a<li>b<ul><li>c</ul><li>d</ul>', '- a\n- b\n  - c\n- d'],
    ['numbers', '<ol start=3><li>a<li value=7>b<li>c</ol>', '3. a\n7. b\n8. c'],
    [
      'letters and Roman numerals',
      '<ol type=a><li>a<li>b</ol><ol type=I start=4><li>c</ol>',
      'a. a\nb. b\n\nIV. c',
    ],
    ['paragraphs in items', '<ul><li><p>a<p>b<li><p>c</ul>', '- a\n\nb\n\n- c'],
    ['empty items', '<ul><li><li>a</ul>b', '- a\n\nb'],
    ['terms', '<dl><dt>a<dd>b<dt>c<dd>d</dl>', 'a\nb\n\nc\nd'],
    [
      'a table',
      '<table><caption>t</caption><tr><th>a<th>b<tr><td>1<td> 2\n3 </table>x',
      't\n\na | b\n1 | 2 3\n\nx',
    ],
    ['empty cells', '<table><tr><td>a<td><td>b<td><tr><td><td></table>', 'a | | b'],
    [
      'cells over several columns',
      '<table><tr><th>구분<th>2023<th>2024<th>비고<tr><td colspan=2>신설 부서<td>500만원<td>확정</table>',
      '구분 | 2023 | 2024 | 비고\n신설 부서 | | 500만원 | 확정',
    ],
    [
      'cells over several rows',
      '<table><tr><td rowspan=3>a<td>b<td rowspan=2>c<tr><td>d<tr><td>e<td>f<tr><td>g<td>h</table>',
      'a | b | c\n| d\n| e | f\ng | h',
    ],
    [
      'cells over several of both',
      '<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>',
      'a | | b\n| | c\nd | e | f',
    ],
    [
      'no cell leaves its section, one of 0 rows reaches its end',
      '<table><thead><tr><th rowspan=9>a<th>b<tbody><tr><td rowspan=0>c<td>d<tr><td>e<tr><td>f<tfoot><tr><td>g<td>h</table>',
      'a | b\nc | d\n| e\n| f\ng | h',
    ],
    [
      'spans that are none',
      '<table><tr><td colspan=-1 rowspan=x>a<td colspan=9999999999>b<td>c<tr><td>d</table>',
      'a | b | c\nd',
    ],
    ['items in a cell', '<table><tr><td>a<td><ul><li>b<li>c</ul></table>', 'a | - b - c'],
    ['a table in a table', '<table><tr><td>a<td><table><tr><td>b<td>c</table></table>', 'a\n\nb | c'],
    ['text that lost its cell', '<table>a<tr>b<td>c</table>', 'a\nb\nc'],
    ['rows with one cell', '<table><tr><td>a<tr><td>b</table>', 'a\nb'],
    ['figures', '<figure><img alt="배 그림" src=a.png><figcaption>b</figcaption></figure>', '배 그림\n\nb'],
    ['names of images', 'a<img alt="IMG_01.JPG"><img alt="image 3"><img alt=""><img>b', 'ab'],
    ['details', '<details><summary>a</summary>b</details>', 'a\n\nb'],
    ['ruby', '<ruby>漢<rp>(</rp><rt>한</rt><rp>)</rp>字<rt>자</ruby>', '漢字'],
    [
      'buttons that unfold what is behind them',
      '<button class=accordion>며칠?</button> <div>7일</div><button aria-expanded=false>누가?</button><span>고객</span>',
      '며칠?\n\n7일\n\n누가?\n\n고객',
    ],
    [
      'other buttons',
      '<div>a<button>찾기</button></div><div>b</div><button>보내기</button>c<div>d</div><button>복사</button><pre>e</pre>',
      'a\n\nb\n\nc\n\nd\n\ne',
    ],
    ['controls', 'a<input value=x><button>b</button><select><option>c</select><textarea>d</textarea>e', 'ae'],
    [
      'what is not shown',
      'a<script>b()</script><style>c{}</style><noscript>d</noscript><template>e</template><!-- f -->g',
      'ag',
    ],
    ['a formula', '<math><mi>a</mi><mo>=</mo><mn>2</mn><annotation>\\TeX</annotation></math>', 'a=2'],
    ['combining marks over tags', 'e<b>\u0301</b>', 'é'],
    ['bad characters', 'a\0b&#0;c&#xD800;d', 'ab\uFFFDc\uFFFDd'],
    [
      'word breaks',
      'super<wbr>cali gate&#8203;ways in&shy;ter <pre>a&shy;b</pre>',
      'supercali gateways inter\n\nab',
    ],
    ['the link to an edit', '<h2>a<span class="mw-editsection">[<a href=x>edit</a>]</span></h2>b', 'a\n\nb'],
  ])('%s', async (_what, body, text) => {
    expect(await readBody(body)).toBe(text);
  });

  test('spans reach over a hundred columns at most', async () => {
    const wide = '<td colspan=1000000>a'.repeat(20);
    const [first = '', second] = (await readBody(`<table><tr>${wide}<tr><td>b</table>`)).split('\n');
    expect(first.split('|')).toHaveLength(100 + 19);
    expect(second).toBe('b');
  });

  test('a page laid out with a table is read column by column, with its headings', async () => {
    const long = '이 규정은 모든 임직원에게 적용됩니다. '.repeat(50).trim();
    const { text, headings } = await loadPage(
      `<table><tr><td><p>a</p><p>b</p><td><h2>제목</h2><p>${long}<table><tr><td>병가<td>30일</table></table>
       <table><tr><td>c<td><p>${long}<p>d</table>`,
    );
    expect(text).toBe(`a\n\nb\n\n제목\n\n${long}\n\n병가 | 30일\n\nc\n\n${long}\n\nd`);
    expect(headings).toEqual([{ start: text.indexOf('제목'), level: 2, title: '제목' }]);
  });
});

describe('raised and lowered text', () => {
  test.each<[source: string, text: string]>([
    ['3×10<sup>8</sup> m/s', '3×10^8 m/s'],
    ['2<sup>10</sup>개, 10<sup>-6</sup>', '2^10개, 10^(-6)'],
    ['(a+b)<sup>n+1</sup> x<sup><i>n</i></sup>', '(a+b)^(n+1) x^n'],
    ['x<sup>a<sup>2</sup></sup>', 'x^(a^2)'],
    ['2<sup>3</sup>4 x<sub>1</sub>2', '2^3 4 x1 2'],
    ['1<sup>1</sup>/<sub>2</sub>컵', '1 1/2컵'],
    ['1<sup>st</sup> 2<sup>nd</sup> Foo<sup>TM</sup>', '1st 2nd Foo™'],
    ['H<sub>2</sub>O SO<sub>4</sub><sup>2-</sup>', 'H2O SO4^(2-)'],
    ['x<sub>i</sub> 5<sub>10</sub>', 'x_i 5_10'],
    ['<sup>14</sup>C', '14C'],
    ['500<sup>1)</sup>억원, 7<sup>*</sup>', '500⁽¹⁾억원, 7⁽*⁾'],
    ['2023<sup><a href="#fn1">1</a></sup>명', '2023⁽¹⁾명'],
    ['12<a href="x.html#f" class=y><sup>3</sup></a>', '12⁽³⁾'],
    [
      '12<sup class="reference"><a href="/x">[<b>162</b>]</a></sup> 13<sup role=doc-noteref>a</sup>',
      '12⁽¹⁶²⁾ 13⁽a⁾',
    ],
    ['매출<sup>2</sup>은 올랐다.<sup>3</sup> 끝', '매출⁽²⁾은 올랐다.⁽³⁾ 끝'],
    ['12<sup>[<a href=x>citation needed</a>]</sup>', '12 [citation needed]'],
    ['<pre>a = 10<sup>8</sup>;</pre>', 'a = 10^8;'],
    ['<table><tr><td>a<td>10<sup>8</sup></table>', 'a | 10^8'],
    [
      `5<sup>${'작은 글자로 쓴 긴 글입니다. '.repeat(4)}</sup>`,
      `5${'작은 글자로 쓴 긴 글입니다. '.repeat(4).trim()}`,
    ],
    [
      '10<span style="font-size:60%;vertical-align:super">8</span> H<font style="vertical-align: sub">2</font>O',
      '10^8 H2O',
    ],
    ['12<a href="#f" style="vertical-align:super">3</a>', '12⁽³⁾'],
    ['10<span style="vertical-align:top">8</span>', '108'],
    ['5<sup>a<p>b</p></sup>', '5a\n\nb'],
  ])('%s', async (source, text) => {
    expect(await readBody(source)).toBe(text);
  });

  test.each<[source: string, text: string]>([
    ['<mfrac><mn>1</mn><mn>2</mn></mfrac><mo>·</mo><msup><mi>x</mi><mn>2</mn></msup>', '1/2 ·x^2'],
    ['<mn>3</mn><mfrac>\n<mn>1</mn>\n<mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac>', '3 1/(n+1)'],
    ['<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>', 'n; k'],
    ['<msqrt><mi>a</mi><mo>+</mo><mn>1</mn></msqrt><mroot><mn>8</mn><mn>3</mn></mroot>', '√(a+1)8^(1/3)'],
    [
      '<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub>',
      '∑_(i=1)^n x_i',
    ],
    ['<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup><mover><mi>y</mi><mo>¯</mo></mover>', 'x_1^2y'],
    [
      '<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mi>a</mi></mtd></mtr></mtable>',
      '1 0; a',
    ],
    ['<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi><mo>&#x2062;</mo><mtext>kg</mtext>', 'sin xkg'],
  ])('a formula: %s', async (source, text) => {
    expect(await readBody(`<math>${source}</math>`)).toBe(text);
  });
});

describe('headings', () => {
  test('levels, titles and where they begin', async () => {
    const { text, headings } = await loadPage(
      `<p>먼저<h1>안내 <b>문서</b></h1><p>a<h3>둘<br>째 <a href="#x">¶</a></h3><ul><li><h4>셋</h4>b</ul>
       <div role=heading aria-level=5>넷</div><div role=heading>다섯</div><h6> </h6><h2>끝</h2>`,
    );
    expect(headings.map(({ level, title }) => [level, title])).toEqual([
      [1, '안내 문서'],
      [3, '둘 째'],
      [4, '셋'],
      [5, '넷'],
      [2, '다섯'],
      [2, '끝'],
    ]);
    expect(headings.map(({ start }) => text.slice(start).split('\n')[0])).toEqual([
      '안내 문서',
      '둘',
      '셋',
      '넷',
      '다섯',
      '끝',
    ]);
    expect(text).not.toContain('¶');
  });

  test('a whole text set as a heading is none', async () => {
    const { headings } = await loadPage(`<h1>${'긴 글입니다. '.repeat(100)}</h1><h2>제목</h2>`);
    expect(headings.map(({ title }) => title)).toEqual(['제목']);
  });
});

describe('hidden text', () => {
  const SECRET = '이 문장은 눈에 보이지 않으므로 읽지 않습니다.';

  test.each([
    ['hidden', '<p hidden>'],
    ['aria-hidden', '<p aria-hidden="true">'],
    ['display', '<p style="color:red;display: none !important">'],
    ['visibility', '<p style="VISIBILITY:hidden">'],
    ['on a span', '<span style="display:none"><span>x</span>'],
    ['a closed dialog', '<dialog>'],
    ['in a cell', '<table><tr><td>a<td hidden>'],
  ])('%s is left out with a warning', async (_what, tag) => {
    const { text, warnings } = await loadPage(`<p>보이는 글${tag}${SECRET}`);
    expect(text).toContain('보이는 글');
    expect(text).not.toContain('문장');
    expect(warnings).toEqual([
      {
        code: 'HIDDEN_TEXT_LEFT_OUT',
        message: expect.stringMatching(/^1 hidden passage\(s\) with \d+ letters/),
        pages: [1],
      },
    ]);
  });

  test.each([
    '<p hidden="until-found">',
    '<p aria-hidden="false">',
    '<p style="display:block">',
    '<dialog open>',
  ])('not by %s', async (tag) => {
    const { text, warnings } = await loadPage(`${tag}${SECRET}`);
    expect(text).toBe(SECRET);
    expect(warnings).toEqual([]);
  });

  test('an icon is no passage', async () => {
    expect((await loadPage('<p>글<i aria-hidden=true>menu</i>')).warnings).toEqual([]);
  });

  test('the warning names the pages', async () => {
    const filler = '<p>재택근무는 하루 전까지 신청합니다.'.repeat(3000);
    const hidden = `<p hidden>${SECRET}</p>`;
    const { pages, warnings } = await loadPage(`<p>a${hidden}${filler}${hidden}${hidden}`);
    expect(pages.length).toBeGreaterThan(1);
    expect(warnings.map((warning) => warning.pages)).toEqual([[1, pages.length]]);
  });
});
