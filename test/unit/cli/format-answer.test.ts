import { expect, it } from 'vitest';
import { formatAnswer } from '../../../src/cli/format-answer.ts';
import { formatStatus } from '../../../src/cli/format-status.ts';

const CITATION = {
  number: 1,
  title: '휴가 규정',
  externalId: '규정/휴가.md',
  documentId: '01a21112-92ab-73fb-b048-69e228353303',
  page: 3,
  quote: '여름 휴가는\n3일이다.',
};

it('shows the answer, what is not held, and each citation with its exact words', () => {
  const answer = '여름 휴가는 3일이다.[1] 모두 쉰다.';
  const statements = [
    { start: 0, end: 15, supported: true },
    { start: 16, end: 22, supported: false },
  ];
  const body = { answerable: true, answer, statements, citations: [CITATION], hits: [], warnings: [] };
  expect(formatAnswer(body)).toBe(`여름 휴가는 3일이다.[1] 모두 쉰다.

Not held by what it cites: 모두 쉰다.

[1] 휴가 규정 (규정/휴가.md), page 3
    여름 휴가는
    3일이다.`);
});

it('shows the nearest documents where there is no answer', () => {
  const hits = [{ document: { id: 'x', title: null, externalId: 'a.md' }, pageStart: 2 }];
  const body = { answerable: false, answer: 'No.', statements: [], citations: [], hits, warnings: [] };
  expect(formatAnswer({ ...body, warnings: [{ message: 'lexical only' }] })).toBe(
    'No.\n\nNearest:\n  a.md, page 2\n\nWarning: lexical only',
  );
});

it('counts documents by status and failures by code', () => {
  const counts = { documents: 4, statuses: { published: 2, failed: 2 }, failures: { PARSER_TIMEOUT: 2 } };
  expect(formatStatus([{ collection: 'handbook', ...counts }])).toBe(
    'handbook: 4 documents, failed 2, published 2\n  failed with PARSER_TIMEOUT 2',
  );
  expect(formatStatus([])).toBe('There are no documents.');
});
