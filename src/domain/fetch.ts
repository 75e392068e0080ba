/** The port to pages of the web, and what is remembered of where a version came from. */
import type { Readable } from 'node:stream';

/** Where the bytes of a version were fetched, and what its server needs to say that they are still the same. */
export interface VersionSource {
  /** As the caller gave it, canonical and without fragment: the identity. */
  readonly url: string;
  /** The URL that answered, after redirects. Not shown: it may hold a signature that the redirecting server made. */
  readonly finalUrl: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A version that a server may confirm. */
export interface KnownSource extends VersionSource {
  readonly documentId: string;
  readonly version: number;
}

export interface FetchedPage {
  readonly source: VersionSource;
  /** Of the Content-Type, with its parameters; null when there is none. */
  readonly mediaType: string | null;
  /** Label of the Content-Type, as it stands there. */
  readonly charset: string | null;
  /** Of the Content-Disposition, else the last part of the path; null when nothing usable is there. */
  readonly filename: string | null;
  /** Decoded bytes. Ends with the errors of `fetch` when the server does not hold what it promised. */
  readonly body: Readable;
}

export interface PageFetcher {
  /** The URL in its canonical form. URL_REFUSED when it must not be fetched, as far as that shows without a look-up. */
  check(url: string): string;
  /**
   * GET, with redirects followed. Null: the server says that nothing changed since `known`. URL_REFUSED, FETCH_FAILED,
   * UPLOAD_TOO_LARGE; none of them tells an address or anything of the body.
   */
  fetch(url: string, known: VersionSource | null, signal: AbortSignal): Promise<FetchedPage | null>;
}
