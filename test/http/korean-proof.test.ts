import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { json, send } from '../support/http.ts';
import { type KoreanCmap, makeCmapPdf } from '../support/make-cmap-pdf.ts';
import { makeHwp, paragraph, textTable } from '../unit/load/make-hwp.ts';
import { makeHwpx, paragraph as paragraphOfHwpx, table } from '../unit/load/make-hwpx.ts';

/** Sent with a name in NFD, as macOS sends it, and asked in the other spelling too. */
interface Proof {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly pages: number;
  readonly question: string;
  /** Where the answer stands, and words of it. */
  readonly page: number;
  readonly words: string;
}

interface Citation {
  readonly documentId: string;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly boxes: readonly [left: number, top: number, width: number, height: number][];
}

const HWP = {
  name: '선박 점검 규정.hwp',
  bytes: makeHwp({
    sections: [
      Buffer.concat([
        paragraph('선박 점검 규정'),
        paragraph('기관실 소화기는 석 달마다 점검한다.', { divide: 4 }),
        paragraph([
          textTable([
            ['설비', '점검 담당'],
            ['구명정', '일등항해사'],
          ]),
        ]),
      ]),
    ],
  }),
  mediaType: 'application/x-hwp',
  pages: 2,
};
const HWPX = {
  name: '온실 재배 지침.hwpx',
  bytes: makeHwpx({
    sections: [
      paragraphOfHwpx('온실 재배 지침') +
        paragraphOfHwpx('딸기 온실의 밤 온도는 섭씨 8도로 유지한다.', 'pageBreak="1"') +
        paragraphOfHwpx(
          table([
            [paragraphOfHwpx('작물'), paragraphOfHwpx('물 주는 때')],
            [paragraphOfHwpx('파프리카'), paragraphOfHwpx('새벽 5시')],
          ]),
        ),
    ],
  }),
  mediaType: 'application/hwp+zip',
  pages: 2,
};
// The second page has syllables that are in CP949 but not in EUC-KR.
const CP949 = {
  name: '극단 운영 수칙.txt',
  bytes: iconv.encode(
    '극단 운영 수칙\n\n연습은 매주 화요일에 한다.\n\f똠방각하 공연의 입장료는 12,000원이다.\n펲시 광고는 받지 않는다.\n',
    'cp949',
  ),
  mediaType: 'text/plain',
  pages: 2,
};

const PROOFS: readonly Proof[] = [
  { ...HWP, question: '기관실 소화기는 몇 달마다 점검하나요?', page: 2, words: '석 달마다' },
  { ...HWPX, question: '딸기 온실의 밤 온도는 몇 도로 유지하나요?', page: 2, words: '섭씨 8도' },
  { ...CP949, question: '똠방각하 공연의 입장료는 얼마인가요?', page: 2, words: '12,000원' },
  {
    ...proveCmap('KSCms-UHC-H', '도서관', '장서 점검은 해마다 십일월에 한다.'),
    question: '도서관의 장서 점검은 언제 하나요?',
    words: '십일월에',
  },
  {
    ...proveCmap('UniKS-UCS2-H', '천문대', '관측 돔은 저녁 9시에 문을 연다.'),
    question: '관측 돔은 저녁 몇 시에 문을 여나요?',
    words: '9시에',
  },
  {
    ...proveCmap('UniKS-UTF16-H', '양조장', '누룩은 서늘한 지하실에 보관한다.'),
    question: '양조장의 누룩은 어디에 보관하나요?',
    words: '지하실에',
  },
];

let app: TestApp;
const ids = new Map<string, string>();
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

function proveCmap(cmap: KoreanCmap, place: string, sentence: string) {
  const bytes = makeCmapPdf(cmap, [[`${place} 안내`], [`${place}의 ${sentence}`]]);
  return { name: `${place} 안내 ${cmap}.pdf`, bytes, mediaType: 'application/pdf', pages: 2, page: 2 };
}

async function upload({ bytes, name }: Proof) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name.normalize('NFD'));
  return send(`${app.baseUrl}/documents`, { method: 'POST', body: form, headers: { prefer: 'wait=60' } });
}

describe.each(PROOFS)('$name', (proof) => {
  const { name, bytes, mediaType, pages, question, page, words } = proof;

  it('is published, its name shown in NFC', async () => {
    const { status, body } = await upload(proof);
    expect([status, body]).toMatchObject([
      201,
      { status: 'published', filename: name, mediaType, pages, warnings: [], error: null },
    ]);
    ids.set(name, (body as { id: string }).id);
  });

  it.each(['NFC', 'NFD'])('answers a question in %s with words of its page', async (form) => {
    const { body } = await send(`${app.baseUrl}/query`, json('POST', { question: question.normalize(form) }));
    const { answerable, citations } = body as {
      answerable: boolean;
      citations: Citation[];
    };
    expect(answerable).toBe(true);
    const citation = citations.find(({ quote }) => quote.includes(words));
    expect(citation).toMatchObject({ documentId: ids.get(name), page, verified: true });
    for (const [, , width, height] of citation?.boxes ?? [])
      expect(Math.min(width, height)).toBeGreaterThan(5);
    const { body: stored } = await send(`${app.baseUrl}/documents/${ids.get(name)}/pages/${page}`);
    expect((stored as { text: string }).text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  });

  it('is given back byte for byte under the name it came with', async () => {
    const response = await fetch(`${app.baseUrl}/documents/${ids.get(name)}/content`);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    const encoded = /filename\*=UTF-8''(\S+)$/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    expect(decodeURIComponent(encoded ?? '')).toBe(name.normalize('NFD'));
  });
});

it.each([
  ['구명정의 점검 담당은 누구인가요?', HWP.name, '일등항해사'],
  ['파프리카에 물 주는 때는 언제인가요?', HWPX.name, '새벽 5시'],
])('%s is answered out of a table', async (question, name, words) => {
  const { body } = await send(`${app.baseUrl}/query`, json('POST', { question }));
  const { citations } = body as { citations: { quote: string }[] };
  const cited = citations.find(({ quote }) => quote.includes(words));
  expect(cited).toMatchObject({ documentId: ids.get(name), page: 2, verified: true });
});

it.each(['NFC', 'NFD'])('a search in %s finds what was sent in either spelling', async (form) => {
  const texts = ['해녀 학교는 오월에 문을 연다.', '해녀 학교는 시월에 문을 닫는다.'.normalize('NFD')];
  for (const text of texts)
    await send(`${app.baseUrl}/documents`, json('POST', { text }, { prefer: 'wait=60' }));
  const query = '해녀 학교'.normalize(form);
  const { body } = await send(`${app.baseUrl}/search`, json('POST', { query, topK: 2 }));
  const { hits } = body as { hits: { text: string }[] };
  expect(hits.map(({ text }) => text).sort()).toEqual(texts.map((text) => text.normalize('NFC')).sort());
});
