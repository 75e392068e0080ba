import { expect, test } from 'vitest';
import { type StageOutcome, startStageClock } from '../../../src/support/stage-clock.ts';

function setUp() {
  const time = { ms: 100 };
  const reports: [stage: string, outcome: StageOutcome, durationMs: number][] = [];
  const clock = startStageClock<'one' | 'two' | 'three'>(
    'one',
    (...report) => reports.push(report),
    () => time.ms,
  );
  const wait = (ms: number) => {
    time.ms += ms;
  };
  return { clock, reports, wait };
}

test('adds up what each stage took, and says nothing before the end', () => {
  const { clock, reports, wait } = setUp();
  wait(5);
  for (const ms of [10, 20]) {
    clock.enter('two');
    wait(ms);
    clock.enter('three');
    wait(1);
  }
  expect(reports).toEqual([]);
  clock.end('ok');
  expect(reports).toEqual([
    ['one', 'ok', 5],
    ['two', 'ok', 30],
    ['three', 'ok', 2],
  ]);
});

test('the outcome is that of the last stage; those before it ended well unless they said otherwise', () => {
  const { clock, reports, wait } = setUp();
  wait(1);
  clock.enter('two');
  wait(2);
  clock.enter('one', 'failed');
  wait(4);
  clock.end('aborted');
  expect(reports).toEqual([
    ['one', 'ok', 1],
    ['two', 'failed', 2],
    ['one', 'aborted', 4],
  ]);
});

test('ends once', () => {
  const { clock, reports } = setUp();
  clock.end('failed');
  clock.end('ok');
  expect(reports).toEqual([['one', 'failed', 0]]);
});
