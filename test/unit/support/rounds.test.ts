import { expect, test } from 'vitest';
import { createRounds } from '../../../src/support/rounds.ts';

function start() {
  const begun: PromiseWithResolvers<void>[] = [];
  const signals: AbortSignal[] = [];
  const rounds = createRounds((signal) => {
    signals.push(signal);
    const round = Promise.withResolvers<void>();
    begun.push(round);
    return round.promise;
  });
  const finish = async (): Promise<void> => {
    begun.at(-1)?.resolve();
    await new Promise(setImmediate);
  };
  return { rounds, begun, signals, finish };
}

test('one round runs at a time, and one more follows however often it is woken meanwhile', async () => {
  const { rounds, begun, finish } = start();
  for (let times = 0; times < 3; times += 1) rounds.wake();
  expect(begun).toHaveLength(1);
  rounds.wake();
  await finish();
  expect(begun).toHaveLength(2);
  await finish();
  expect(begun).toHaveLength(2);
  await rounds.ended();
  rounds.wake();
  expect(begun).toHaveLength(3);
});

test('a stop aborts the round that runs, waits for it on demand and lets none follow', async () => {
  const { rounds, begun, signals, finish } = start();
  rounds.wake();
  rounds.wake();
  rounds.stop();
  expect(signals[0]?.aborted).toBe(true);
  let hasEnded = false;
  const ended = rounds.ended().then(() => {
    hasEnded = true;
  });
  await new Promise(setImmediate);
  expect(hasEnded).toBe(false);
  await finish();
  await ended;
  expect(begun).toHaveLength(1);
  rounds.wake();
  expect(begun).toHaveLength(1);
});
