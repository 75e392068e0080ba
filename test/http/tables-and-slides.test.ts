import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { json, send } from '../support/http.ts';
import { graphic, makePptx, shape, table, title } from '../unit/load/make-pptx.ts';
import { makeXlsx } from '../unit/load/make-xlsx.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function upload(bytes: Uint8Array, filename: string, type = '') {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), filename);
  return send(`${app.baseUrl}/documents`, { method: 'POST', body: form, headers: { prefer: 'wait=60' } });
}

const workbook = makeXlsx({
  title: '선박 대장',
  sheets: [
    {
      name: '선박',
      rows: [
        ['선박명', '톤수'],
        ['한바다호', [1200, '#,##0"톤"']],
      ],
    },
    {
      name: '입항 일정',
      rows: [
        ['선박명', '입항일', '부두'],
        ['새벽별호', [46_086, 14], '3번 부두'],
        ['한바다호', [46_100, 14], '7번 부두'],
      ],
    },
  ],
});
const slides = makePptx({
  slides: [
    { shapes: title('안전 교육') + shape('모든 선원이 듣는다.') },
    {
      shapes:
        title('구명조끼') +
        graphic(
          table([
            ['구분', '수량'],
            ['어린이용 구명조끼', '40벌'],
          ]),
        ),
      notes: shape('구명조끼는 갑판 창고에 보관한다고 말한다.', { placeholder: 'type="body"' }),
    },
  ],
});
const csv = Buffer.from('품목,보관 장소,담당자\n신호탄,선교 서랍,박항해\n나침반,조타실 선반,최기관\n');

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PRESENTATION = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';

describe('tables and slides', () => {
  it.each([
    [
      '대장.xlsx',
      workbook,
      SPREADSHEET,
      '새벽별호의 입항일은 언제인가요?',
      '입항일: 2026-03-05',
      2,
      '입항 일정',
    ],
    ['교육.pptx', slides, PRESENTATION, '어린이용 구명조끼 수량은?', '40벌', 2, '2'],
    ['교육 2.pptx', slides, PRESENTATION, '구명조끼는 어느 창고에 보관하나요?', '갑판 창고', 2, '2'],
    ['품목.csv', csv, 'text/csv', '신호탄의 보관 장소는 어디인가요?', '보관 장소: 선교 서랍', 1, null],
  ])(
    '%s is read, and answers with words of its page',
    async (name, bytes, type, question, words, page, label) => {
      const { body: uploaded } = await upload(bytes, name);
      expect(uploaded).toMatchObject({ status: 'published', mediaType: type, warnings: [] });
      const { id } = uploaded as { id: string };

      const { body } = await send(`${app.baseUrl}/query`, json('POST', { question, documentIds: [id] }));
      const answer = body as {
        answerable: boolean;
        citations: { page: number; start: number; end: number; quote: string }[];
      };
      expect(answer.answerable).toBe(true);
      const citation = answer.citations.find(({ quote }) => quote.includes(words));
      expect(citation?.page).toBe(page);
      const { body: stored } = await send(`${app.baseUrl}/documents/${id}/pages/${page}`, {});
      const { text, pageLabel } = stored as { text: string; pageLabel: string | null };
      expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
      expect(pageLabel).toBe(label);
    },
  );

  it('a workbook that is damaged fails with the reason', async () => {
    const { body } = await upload(workbook.slice(0, workbook.length - 40), 'cut.xlsx');
    expect(body).toMatchObject({
      status: 'failed',
      error: { stage: 'loading', code: 'DOCUMENT_UNREADABLE' },
    });
  });
});
