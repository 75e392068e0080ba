import { describe, expect, test } from 'vitest';
import { measureSupport } from '../../../src/answer/measure-support.ts';

const WORD_FOR_WORD = { support: 1, supported: true };
const WRONG_FACT = { support: 0.3, supported: false };

describe('the words of the source', () => {
  test.each([
    ['the same', 'The fee is 30 euros.', ['The fee is 30 euros.']],
    ['a part', 'fee is 30', ['The fee is 30 euros.']],
    ['lines broken elsewhere', 'The fee\nis 30 euros.', ['The fee is\n30 euros.']],
    ['a hyphen at a line end', 'An international fee.', ['An inter-\nnational fee.']],
    ['Hangul broken inside a word', '메모리가 필요합니다.', ['메모\n리가 필요합\n니다.']],
    ['Hangul broken between words', '메모리가 필요합니다.', ['메모리가\n필요합니다.']],
    ['over two quotes', '하루 전까지 신청해야 합니다.', ['하루 전까지', '신청해야 합니다.']],
    ['decomposed Hangul', '메모리가 필요합니다.'.normalize('NFD'), ['메모리가 필요합니다.']],
    ['blanks around', '  fee is  30 ', ['The fee is 30 euros.']],
    ['symbols alone', '😀 → 👩‍💻', ['Press 😀 → 👩‍💻 twice.']],
  ])('%s: support is 1', (_what, statement, quotes) => {
    expect(measureSupport(statement, quotes)).toEqual(WORD_FOR_WORD);
  });

  test('two numbers side by side are not one number', () => {
    expect(measureSupport('Rooms 12', ['Rooms 1 2'])).toEqual(WRONG_FACT);
  });
});

describe('no support', () => {
  test.each(['The fee is 30 euros.', '메모리가 필요합니다.', ''])('%j without quotes has 0', (statement) => {
    expect(measureSupport(statement, [])).toEqual({ support: 0, supported: false });
  });

  test('an empty statement has 0', () => {
    expect(measureSupport('', ['The fee.'])).toEqual({ support: 0, supported: false });
  });

  test('function words alone have 0, if they do not stand there', () => {
    expect(measureSupport('It is what it was.', ['The fee is 30 euros.'])).toEqual({
      support: 0,
      supported: false,
    });
  });

  test('other words have 0', () => {
    expect(measureSupport('사과는 맛있다', ['메모리가 필요합니다.'])).toEqual({
      support: 0,
      supported: false,
    });
  });
});

describe('a wrong fact makes a statement wrong however much of the rest agrees', () => {
  test.each([
    ['number', 'The annual fee is 40 euros.', 'The annual fee is 30 euros.'],
    ['decimal', 'The annual fee is 3.5 euros.', 'The annual fee is 3.6 euros.'],
    ['year', 'The bridge was opened in 1931 by the mayor.', 'The bridge was opened in 1913 by the mayor.'],
    ['unit', 'It needs 780 GB of memory to install.', 'It needs 780 MB of memory to install.'],
    ['percentage', 'The tax rate is 5% for small firms.', 'The tax rate is 5 for small firms.'],
    [
      'name',
      'The package is maintained by the Fedora team.',
      'The package is maintained by the Debian team.',
    ],
    [
      'number, Korean',
      '설치에는 최소 512MB의 메모리가 필요합니다.',
      '설치에는 최소 780MB의 메모리가 필요합니다.',
    ],
    [
      'unit, Korean',
      '설치에는 최소 780GB의 메모리가 필요합니다.',
      '설치에는 최소 780MB의 메모리가 필요합니다.',
    ],
    ['year, Korean', '한글은 1446년에 반포되었다.', '한글은 1443년에 반포되었다.'],
    ['Latin name, Korean', '이 패키지는 Fedora 팀이 관리합니다.', '이 패키지는 Debian 팀이 관리합니다.'],
  ])('wrong %s', (_what, statement, quote) => {
    expect(measureSupport(statement, [quote])).toEqual(WRONG_FACT);
  });

  test('and never raises a share that was lower', () => {
    expect(measureSupport('Apples cost 7 euros there.', ['The annual fee is 30 euros.'])).toEqual({
      // Of "Apples cost 7 euros" (and "there", a function word) one in four.
      support: 0.25,
      supported: false,
    });
  });
});

describe('a fact written in another way', () => {
  test.each([
    ['a thousands separator', 'The town has 12500 people now.', 'Now the town has 12,500 people.'],
    ['a blank before the unit', 'It needs 780MB memory.', 'It needs memory: 780 MB.'],
    ['the case of the unit', 'It needs 5 mb memory.', 'It needs memory: 5 MB.'],
    ['a unit left out', 'It needs memory: 780.', 'Memory of 780MB it needs.'],
    ['full-width digits', '방 번호는 ３０입니다.', '30입니다, 방 번호는.'],
    ['a name in the plural', 'Everyone knows Debians.', 'Everyone knows what Debian is.'],
  ])('%s is the same fact', (_what, statement, quote) => {
    expect(measureSupport(statement, [quote])).toEqual(WORD_FOR_WORD);
  });
});

describe('a paraphrase counts the share of its content words', () => {
  const RULE = 'Employees must submit the travel request at least ten days before departure.';

  test('all of them, in another order', () => {
    expect(measureSupport('Before departure, employees must submit a request.', [RULE])).toEqual({
      support: 1,
      supported: true,
    });
  });

  test('seven in eight: travel (form) must submitted ten days before departure', () => {
    const statement = 'The travel form must be submitted ten days before departure.';
    expect(measureSupport(statement, [RULE])).toEqual({ support: 0.875, supported: true });
  });

  test('three in five are just enough, one in two are not', () => {
    expect(measureSupport('travel request departure apples pears', [RULE])).toEqual({
      support: 0.6,
      supported: true,
    });
    expect(measureSupport('travel request apples pears', [RULE])).toEqual({
      support: 0.5,
      supported: false,
    });
  });

  test('Korean, without particles: 재택 택근 근무 팀장 승인 of these and 필요 요하 하다', () => {
    const quote = '재택근무는 하루 전까지 신청하고 팀장의 승인을 받아야 합니다.';
    expect(measureSupport('재택근무를 하려면 팀장의 승인이 필요하다.', [quote])).toEqual({
      support: 0.625,
      supported: true,
    });
  });

  test('words spread over several quotes count together', () => {
    const statement = 'The request needs approval.';
    expect(measureSupport(statement, ['Submit a request.'])).toMatchObject({ supported: false });
    expect(measureSupport(statement, ['Submit a request.', 'Approval is what it needs.'])).toEqual({
      support: 1,
      supported: true,
    });
  });
});

describe('words that stand in the source, but not for themselves', () => {
  test.each([
    ['the end of a decimal', '5 GB of RAM is required.', 'At least 1.5 GB of RAM is required.'],
    ['the end of a number', '80MB의 메모리가 필요합니다.', '설치에는 780MB의 메모리가 필요합니다.'],
    ['the end of a number, Korean unit', '3시간이 걸린다', '작업은 13시간이 걸린다.'],
    ['the end of a negated word', '예약 변경이 가능하다', '예약 변경이 불가능하다.'],
    ['numbers of two columns', 'Values: 15', 'Values: 1  5'],
  ])('%s', (_what, statement, quote) => {
    expect(measureSupport(statement, [quote]).supported).toBe(false);
  });
});

describe('facts that are near and wrong', () => {
  test.each([
    ['weeks for days', '신청은 3주 안에 팀장에게 해야 합니다.', '신청은 3일 안에 팀장에게 해야 합니다.'],
    ['a date turned round', '행사는 5월 3일에 열린다.', '행사는 3월 5일에 열린다.'],
    ['hours for days', 'The trial lasts 30 hours for new users.', 'The trial lasts 30 days for new users.'],
    ['months for a month', '기간은 3개월이다.', '기간은 3월이다.'],
    [
      'a name that begins the sentence',
      'Kim signed the contract in March.',
      'Lee signed the contract in March.',
    ],
    [
      'a name that begins with no ASCII letter',
      'The team of Élodie maintains the package.',
      'The team of Bertrand maintains the package.',
    ],
    [
      'a Korean name',
      '계약서는 홍길동이 서울 본사에서 직접 서명한 문서이다.',
      '계약서는 김철수가 서울 본사에서 직접 서명한 문서이다.',
    ],
    ['a sign', 'The temperature is -5 degrees outside.', 'The temperature outside is 5 degrees.'],
    ['a negation', 'The plan is not available to free users.', 'The plan is available to free users.'],
    [
      'a negation left out',
      'The plan is available to free users.',
      'The plan is, sadly, not available to free users.',
    ],
    ['a sign cut off', '5 degrees', 'The temperature is -5 degrees.'],
    ['a negation cut off', 'available to free users.', 'The plan is not available to free users.'],
    [
      'a negation left out beside one that stays',
      'The plan is available to users. The fee is not refundable.',
      'The plan is not available to users. The fee is not refundable.',
    ],
    ['a Korean negation', '화요일에는 재택근무를 할 수 없습니다.', '화요일에도 재택근무를 할 수 있습니다.'],
  ])('%s', (_what, statement, quote) => {
    expect(measureSupport(statement, [quote])).toMatchObject({ supported: false });
  });
});

describe('the same fact', () => {
  test.each([
    [
      'a date in numbers',
      '재택근무 규칙의 시행일은 사내 게시판에 따라 2026년 3월 5일이다.',
      '재택근무 규칙의 시행일은 사내 게시판에: 2026-03-05',
    ],
    ['a date in English', 'It starts on March 5, 2026.', 'It starts on 5 March 2026.'],
    ['a date in two languages', '워크숍 행사 시작일은 2026년 3월 5일', '워크숍 행사 시작일은 March 5, 2026'],
    ['units in two languages', '마감 30 days', '마감 30일'],
    ['a function word that begins a sentence', 'It is free. The fee is zero.', 'It is free, fee is zero.'],
    ['a linking word that begins a sentence', 'However, the fee is zero.', 'The fee, as ever, is zero.'],
    [
      'two sentences turned round, one negated',
      'The plan is available. The fee is not refundable.',
      'The fee is not refundable. The plan is available.',
    ],
    [
      'a negation in another sentence',
      'The plan is available to free users.',
      'Dogs are not allowed. The plan is available today to users that are free.',
    ],
  ])('%s', (_what, statement, quote) => {
    expect(measureSupport(statement, [quote]).supported).toBe(true);
  });

  test.each(['.', '…', '\u200b'])('%j says nothing', (statement) => {
    expect(measureSupport(statement, ['Hello. … \u200b'])).toEqual({ support: 0, supported: false });
  });
});
