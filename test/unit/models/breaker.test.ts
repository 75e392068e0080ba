import { expect, test } from 'vitest';
import { createBreaker } from '../../../src/models/breaker.ts';

function setUp() {
  const clock = { ms: 0 };
  return { clock, breaker: createBreaker({ failures: 3, openMs: 1_000, now: () => clock.ms }) };
}

test('opens after failures in a row, not after failures among successes', () => {
  const { breaker } = setUp();
  breaker.fail();
  breaker.fail();
  breaker.succeed();
  breaker.fail();
  breaker.fail();
  expect([breaker.state, breaker.tryPass()]).toEqual(['closed', 0]);
  breaker.fail();
  expect([breaker.state, breaker.tryPass()]).toEqual(['open', 1_000]);
});

test('lets one probe through when the time is over; its success closes, its failure opens anew', () => {
  const { breaker, clock } = setUp();
  for (let count = 0; count < 3; count += 1) breaker.fail();
  clock.ms = 400;
  expect([breaker.state, breaker.tryPass()]).toEqual(['open', 600]);
  clock.ms = 1_000;
  expect(breaker.state).toBe('half-open');
  expect([breaker.tryPass(), breaker.state, breaker.tryPass()]).toEqual([0, 'half-open', 1_000]);
  clock.ms = 1_100;
  breaker.fail();
  expect([breaker.state, breaker.tryPass()]).toEqual(['open', 1_000]);
  clock.ms = 2_100;
  expect(breaker.tryPass()).toBe(0);
  breaker.succeed();
  expect([breaker.state, breaker.tryPass(), breaker.tryPass()]).toEqual(['closed', 0, 0]);
});

test('a probe that nobody ends does not block it for ever', () => {
  const { breaker, clock } = setUp();
  for (let count = 0; count < 3; count += 1) breaker.fail();
  clock.ms = 1_000;
  expect(breaker.tryPass()).toBe(0);
  clock.ms = 2_000;
  expect(breaker.tryPass()).toBe(0);
});
