import * as docx from '../../unit/load/make-docx.ts';
import { part } from '../../unit/load/make-eml.ts';
import { listEpubFiles } from '../../unit/load/make-epub.ts';
import * as hwp from '../../unit/load/make-hwp.ts';
import * as hwpx from '../../unit/load/make-hwpx.ts';
import * as odf from '../../unit/load/make-odf.ts';
import { makePdf } from '../../unit/load/make-pdf.ts';
import * as pptx from '../../unit/load/make-pptx.ts';
import { makeXlsx } from '../../unit/load/make-xlsx.ts';

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';
const TEXT = '항구의 정박 요금은 시간당 3000원이고 야간에는 절반이다.';

/** A small good file of each format that is told by its content. */
export async function makeFiles(): Promise<MadeFile[]> {
  const paragraphs = Array.from({ length: 20 }, (_, index) => `${index}번 규칙. ${TEXT}`);
  const file = (name: string, mediaType: string, bytes: Uint8Array): MadeFile => ({ name, mediaType, bytes });
  const pdf = await makePdf((page) => {
    for (let line = 0; line < 20; line++) page.text(`Rule ${line}: mooring costs 3000 won an hour.`);
  });
  return [
    file('made.pdf', 'application/pdf', pdf),
    file(
      'made.docx',
      `${OFFICE}.wordprocessingml.document`,
      docx.makeDocx({ body: paragraphs.map((text) => docx.paragraph(text)).join('') }),
    ),
    file(
      'made.xlsx',
      `${OFFICE}.spreadsheetml.sheet`,
      makeXlsx({ sheets: [{ name: '요금', rows: paragraphs.map((text, row) => [text, [row, 'General']]) }] }),
    ),
    file(
      'made.pptx',
      `${OFFICE}.presentationml.presentation`,
      pptx.makePptx({ slides: [{ shapes: pptx.shape(paragraphs) }] }),
    ),
    file(
      'made.hwp',
      'application/x-hwp',
      hwp.makeHwp({ sections: [Buffer.concat(paragraphs.map((text) => hwp.paragraph(text)))] }),
    ),
    file(
      'made.hwpx',
      'application/hwp+zip',
      hwpx.makeHwpx({ sections: [paragraphs.map((text) => hwpx.paragraph(text)).join('')] }),
    ),
    file(
      'made.odt',
      `${ODF}.text`,
      docx.zipFiles(odf.listOdfParts('text', { body: paragraphs.map((text) => odf.p(text)).join('') })),
    ),
    file(
      'made.epub',
      'application/epub+zip',
      docx.zipFiles(listEpubFiles({ chapters: { 'one.xhtml': `<p>${paragraphs.join('</p><p>')}</p>` } })),
    ),
    file('made.rtf', 'application/rtf', Buffer.from('{\\rtf1\\ansi Mooring costs 3000 won an hour.\\par}')),
    file(
      'made.eml',
      'message/rfc822',
      Buffer.concat([
        Buffer.from('Subject: rules\r\nFrom: a@b.c\r\nDate: Mon, 2 Nov 2026 09:00:00 +0900\r\n'),
        part('text/plain', TEXT),
      ]),
    ),
  ];
}
