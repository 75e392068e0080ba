import { lookup, Resolver } from 'node:dns/promises';
import type { FetchPolicy } from './fetch-policy.ts';

/** All addresses of a name, none left out. Rejects when there is none, or when `signal` aborts. */
export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Asks the name servers of the machine. Not `lookup` with its hosts file for names of strangers: it blocks one of the
 * four threads that files and inflating need too, as long as a hostile name server likes. Hosts that the policy names are
 * no strangers.
 */
export function createResolver(policy: FetchPolicy): ResolveHost {
  return async (hostname, signal) => {
    if (policy.hosts.has(hostname)) {
      const found = await lookup(hostname, { all: true });
      return found.map(({ address }) => address);
    }
    const resolver = new Resolver({ timeout: 3_000, tries: 2 });
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel);
    try {
      const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
      const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      if (addresses.length > 0) return addresses;
      throw answers.find((answer) => answer.status === 'rejected')?.reason ?? new Error('no address');
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}
