import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { json, send } from '../support/http.ts';
import {
  makeHwp,
  numbering,
  paragraph,
  paragraphShape,
  sectionDefinition,
  textTable,
} from '../unit/load/make-hwp.ts';
import { makeHwpx, paragraph as paragraphOfHwpx, table } from '../unit/load/make-hwpx.ts';
import { makeOle } from '../unit/load/make-ole.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function upload(bytes: Uint8Array, filename: string) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), filename);
  return send(`${app.baseUrl}/documents`, { method: 'POST', body: form, headers: { prefer: 'wait=60' } });
}

const OUTLINE = 1;
const hwp = makeHwp({
  docInfo: [numbering([['제^1조', 0, 1]]), paragraphShape(0), paragraphShape(1, 1)],
  title: '선원 휴가 규정',
  sections: [
    Buffer.concat([
      paragraph([sectionDefinition(1), '목적'], { shape: OUTLINE }),
      paragraph('이 규정은 선원의 휴가를 정한다.'),
      paragraph('항해 휴가', { shape: OUTLINE, divide: 4 }),
      paragraph('항해를 마친 선원은 상륙 휴가를 14일까지 쓸 수 있다.'),
      paragraph([
        textTable([
          ['직급', '상륙 휴가'],
          ['갑판장', '21일'],
        ]),
      ]),
    ]),
  ],
});
const hwpx = makeHwpx({
  sections: [
    paragraphOfHwpx('등대 관리인은 매일 저녁 7시에 등대의 불을 켠다.') +
      paragraphOfHwpx(table([[paragraphOfHwpx('점검'), paragraphOfHwpx('매주 월요일')]])),
  ],
});

describe('Hangul documents', () => {
  it.each([
    ['휴가.hwp', hwp, 'application/x-hwp', 2, '상륙 휴가는 며칠까지 쓸 수 있나요?', '14일까지', 2],
    [
      '등대.hwpx',
      hwpx,
      'application/hwp+zip',
      1,
      '등대 관리인은 저녁 몇 시에 등대의 불을 켜나요?',
      '7시에',
      1,
    ],
  ])(
    '%s is read, and a question in Korean is answered with words of its page',
    async (name, bytes, type, pages, question, words, page) => {
      const uploaded = await upload(bytes, name);
      expect(uploaded.status).toBe(201);
      expect(uploaded.body).toMatchObject({ status: 'published', mediaType: type, pages, warnings: [] });
      const { id } = uploaded.body as { id: string };

      const { body } = await send(`${app.baseUrl}/query`, json('POST', { question, documentIds: [id] }));
      const answer = body as {
        answerable: boolean;
        citations: { page: number; start: number; end: number; quote: string }[];
      };
      expect(answer.answerable).toBe(true);
      const citation = answer.citations.find(({ quote }) => quote.includes(words));
      expect(citation?.page).toBe(page);
      const stored = await send(`${app.baseUrl}/documents/${id}/pages/${page}`, {});
      const { text } = stored.body as { text: string };
      expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    },
  );

  it('with a password fail with what to do', async () => {
    const { body } = await upload(makeHwp({ sections: [paragraph('비밀')], flags: 2 }), '비밀.hwp');
    expect(body).toMatchObject({
      status: 'failed',
      error: { code: 'DOCUMENT_ENCRYPTED', hint: expect.stringContaining('Hangul'), retryable: false },
    });
  });

  it('whose directory lies behind the first bytes are told apart', async () => {
    const far = { Filling: Buffer.alloc(700_000) };
    const word = await upload(makeOle({ ...far, WordDocument: Buffer.alloc(5_000) }), '보고서.doc');
    expect(word.status).toBe(415);
    const sections = [paragraph('멀리 있는 목차도 읽는다.')];
    const { status, body } = await upload(makeHwp({ sections, streams: far }), '보고서.hwp');
    expect([status, body]).toMatchObject([201, { status: 'published', mediaType: 'application/x-hwp' }]);
  });
});
