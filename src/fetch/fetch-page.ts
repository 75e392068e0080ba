import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { PageFetcher, VersionSource } from '../domain/fetch.ts';
import { isAllowedAddress } from './check-address.ts';
import { type CheckedUrl, checkUrl, refuse, refuseAddress } from './check-url.ts';
import type { ConnectSocket } from './connect-socket.ts';
import { ACCEPTED_ENCODINGS, createDecoder, decodeBody, tooLarge } from './decode-body.ts';
import { fetchFailed, watchFetch } from './fetch-errors.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { readContentType, readFilename, readValidators } from './read-reply.ts';
import { type PageResponse, requestPage } from './request-page.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface FetchOptions {
  readonly policy: FetchPolicy;
  /** Decoded. */
  readonly maxBytes: number;
  /** From the first look-up to the last byte. */
  readonly timeoutMs: number;
  readonly resolve: ResolveHost;
  readonly connect: ConnectSocket;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Nothing else: whatever identifies the service or its caller would be sent to strangers. */
const HEADERS = { accept: '*/*', 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'Footnote' };

export function createPageFetcher(options: FetchOptions): PageFetcher {
  const { policy, maxBytes, timeoutMs, resolve, connect } = options;

  /** Every address of the host is checked, and the connection is made to these and no others. */
  async function openPage(
    { url, hostname, port }: CheckedUrl,
    known: VersionSource | null,
    signal: AbortSignal,
  ): Promise<PageResponse> {
    const addresses =
      isIP(hostname) === 0 ? await untilAborted(resolve(hostname, signal), signal) : [hostname];
    if (addresses.length === 0) throw fetchFailed('The host of the URL was not found.');
    if (!addresses.every((address) => isAllowedAddress(address, hostname, policy))) throw refuseAddress();
    const isSecure = url.protocol === 'https:';
    const headers = { ...HEADERS, ...conditionOf(url, known) };
    return requestPage(connect, { url, target: { hostname, addresses, port, isSecure }, headers, signal });
  }

  /** Follows redirects to the reply that is no redirect. */
  async function openFinal(first: CheckedUrl, known: VersionSource | null, signal: AbortSignal) {
    let checked = first;
    for (let redirects = 0; ; redirects += 1) {
      const response = await openPage(checked, known, signal);
      if (!REDIRECTS.has(response.status)) return { url: checked.url, response };
      response.close();
      if (redirects === MAX_REDIRECTS) throw fetchFailed(`There are more than ${MAX_REDIRECTS} redirects.`);
      checked = followRedirect(checked.url, response.headers.location, policy);
    }
  }

  return {
    check: (url) => checkUrl(url, policy).url.href,

    async fetch(text, known, outer) {
      const watch = watchFetch(outer, timeoutMs);
      return watch.translate(async () => {
        const first = checkUrl(text, policy);
        const { url, response } = await openFinal(first, known, watch.signal);
        const { status, headers, close } = response;
        try {
          if (status === 304 && known !== null && hasCondition(url, known)) {
            close();
            return null;
          }
          const pieces = watch.translateEach(openBody(response, maxBytes), close);
          return {
            source: { url: first.url.href, finalUrl: url.href, ...readValidators(headers) },
            ...readContentType(headers),
            filename: readFilename(headers, url),
            body: Readable.from(pieces, { objectMode: false }),
          };
        } catch (error) {
          close();
          throw error;
        }
      });
    },
  };
}

function openBody({ status, headers, body }: PageResponse, maxBytes: number): AsyncGenerator<Buffer> {
  if (status !== 200) throw fetchFailed(`The server answered with the status ${status}, not with a page.`);
  const decoder = createDecoder(headers['content-encoding'] ?? '');
  if (decoder === null) throw fetchFailed('The page is encoded in a way that is not known here.');
  if (decoder === 'identity' && Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return decodeBody(body, decoder, maxBytes);
}

/** The next URL, checked like the first. */
function followRedirect(from: URL, location: string | undefined, policy: FetchPolicy): CheckedUrl {
  if (location === undefined) throw fetchFailed('A redirect of the server does not say where to.');
  const next = checkUrl(location, policy, from);
  if (from.protocol === 'https:' && next.url.protocol === 'http:')
    throw refuse('The URL redirects from https to http.');
  return next;
}

/** Only the URL that gave a validator understands it: another page may use the same one. */
function hasCondition(url: URL, known: VersionSource): boolean {
  return url.href === known.finalUrl && (known.etag !== null || known.lastModified !== null);
}

function conditionOf(url: URL, known: VersionSource | null): Record<string, string> {
  if (known === null || !hasCondition(url, known)) return {};
  return {
    ...(known.etag !== null && { 'if-none-match': known.etag }),
    ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
  };
}

/** A look-up may not end by itself. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
