/** `hit`: it was there. `shared`: somebody else was getting it already. `miss`: it was got for this caller. */
export type Lookup = 'hit' | 'shared' | 'miss';

export interface SharedCache<Value> {
  /** The value of `key`, got by `load` where nobody has it. A failure is that of everybody who waits, and is not kept. */
  get(
    key: string,
    load: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<{ readonly value: Value; readonly lookup: Lookup }>;
}

/** A value that is being got, for as long as somebody waits for it. */
interface Call<Value> {
  readonly value: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Keeps the `maxEntries` values that were used last (0: none). Who asks for a value while it is being got waits for the same call; one who leaves
 * takes it from nobody: the call is aborted when the last has left. Values are shared, so nobody may change them.
 */
export function createSharedCache<Value>(maxEntries: number): SharedCache<Value> {
  const kept = new Map<string, { readonly value: Value }>();
  const calls = new Map<string, Call<Value>>();

  function keep(key: string, entry: { readonly value: Value }): void {
    // Last in the map is what was used last.
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > maxEntries && oldest !== undefined) kept.delete(oldest);
  }

  function start(key: string, load: (signal: AbortSignal) => Promise<Value>): Call<Value> {
    const controller = new AbortController();
    const call = { value: load(controller.signal), controller, waiting: 0 };
    calls.set(key, call);
    const forget = () => {
      if (calls.get(key) === call) calls.delete(key);
    };
    call.value.then((value) => {
      forget();
      keep(key, { value });
    }, forget);
    return call;
  }

  async function waitFor(key: string, call: Call<Value>, signal: AbortSignal): Promise<Value> {
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    call.waiting += 1;
    try {
      return await Promise.race([call.value, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      call.waiting -= 1;
      if (signal.aborted && call.waiting === 0) {
        // Whoever comes now must not wait for a call that is ending.
        if (calls.get(key) === call) calls.delete(key);
        call.controller.abort(signal.reason);
      }
    }
  }

  return {
    async get(key, load, signal) {
      signal.throwIfAborted();
      const entry = kept.get(key);
      if (entry !== undefined) {
        keep(key, entry);
        return { value: entry.value, lookup: 'hit' };
      }
      const running = calls.get(key);
      const value = await waitFor(key, running ?? start(key, load), signal);
      return { value, lookup: running === undefined ? 'miss' : 'shared' };
    },
  };
}
