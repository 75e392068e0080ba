import { expect, test } from 'vitest';
import { createSharedCache } from '../../../src/support/shared-cache.ts';

const never = new AbortController().signal;

/** A cache, and its loads: each waits until the test ends it. */
function setUp(maxEntries: number) {
  const cache = createSharedCache<string>(maxEntries);
  const loads: { key: string; signal: AbortSignal; end: PromiseWithResolvers<string> }[] = [];
  const get = (key: string, signal = never) =>
    cache.get(
      key,
      (own) => {
        const end = Promise.withResolvers<string>();
        own.addEventListener('abort', () => end.reject(own.reason));
        loads.push({ key, signal: own, end });
        return end.promise;
      },
      signal,
    );
  /** Gets a key whose load, if there is one, ends well at once; what it was. */
  async function look(key: string) {
    const found = get(key);
    const load = loads.findLast((one) => one.key === key);
    load?.end.resolve(key.toUpperCase());
    const { value, lookup } = await found;
    expect(value).toBe(key.toUpperCase());
    return lookup;
  }
  return { get, look, loads };
}

test('what was used last is kept, and no more than allowed', async () => {
  const { look } = setUp(2);
  const lookups: string[] = [];
  for (const key of ['a', 'a', 'b', 'a', 'c', 'a', 'b']) lookups.push(`${key} ${await look(key)}`);
  expect(lookups).toEqual(['a miss', 'a hit', 'b miss', 'a hit', 'c miss', 'a hit', 'b miss']);
});

test('a cache without entries keeps nothing, and still shares calls', async () => {
  const { look, get, loads } = setUp(0);
  expect([await look('a'), await look('a')]).toEqual(['miss', 'miss']);
  const both = Promise.all([get('b'), get('b')]);
  loads.at(-1)?.end.resolve('B');
  expect((await both).map(({ lookup }) => lookup)).toEqual(['miss', 'shared']);
  expect(loads.map(({ key }) => key)).toEqual(['a', 'a', 'b']);
});

test('who asks at once for the same gets it by one call; another key is another call', async () => {
  const { get, loads } = setUp(10);
  const all = Promise.all([get('a'), get('b'), get('a'), get('a')]);
  expect(loads.map(({ key }) => key)).toEqual(['a', 'b']);
  for (const { end, key } of loads) end.resolve(key.toUpperCase());
  expect(await all).toEqual([
    { value: 'A', lookup: 'miss' },
    { value: 'B', lookup: 'miss' },
    { value: 'A', lookup: 'shared' },
    { value: 'A', lookup: 'shared' },
  ]);
});

test('a failure is everybody’s who waits, and is forgotten', async () => {
  const { get, look, loads } = setUp(10);
  const failed = Promise.allSettled([get('a'), get('a')]);
  const reason = new Error('down');
  loads[0]?.end.reject(reason);
  expect(await failed).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  expect([await look('a'), await look('a')]).toEqual(['miss', 'hit']);
});

test('one who leaves takes it from nobody, not even who asked first', async () => {
  const { get, look, loads } = setUp(10);
  const first = new AbortController();
  const reason = new Error('gone');
  const left = expect(get('a', first.signal)).rejects.toBe(reason);
  const stays = get('a');
  first.abort(reason);
  await left;
  expect(loads[0]?.signal.aborted).toBe(false);
  loads[0]?.end.resolve('A');
  expect(await stays).toEqual({ value: 'A', lookup: 'shared' });
  expect(await look('a')).toBe('hit');
  // Who has left already starts nothing.
  await expect(get('z', first.signal)).rejects.toBe(reason);
  expect(loads).toHaveLength(1);
});

test('when the last has left the call ends, and who comes next starts another', async () => {
  const { get, look, loads } = setUp(10);
  const callers = [new AbortController(), new AbortController()];
  const waiting = Promise.allSettled(callers.map(({ signal }) => get('a', signal)));
  for (const caller of callers) caller.abort(new Error('gone'));
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true]);
  expect([await look('a'), await look('a')]).toEqual(['miss', 'hit']);
  expect(loads).toHaveLength(2);
});
