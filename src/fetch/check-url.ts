import { isIP } from 'node:net';
import { ServiceError } from '../errors.ts';
import { isAllowedAddress } from './check-address.ts';
import type { FetchPolicy } from './fetch-policy.ts';

/** What an index over URLs can hold with room to spare; browsers and proxies agree on about as much. */
export const MAX_URL_LENGTH = 2_000;

/** Names that no public name server owns. Somebody's own network may answer to them, a cloud's metadata service too. */
const PRIVATE_SUFFIXES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion|test|invalid)$/;

export interface CheckedUrl {
  readonly url: URL;
  /** As it is looked up: lower case, Punycode, no brackets, no trailing dot. */
  readonly hostname: string;
  readonly port: number;
}

/**
 * Refuses what must not be fetched as far as the URL itself shows it. The WHATWG parser has already made one form of
 * every spelling of an address (decimal, octal, hex, short, full-width, circled digits, ideographic dots).
 *
 * Throws URL_REFUSED.
 */
export function checkUrl(text: string, policy: FetchPolicy, base?: URL): CheckedUrl {
  const url = URL.parse(text, base?.href);
  if (url === null) throw refuse('The URL is not a valid absolute URL.');
  url.hash = '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refuse('Only http:// and https:// URLs are fetched.');
  if (url.username !== '' || url.password !== '')
    throw refuse('The URL holds a user name or a password; neither is sent anywhere.');
  if (url.href.length > MAX_URL_LENGTH) throw refuse(`The URL is longer than ${MAX_URL_LENGTH} characters.`);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (!policy.ports.has(port))
    throw refuse(`Port ${port} is not fetched from; FETCH_ALLOWED_PORTS can name it.`);
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  checkHostname(hostname, policy);
  return { url, hostname, port };
}

function checkHostname(hostname: string, policy: FetchPolicy): void {
  if (isIP(hostname) !== 0) {
    if (!isAllowedAddress(hostname, hostname, policy)) throw refuseAddress();
    return;
  }
  const isPublicName = hostname.includes('.') && !PRIVATE_SUFFIXES.test(hostname);
  if (!isPublicName && !policy.hosts.has(hostname))
    throw refuse('The host is not a public name; FETCH_ALLOWED_HOSTS can name it.');
}

export function refuseAddress(): ServiceError {
  return refuse('The URL leads to an address that is not public; FETCH_ALLOWED_HOSTS can name the host.');
}

export function refuse(detail: string): ServiceError {
  return new ServiceError('URL_REFUSED', detail);
}
