import { describe, expect, test } from 'vitest';
import { loadPage, readBody, repeat } from './load-page.ts';

const paragraph = (index: number): string =>
  `<p>${index}번 절차에서는 담당자가 신청서를 확인하고, 부서장의 승인을 받은 뒤, 결과를 신청인에게 알려 줍니다.</p>`;
const paragraphs = (count: number): string => repeat(count, paragraph);
const links = (count: number, name: string): string =>
  `<ul>${repeat(count, (index) => `<li><a href="/${index}">${name} ${index}</a></li>`)}</ul>`;

describe('furniture of the site', () => {
  test.each([
    ['nav', '<nav>메뉴</nav>'],
    ['a role', '<div role="navigation">메뉴</div>'],
    ['the header', '<header>메뉴</header>'],
    ['the footer', '<footer>메뉴</footer>'],
    ['an aside', '<aside>메뉴</aside>'],
    ['a header of links', '<header><h2><a href=x>메뉴</a></h2></header>'],
    ['the first header where there are more titles', '<header><h1>메뉴</h1></header>'],
    ['asides in asides', `<main>${'<aside><a href=x>메뉴</a>'.repeat(3)}${'</aside>'.repeat(3)}</main>`],
    ['an aside of links', '<article><aside><a href=x>메뉴</a></aside></article>'],
  ])('%s is left out', async (_what, furniture) => {
    expect(await readBody(`${furniture}<h1>제목</h1><p>본문`)).toBe('제목\n\n본문');
  });

  test.each([
    ['the header of an article', '<article><header><p>남깁니다</p></header><p>본문</article>'],
    ['the footer of a section', '<section><p>본문</p><footer>남깁니다</footer></section>'],
    ['a note in the content', '<main><p>본문</p><aside>주의: 남깁니다. <a href=x>여기</a></aside></main>'],
    ['a header with the only title', '<header><h1>남깁니다</h1></header><p>본문'],
    [
      'a later header with a heading',
      '<header><h1>x</h1></header><header><h2>y</h2>남깁니다</header><h1>z</h1>',
    ],
    ['a header with a heading', '<header><h2>y</h2><p>남깁니다</header><h1>z</h1>'],
    ['all of it where there is nothing else', '<nav><a href=x>남깁니다</a></nav>'],
  ])('%s stays', async (_what, body) => {
    expect(await readBody(body)).toContain('남깁니다');
  });
});

describe('what is left out is told', () => {
  const article = `<article><h1>제목</h1>${paragraphs(12)}</article>`;
  const comment =
    '<div id="comments"><div class="comment"><p>운영자: 사전 예약은 사월 이십일에 시작합니다.</p></div></div>';

  test.each<[what: string, body: string, letters: number]>([
    ['a comment', `${article}${comment}`, 19],
    ['a footer', `<h1>제목</h1><p>본문</p><footer>${'가나다 '.repeat(10)}<a href=x>링크</a></footer>`, 30],
    ['a header', `<header>${'가나다 '.repeat(10)}</header><h1>제목</h1><p>본문</p>`, 30],
  ])('%s', async (_what, body, letters) => {
    const { warnings } = await loadPage(`<body>${body}</body>`);
    expect(warnings).toEqual([
      { code: 'CONTENT_LEFT_OUT', message: expect.stringMatching(`^${letters} letters`), pages: [] },
    ]);
  });

  test('navigation, links and a few words are not', async () => {
    const { warnings } = await loadPage(
      `<nav>${'가나다 '.repeat(10)}</nav><h1>제목</h1><p>본문</p><aside>${links(20, '메뉴')}</aside><footer>한빛나루 2026</footer>`,
    );
    expect(warnings).toEqual([]);
  });
});

describe('Readability', () => {
  test('menus and footers without a name of HTML go, the title before the article stays', async () => {
    const { text } = await loadPage(
      `<div class="top">${links(30, '상단')}</div><div class="head"><h1>휴가 규정</h1></div>
       <div class="content">${paragraphs(8)}<table><tr><td>병가<td>30일</table>${links(3, '첨부')}</div>
       <div class="bottom">${links(12, '하단')}</div>`,
    );
    expect(text.startsWith('휴가 규정\n\n0번 절차')).toBe(true);
    expect(text).toContain('병가 | 30일');
    expect(text).toContain('첨부 2');
    expect(text).not.toMatch(/상단|하단/);
  });

  test('a menu larger than the text goes where the site calls it one', async () => {
    const menu = (name: string) => `<div class="${name}">${links(200, '차례')}</div>`;
    const page = (name: string) =>
      `<div>${menu(name)}<div class="content"><h1>설치</h1>${paragraphs(3)}</div></div>`;
    expect(await readBody(page('lnb'))).not.toContain('차례');
    expect(await readBody(page('x'))).toContain('차례 199');
  });

  test.each([
    [
      'a forum',
      (index: number) => `<div class="comment"><div class="author">사용자</div>${paragraph(index)}</div>`,
    ],
    [
      'questions that fold',
      (index: number) =>
        `<div class="item"><h2><button>${index}번?</button></h2><div>${index}번 절차에서는 답합니다.</div></div>`,
    ],
    [
      'cards',
      (index: number) =>
        `<div class="card"><h3><a href=x>소식 ${index}</a></h3><p>${index}번 절차에서는 바뀝니다.</p></div>`,
    ],
  ])('%s: nothing is lost for the longest entry', async (_what, entry) => {
    const text = await readBody(
      `<div class="menu">${links(5, '메뉴')}</div><h1>제목</h1>${repeat(20, entry)}<div>${paragraphs(4)}</div>`,
    );
    for (let index = 0; index < 20; index += 1) expect(text).toContain(`${index}번 절차에서는`);
  });

  test.each([
    ['more elements than it is asked about', '', 8_100],
    ['more levels', '<div>'.repeat(300), 2000],
  ])('a page with %s is read whole', async (_what, start, count) => {
    const menu = `<div class="menu">${links(50, '메뉴')}</div>`;
    const text = await readBody(`${start}${menu}${repeat(count, (index) => `<p>${index}째 줄</p>`)}`);
    expect(text).toContain(`${count - 1}째 줄`);
    expect(text).toContain('메뉴 49');
    // It is the size that decides: otherwise the menu goes.
    expect(await readBody(`${menu}${paragraphs(50)}`)).not.toContain('메뉴');
  });
});

test('a long page that is mostly links is read whole', async () => {
  const list = (count: number) =>
    repeat(count, (index) => `<p><a href="/${index}">${index}번 글 보기</a></p>`);
  const page = (count: number) =>
    `<div class="menu">${links(50, '메뉴')}</div>${list(count)}${paragraphs(40)}`;
  expect(await readBody(page(1500))).toContain('메뉴 49');
  expect(await readBody(page(10))).not.toContain('메뉴 49');
});

describe('title', () => {
  test.each<[head: string, body: string, title: string | null]>([
    ['<title>휴가 규정 - 한빛나루 사내 포털</title>', '<h1>휴가 규정</h1>', '휴가 규정'],
    ['<title>한빛나루 | 휴가 규정</title>', '<h1>휴가 규정</h1>', '휴가 규정'],
    [
      '<meta property="og:title" content="병가 안내"><title>한빛나루</title>',
      '<h1>휴가 규정</h1>',
      '병가 안내',
    ],
    [
      '<title>How to install the harbour pilot on Debian | Harbour Docs</title>',
      '<h1>Installing</h1>',
      'How to install the harbour pilot on Debian',
    ],
    ['<title>휴가&shy;규정</title>', '', '휴가규정'],
    ['<title>Untitled Document</title>', '<h1>휴가 규정</h1>', '휴가 규정'],
    ['<title>index</title>', '<h1>휴가 규정</h1><h1>둘째</h1>', '휴가 규정'],
    ['', '<h1>휴가 규정</h1>', '휴가 규정'],
    ['<title>  </title>', '<h2>휴가 규정</h2>', null],
  ])('%s %s: %s', async (head, body, title) => {
    expect((await loadPage(`<head>${head}</head><body>${body}<p>${'본문입니다. '.repeat(20)}`)).title).toBe(
      title,
    );
  });
});
