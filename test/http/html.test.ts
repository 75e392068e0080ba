import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { json, send } from '../support/http.ts';

const PAGE = `<!DOCTYPE html><html><head>
<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">
<title>재택근무 규정 | 한빛나루</title></head><body>
<div id="gnb"><ul><li><a href="/">처음</a><li><a href="/rules">규정</a></ul></div>
<h1>재택근무 규정</h1><p>이 규정은 모든 직원에게 적용합니다.
<h2>신청</h2><p>재택근무는 하루 전까지 <b>팀장</b>에게 신청해야 합니다.
<h2>장비</h2><table><tr><th>장비<th>수량<tr><td>똠방 모니터<td>2대</table></body></html>`;

interface Citation {
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly documentId: string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const rules = { name: 'rules', chunking: { maxTokens: 40, overlapTokens: 0 } };
  expect((await send(`${app.baseUrl}/collections`, json('POST', rules))).status).toBe(201);
});
afterAll(() => app.close());

/** In chunks so small that one has not all of the page. */
async function uploadPage(): Promise<{ id: string; [field: string]: unknown }> {
  const form = new FormData();
  const bytes = new Uint8Array(iconv.encode(PAGE, 'cp949'));
  form.append('collection', 'rules');
  form.append('file', new Blob([bytes], { type: 'text/html' }), '규정.html');
  const answer = await send(`${app.baseUrl}/documents`, {
    method: 'POST',
    headers: { prefer: 'wait=60' },
    body: form,
  });
  expect(answer.status).toBe(201);
  return answer.body as { id: string };
}

describe('a Korean page in EUC-KR', () => {
  it('is published under its title and answers with words that stand in it', async () => {
    const doc = await uploadPage();
    expect(doc).toMatchObject({
      status: 'published',
      mediaType: 'text/html',
      title: '재택근무 규정',
      warnings: [],
    });

    const question = '재택근무는 언제까지 누구에게 신청해야 합니까?';
    const { body } = await send(`${app.baseUrl}/query`, json('POST', { question }));
    const answer = body as { answerable: boolean; citations: Citation[]; hits: { headings: string[] }[] };
    expect(answer.answerable).toBe(true);
    expect(answer.hits[0]?.headings).toEqual(['재택근무 규정', '신청']);
    const [citation] = answer.citations;
    expect(citation?.quote).toBe('재택근무는 하루 전까지 팀장에게 신청해야 합니다.');
    const page = await send(`${app.baseUrl}/documents/${doc.id}/pages/${citation?.page}`);
    const { text } = page.body as { text: string };
    expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    expect(text).toContain('장비 | 수량\n똠방 모니터 | 2대');
  });

  it('comes as JSON too, and without a word about its type', async () => {
    const named = { text: PAGE, mediaType: 'text/html', externalId: 'named' };
    const unnamed = { text: `${PAGE}<p>끝`, externalId: 'unnamed' };
    for (const body of [named, unnamed]) {
      const answer = await send(`${app.baseUrl}/documents`, json('POST', body, { prefer: 'wait=60' }));
      expect(answer).toMatchObject({
        status: 201,
        body: { status: 'published', mediaType: 'text/html', title: '재택근무 규정' },
      });
    }
  });
});
