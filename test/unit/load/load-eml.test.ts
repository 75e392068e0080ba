import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { WIDE_LIMITS } from './collect-load.ts';
import { makeDocx, paragraph } from './make-docx.ts';
import { entity, loadMessage, multipart, part } from './make-eml.ts';
import { makePdf } from './make-pdf.ts';

/** Syllables that EUC-KR lacks and CP949 has: decoders that do not know it make others of them. */
const RARE = '똠방각하 펲시 햏자 뷁';
const PLAIN = 'Content-Type: text/plain; charset=utf-8';

/** A word of RFC 2047 in Base64. */
const word = (charset: string, bytes: Uint8Array) =>
  `=?${charset}?B?${Buffer.from(bytes).toString('base64')}?=`;
const bodyOf = (text: string | undefined) => text?.slice(text.indexOf('\n\n') + 2);

describe('headers', () => {
  test('who, when and what about stand first; the subject is the title and a heading', async () => {
    const headers = [
      'Received: by mx',
      'Subject: Harbour',
      'From: Kim <kim@a.kr>',
      'To: lee@a.kr,',
      ' park@a.kr',
    ];
    const { head, pages, text } = await loadMessage(
      entity([...headers, 'Date: Fri, 23 Dec 2022 12:08:48 +0900', 'Bcc: x@a.kr'], 'Hello.\r\n'),
    );
    expect(text).toBe(
      'From: Kim <kim@a.kr>\nTo: lee@a.kr, park@a.kr\nDate: Fri, 23 Dec 2022 12:08:48 +0900\nSubject: Harbour\n\nHello.',
    );
    expect(head).toEqual({ loader: 'eml 1', pageCount: null, title: 'Harbour' });
    const [heading] = pages[0]?.headings ?? [];
    expect(heading).toMatchObject({ level: 1, title: 'Harbour' });
    expect(text?.slice(heading?.start, (heading?.start ?? 0) + 7)).toBe('Harbour');
  });

  test.each(['euc-kr', 'ks_c_5601-1987', 'KS_C_5601-1987', 'cp949'])(
    'Korean words in %s',
    async (charset) => {
      const subject = word(charset, iconv.encode(RARE, 'cp949'));
      expect((await loadMessage(entity([`Subject: ${subject}`], '.'))).head.title).toBe(RARE);
    },
  );

  test('a character cut in two between words, and blanks between words that are none', async () => {
    const bytes = Buffer.from('등대 보고서');
    const subject = `${word('utf-8', bytes.subarray(0, 4))}\r\n ${word('UTF-8', bytes.subarray(4))} (=?iso-8859-1?Q?caf=E9_1?=)`;
    expect((await loadMessage(entity([`Subject: Re: ${subject}`], '.'))).head.title).toBe(
      'Re: 등대 보고서 (café 1)',
    );
  });

  test('ISO-2022-KR, ISO-2022-JP and bare bytes in CP949 or UTF-8', async () => {
    const raised = iconv.encode('한글', 'cp949').map((byte) => byte & 0x7f);
    const korean = Buffer.concat([Buffer.from('\x1b$)C\x0e', 'latin1'), raised, Buffer.from('\x0f')]);
    const japanese = Buffer.from('\x1b$B$3$s\x1b(B', 'latin1');
    const title = async (subject: string) =>
      (await loadMessage(entity([`Subject: ${subject}`], '.'))).head.title;
    expect(await title(word('iso-2022-kr', korean))).toBe('한글');
    expect(await title(word('iso-2022-jp', japanese))).toBe('こん');
    expect(await title(iconv.encode('등대의 불빛', 'cp949').toString('latin1'))).toBe('등대의 불빛');
    expect(await title(Buffer.from('등대의 불빛').toString('latin1'))).toBe('등대의 불빛');
  });
});

describe('the text', () => {
  test.each([
    ['8bit', (bytes: Buffer) => bytes],
    ['base64', (bytes: Buffer) => Buffer.from(bytes.toString('base64'))],
    [
      'quoted-printable',
      (bytes: Buffer) =>
        Buffer.from(
          Array.from(bytes, (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('=\r\n'),
        ),
    ],
  ])('in CP949 by %s', async (encoding, encode) => {
    const headers = ['Subject: a', 'Content-Type: text/plain; charset="ks_c_5601-1987"'];
    const message = entity(
      [...headers, `Content-Transfer-Encoding: ${encoding}`],
      encode(iconv.encode(`${RARE}\r\n둘째 줄`, 'cp949')),
    );
    expect(bodyOf((await loadMessage(message)).text)).toBe(`${RARE}\n둘째 줄`);
  });

  test('plain text is taken before HTML, HTML where the plain text is blank', async () => {
    const html = part('text/html', '<h1>공지</h1><p>A<p>B<nav>C</nav>');
    const both = multipart('alternative', [part('text/plain', 'Plain.'), html], ['Subject: a']);
    expect(bodyOf((await loadMessage(both)).text)).toBe('Plain.');
    const blank = multipart('alternative', [part('text/plain', ' \r\n'), html], ['Subject: a']);
    expect(bodyOf((await loadMessage(blank)).text)).toBe('공지\n\nA\n\nB\n\nC');
  });

  test('HTML is taken before a plain text that is a stub of it', async () => {
    const stub = part('text/plain', 'Your program shows no HTML.');
    const both = (html: string) =>
      multipart('alternative', [stub, part('text/html', `<p>${html}`)], ['Subject: a']);
    const long = 'The light of the harbour. '.repeat(12).trim();
    expect(bodyOf((await loadMessage(both(long))).text)).toBe(long);
    // Twice as long, but a footer may be all of it; what cannot be read is no reason to refuse the rest.
    for (const html of ['x'.repeat(200), `${'<div>'.repeat(5_000)}${long}`])
      expect(bodyOf((await loadMessage(both(html))).text)).toBe('Your program shows no HTML.');
  });

  test('the root of related parts may be named, or stand behind a picture', async () => {
    const html = entity(['Content-Type: text/html', 'Content-ID: <root@a>'], '<p>Shown');
    const other = entity(['Content-Type: text/html', 'Content-ID: <2@a>'], '<p>Frame');
    const picture = entity(['Content-Type: image/png', 'Content-ID: <1@a>'], 'x');
    const named = multipart('related', [other, html], ['Subject: a'])
      .toString('latin1')
      .replace('multipart/related;', 'multipart/related; start="<root@a>";');
    expect(bodyOf((await loadMessage(Buffer.from(named, 'latin1'))).text)).toBe('Shown');
    const behind = multipart('related', [picture, html], ['Subject: a']);
    expect(bodyOf((await loadMessage(behind)).text)).toBe('Shown');
  });

  test('a calendar is read where there is nothing else', async () => {
    const lines = [
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'DTSTART:19700101T000000',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'DTSTART;TZID="Asia/Seoul":20260305T143000',
      'DTEND:20260305T063000Z',
      'SUMMARY;LANGUAGE=ko:등대 점',
      ' 검\\, 2차',
      'LOCATION:부산',
      'DESCRIPTION:준비물\\n장갑',
      'BEGIN:VALARM',
      'DESCRIPTION:Reminder',
      'END:VALARM',
      'END:VEVENT',
      'BEGIN:VTODO',
      'SUMMARY:보고',
      'DUE;VALUE=DATE:20260306',
      'END:VTODO',
      'END:VCALENDAR',
    ];
    const calendar = part('text/calendar; method=REQUEST', lines.join('\r\n'));
    const text =
      'Summary: 등대 점검, 2차\nStart: 2026-03-05 14:30 Asia/Seoul\nEnd: 2026-03-05 06:30 UTC\nLocation: 부산\nDescription: 준비물\n장갑\n\nSummary: 보고\nDue: 2026-03-06';
    const alone = multipart('mixed', [part('text/plain', ' '), calendar], ['Subject: a']);
    expect(bodyOf((await loadMessage(alone)).text)).toBe(text);
    const html = part('text/html', '<p>Shown');
    const beside = multipart('alternative', [html, calendar], ['Subject: a']);
    expect(bodyOf((await loadMessage(beside)).text)).toBe('Shown');
  });

  test('texts of a mixed message come in their order; pictures of the text are nothing', async () => {
    const related = multipart('related', [
      part('text/html', '<p>Middle <img src="cid:1">'),
      entity(['Content-Type: image/png; name=logo.png', 'Content-ID: <1>'], 'x'),
    ]);
    const message = multipart(
      'mixed',
      [part('text/plain', 'First'), related, part('text/plain', 'Last')],
      ['To: a'],
    );
    const { text, warnings } = await loadMessage(message);
    expect(text).toBe('To: a\n\nFirst\n\nMiddle\n\nLast');
    expect(warnings).toEqual([]);
  });

  test('flowed lines are joined, quoted ones and signatures by themselves', async () => {
    const flowed = 'One \r\ntwo.\r\n> A \r\n> b.\r\nEnd \r\n-- \r\nKim';
    const message = entity(['Subject: a', `${PLAIN}; format=flowed`], flowed);
    expect(bodyOf((await loadMessage(message)).text)).toBe('One two.\n> A b.\nEnd\n--\nKim');
  });

  test('a wrong charset, a boundary that never comes, an end without one', async () => {
    const wrong = entity(
      ['Subject: a', 'Content-Type: text/plain; charset=utf-8'],
      iconv.encode('등대의 불빛은 이 항구', 'cp949'),
    );
    expect(bodyOf((await loadMessage(wrong)).text)).toBe('등대의 불빛은 이 항구');
    const open =
      'Subject: a\nContent-Type: multipart/mixed; boundary = "b"Content-Transfer-Encoding: 8bit\n\n--b\n\nText';
    expect(bodyOf((await loadMessage(Buffer.from(open))).text)).toBe('Text');
    const never = 'Subject: a\nContent-Type: multipart/mixed; boundary="b"\n\nText';
    expect((await loadMessage(Buffer.from(never))).texts).toEqual(['Subject: a\n\nText']);
  });

  test('a whole message in UTF-16', async () => {
    const message = iconv.encode('Subject: 등대\r\n\r\n불빛', 'utf-16le', { addBOM: true });
    expect((await loadMessage(message)).text).toBe('Subject: 등대\n\n불빛');
  });
});

describe('attachments', () => {
  test('those with a loader follow as pages under their names', async () => {
    const docx = makeDocx({ body: paragraph('Inside the document.') });
    const message = multipart(
      'mixed',
      [
        part('text/plain', 'See below.'),
        part('application/octet-stream', docx, '보고서.docx'),
        part('application/pdf', await makePdf((document) => document.text('A page of a PDF.')), 'a.pdf'),
        part('image/gif', 'GIF89a\x01\0', 'photo.gif'),
      ],
      ['Subject: Papers'],
    );
    const { pages, texts, warnings } = await loadMessage(message);
    expect(texts).toEqual([
      'Subject: Papers\n\nSee below.',
      '보고서.docx\n\nInside the document.',
      'a.pdf\n\nA page of a PDF.',
    ]);
    expect(pages.map((page) => page.number)).toEqual([1, 2, 3]);
    expect(pages[1]?.headings).toEqual([{ start: 0, level: 1, title: '보고서.docx' }]);
    expect(pages[2]).toMatchObject({ lines: [], width: null });
    expect(warnings).toMatchObject([
      { code: 'ATTACHMENT_LEFT_OUT', message: expect.stringContaining('1 attachment(s)') },
    ]);
    expect(warnings[0]?.message).toContain('photo.gif');
  });

  test('headings of an attachment lie below its name, at their offsets', async () => {
    const message = multipart('mixed', [part('text/markdown', 'A\n\n# Keel\n', 'ship.md')], ['Subject: a']);
    const page = (await loadMessage(message)).pages[1];
    expect(page?.headings).toEqual([
      { start: 0, level: 1, title: 'ship.md' },
      { start: page?.text.indexOf('# Keel'), level: 2, title: 'Keel' },
    ]);
  });

  test('a message in a message is read, its attachments are not', async () => {
    const deep = entity(['Subject: Deep'], 'Third.');
    const inner = multipart(
      'inner',
      [part('text/plain', 'Second.'), part('message/rfc822', deep, 'deep.eml')],
      ['Subject: Inner'],
    );
    const outer = multipart(
      'mixed',
      [part('text/plain', 'First.'), entity(['Content-Type: message/rfc822'], inner)],
      ['Subject: Outer'],
    );
    const { texts, warnings } = await loadMessage(outer);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^attachment 1 \(message\/rfc822\)\n\nSubject: Inner\n\nSecond\.$/);
    expect(texts.join()).not.toContain('Third');
    expect(warnings).toMatchObject([{ code: 'ATTACHMENT_LEFT_OUT' }]);
    expect(warnings[0]?.message).toMatch(/^attachment 1 .*deep\.eml/);
  });

  test('a broken one is a warning, the limits are those of all together', async () => {
    const broken = makeDocx({ body: paragraph('x') }).slice(0, 600);
    const pages = Array.from({ length: 3 }, (_, index) =>
      part('text/plain', `Text ${index}`, `${index}.txt`),
    );
    const message = multipart('mixed', [part('x/y', broken, 'b.docx'), ...pages], ['Subject: a']);
    const { texts, warnings } = await loadMessage(message);
    expect(texts).toHaveLength(4);
    expect(warnings[0]?.message).toMatch(/b\.docx/);
    for (const [maxPages, isEnough] of [
      [4, true],
      [3, false],
    ] as const) {
      const loading = loadMessage(message, { ...WIDE_LIMITS, maxPages });
      if (isEnough) expect((await loading).pages).toHaveLength(4);
      else await expect(loading).rejects.toMatchObject({ code: 'DOCUMENT_LIMIT_EXCEEDED' });
    }
  });
});

describe('what is no message, or one too many', () => {
  test('a text without headers: DOCUMENT_UNREADABLE', async () => {
    await expect(loadMessage(Buffer.from('Dear all,\n\nhello'))).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
    });
  });

  test('parts nested 40 deep, and 2,000 parts: DOCUMENT_TOO_COMPLEX', async () => {
    let nested = part('text/plain', 'a');
    for (let depth = 0; depth < 40; depth += 1) nested = multipart(`mixed${depth}`, [nested], ['Subject: a']);
    await expect(loadMessage(nested)).rejects.toMatchObject({ code: 'DOCUMENT_TOO_COMPLEX' });
    const many = multipart(
      'mixed',
      Array.from({ length: 2_000 }, () => part('text/plain', 'a')),
      ['Subject: a'],
    );
    await expect(loadMessage(many)).rejects.toMatchObject({ code: 'DOCUMENT_TOO_COMPLEX' });
  });
});
