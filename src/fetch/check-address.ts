import ipaddr from 'ipaddr.js';
import type { FetchPolicy } from './fetch-policy.ts';

/** All that is global in IPv6 so far lies here; `range()` calls what is outside of it unicast too, `::127.0.0.1` among it. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** What a named host may resolve to. Not link-local: at 169.254.169.254 clouds hand out the machine's credentials. */
const RANGES_OF_NAMED_HOSTS = new Set(['unicast', 'private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/**
 * Whether a connection to an address is allowed: public unicast only, unless the policy names the address or the host.
 * IPv4 within IPv6 (mapped, NAT64, 6to4, Teredo) is refused whatever it leads to.
 */
export function isAllowedAddress(address: string, hostname: string, policy: FetchPolicy): boolean {
  const isCanonical = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (!isCanonical) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6))) return true;
  if (policy.hosts.has(hostname) && RANGES_OF_NAMED_HOSTS.has(range)) return true;
  return policy.networks.some(
    ([network, prefixLength]) =>
      network.kind() === parsed.kind() && parsed.match([network, prefixLength] as never),
  );
}
