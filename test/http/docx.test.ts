import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Answer, createConformance, expectProblem, send } from '../support/http.ts';
import { listDocxParts, makeDocx, PAGE_BREAK, paragraph, table, zipFiles } from '../unit/load/make-docx.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
let app: TestApp;
let conforms: (operationId: string, answer: Answer) => void;

beforeAll(async () => {
  app = await startTestApp();
  conforms = await createConformance(app.app);
});
afterAll(() => app.close());

async function upload(bytes: Uint8Array<ArrayBuffer>, filename: string, type = DOCX): Promise<Answer> {
  const body = new FormData();
  body.append('file', new Blob([bytes], { type }), filename);
  const headers = { prefer: 'wait=60' };
  const answer = await send(`${app.baseUrl}/documents`, { method: 'POST', headers, body });
  conforms('createDocuments', answer);
  return answer;
}

const rules = makeDocx({
  title: '휴가 규정',
  body:
    paragraph('총칙', '<w:outlineLvl w:val="0"/>') +
    paragraph('이 규정은 모든 구성원에게 적용한다.') +
    paragraph(PAGE_BREAK) +
    paragraph('휴가', '<w:outlineLvl w:val="0"/>') +
    paragraph('배우자가 출산한 구성원은 출산휴가 20일을 쓸 수 있다.') +
    table([
      [paragraph('구분'), paragraph('일수')],
      [paragraph('병가'), paragraph('30일')],
    ]),
}) as Uint8Array<ArrayBuffer>;

describe('a Word document', () => {
  it('answers with the page and the exact words', async () => {
    const created = await upload(rules, '휴가.docx');
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      title: '휴가 규정',
      mediaType: DOCX,
      status: 'published',
      pages: 2,
      warnings: [],
    });
    const { id } = created.body as { id: string };
    const { body: answer } = await send(`${app.baseUrl}/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: '배우자 출산휴가는 며칠인가?', documentIds: [id] }),
    });
    const { citations } = answer as {
      citations: { page: number; start: number; end: number; quote: string; verified: boolean }[];
    };
    expect(citations[0]).toMatchObject({
      page: 2,
      quote: '배우자가 출산한 구성원은 출산휴가 20일을 쓸 수 있다.',
      verified: true,
    });
    const page = await send(`${app.baseUrl}/documents/${id}/pages/2`);
    conforms('getDocumentPage', page);
    const { text } = page.body as { text: string };
    expect(text.slice(citations[0]?.start, citations[0]?.end)).toBe(citations[0]?.quote);
  });

  it('under another name is read, with a warning', async () => {
    const { body } = await upload(
      makeDocx({ body: paragraph('다른 이름') }) as Uint8Array<ArrayBuffer>,
      'a.pdf',
      'application/pdf',
    );
    expect(body).toMatchObject({ mediaType: DOCX, warnings: [{ code: 'MEDIA_TYPE_MISMATCH' }] });
  });

  it('that is damaged fails with the reason', async () => {
    const { body } = await upload(rules.slice(0, rules.length - 40), 'cut.docx');
    expect(body).toMatchObject({
      status: 'failed',
      error: { stage: 'loading', code: 'DOCUMENT_UNREADABLE' },
    });
  });

  it.each([
    ['a binary workbook', 'XLSB', { 'xl/workbook.bin': '', '[Content_Types].xml': '<Types/>' }],
    ['a plain ZIP archive', 'a ZIP archive', { 'notes.txt': 'word/document.xml' }],
  ] as const)('%s under its name is refused by what it is', async (_what, name, files) => {
    const answer = await upload(zipFiles(files) as Uint8Array<ArrayBuffer>, 'a.docx');
    expectProblem(answer, 'MEDIA_TYPE_UNSUPPORTED');
    expect((answer.body as { detail: string }).detail).toContain(name);
  });

  it('is told by its end where its beginning does not tell', async () => {
    const { '[Content_Types].xml': types = '', ...others } = listDocxParts({ body: paragraph('끝에서') });
    const noise = Array.from({ length: 200_000 }, (_, index) => (index * 2_654_435_761) % 1e9).join();
    const bytes = zipFiles({ noise, ...others, '[Content_Types].xml': types });
    expect(bytes.length).toBeGreaterThan(600_000);
    expect((await upload(bytes as Uint8Array<ArrayBuffer>, 'a.docx')).body).toMatchObject({
      status: 'published',
    });
  });
});
