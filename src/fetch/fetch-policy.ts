import ipaddr from 'ipaddr.js';

/** What may be fetched besides public addresses at ports 80 and 443. */
export interface FetchPolicy {
  /** Names in lower case without a trailing dot. */
  readonly hosts: ReadonlySet<string>;
  readonly networks: readonly Network[];
  readonly ports: ReadonlySet<number>;
}

export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefixLength: number];

const USUAL_PORTS = [80, 443];
const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Reads FETCH_ALLOWED_HOSTS (host names, addresses and CIDR blocks) and FETCH_ALLOWED_PORTS, lists with commas.
 * `onProblem` is told what is wrong, one line per key.
 */
export function parseFetchPolicy(
  hostList: string,
  portList: string,
  onProblem: (line: string) => void,
): FetchPolicy {
  const hosts = new Set<string>();
  const networks: Network[] = [];
  let isHostListGood = true;
  for (const entry of splitList(hostList)) {
    const network = parseNetwork(entry);
    if (network !== null) networks.push(network);
    // A name that ends in a number is a mistyped address: no URL can have it.
    else if (HOST_NAME.test(entry) && !/(^|\.)\d+$/.test(entry)) hosts.add(entry);
    else isHostListGood = false;
  }
  if (!isHostListGood) onProblem('FETCH_ALLOWED_HOSTS must list host names, IP addresses or CIDR blocks');
  const ports = splitList(portList).map((entry) => (/^\d{1,5}$/.test(entry) ? Number(entry) : 0));
  if (ports.some((port) => port < 1 || port > 65_535))
    onProblem('FETCH_ALLOWED_PORTS must list whole numbers from 1 to 65535');
  return { hosts, networks, ports: new Set([...USUAL_PORTS, ...ports]) };
}

function splitList(list: string): string[] {
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase().replace(/\.$/, ''));
  return entries.filter((entry) => entry !== '');
}

/** An address stands for itself alone. Null for what is neither address nor block. */
function parseNetwork(entry: string): Network | null {
  if (entry.includes('/')) return ipaddr.isValidCIDR(entry) ? ipaddr.parseCIDR(entry) : null;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry);
  if (!isAddress) return null;
  const address = ipaddr.parse(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
