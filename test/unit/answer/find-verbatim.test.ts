import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutSentences } from '../../../src/answer/cut-sentences.ts';
import { isVerbatim } from '../../../src/answer/find-verbatim.ts';
import { measureSupport } from '../../../src/answer/measure-support.ts';
import { buildDocument, buildHit } from './build-hits.ts';

describe('a match', () => {
  test.each([
    ['변경이 가능하다', '변경이 가능하다면 알려 준다.', false],
    ['가능하다', '불가능하다', false],
    ['art is free', 'The part is free', false],
    ['is art', 'This is artful', false],
    ['version 1', 'version 1.5', false],
    ['room 12', 'room 12,500', false],
    ['room 12', 'room 12, then 13', true],
    ['가능하다', '예약 변경이 가능하다. 불가능하다.', true],
    ['가능하다', '불가능하다. 가능하다.', true],
    ['', 'anything', false],
  ])('%j in %j: %s', (statement, source, expected) => {
    expect(isVerbatim(statement, source)).toBe(expected);
  });
});

test('every sentence cut from a text is supported by its own quote in full', () => {
  const fragment = fc.constantFrom(
    '메모리가 780MB 필요합니다. ',
    '팀장의 승인을 받아야 합니\n다. ',
    '5년, 3.5 % 그리고 12,500원',
    'It is not free',
    ' Dr. Kim said. ',
    '예약 변경은 불가능하다. 예약은 가능하다. ',
    'The plan is not free. The plan is free. ',
    "COVID-19, Node.js, AT&T, O'Brien, U.S.A., C++. ",
    'Élodie İşık ＮＡＳＡ Straße. ',
    '-5 degrees, 2026-03-05, March 5, 2026, [1, 2] ',
    '홍길\n동이 3시\n간 780\nMB ',
    '😀',
    '👩‍💻 ',
    'inter-\nnational',
    '\n\n- item ',
    '\t12  34\n',
    '가나다라'.repeat(200),
    'word '.repeat(150),
  );
  fc.assert(
    fc.property(fc.array(fragment, { minLength: 1, maxLength: 12 }), (fragments) => {
      const text = fragments.join('').trim();
      fc.pre(text !== '');
      const hit = buildHit(buildDocument([text]));
      for (const { start, end, text: sentence } of cutSentences(hit, 0, 'ko')) {
        if (!/[\p{L}\p{N}\p{S}]/u.test(sentence)) continue;
        expect(measureSupport(sentence, [hit.text.slice(start, end)])).toEqual({
          support: 1,
          supported: true,
        });
      }
    }),
    { seed: 20261125, numRuns: 200 },
  );
});
