import { expect, test } from 'vitest';
import { createStageMeter } from '../../../src/support/stage-meter.ts';

function setUp() {
  const clock = { ms: 0 };
  const reports: [string, string, number][] = [];
  const meter = createStageMeter<'one' | 'two'>(
    (stage, outcome, ms) => reports.push([stage, outcome, ms]),
    () => clock.ms,
  );
  /** A step that ends when it is told to. */
  const step = (stage: 'one' | 'two') => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timed = meter.time(stage, () => promise);
    timed.catch(() => {});
    return {
      async end() {
        resolve();
        await timed;
      },
      async fail() {
        reject(new Error('no'));
        await timed.catch(() => {});
      },
    };
  };
  return { clock, reports, meter, step };
}

test('a stage is as long as some step of it ran, whatever runs beside it', async () => {
  const { clock, reports, meter, step } = setUp();
  const [first, second, other] = [step('one'), step('one'), step('two')];
  clock.ms = 10;
  await first.end();
  clock.ms = 25;
  await second.end();
  clock.ms = 40;
  await other.end();
  meter.end('ok');
  meter.end('ok');
  expect(reports).toEqual([
    ['one', 'ok', 25],
    ['two', 'ok', 40],
  ]);
});

test('the stage that failed first is named; the others were well', async () => {
  const { clock, reports, meter, step } = setUp();
  const [first, second] = [step('one'), step('two')];
  clock.ms = 5;
  await second.fail();
  await first.fail();
  expect(meter.failed).toBe('two');
  meter.end('failed');
  expect(reports).toEqual([
    ['one', 'ok', 5],
    ['two', 'failed', 5],
  ]);
});

test('a source is timed item by item, and closed by whoever stops early', async () => {
  const { clock, reports, meter } = setUp();
  let closed = false;
  async function* source() {
    try {
      for (;;) {
        clock.ms += 3;
        yield clock.ms;
      }
    } finally {
      closed = true;
    }
  }
  for await (const ms of meter.timeEach('one', source())) {
    clock.ms += 100;
    if (ms > 100) break;
  }
  meter.end('ok');
  expect([closed, reports]).toEqual([true, [['one', 'ok', 6]]]);
});
