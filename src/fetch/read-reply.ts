import { cleanFilename } from '../domain/file-name.ts';

type Headers = Readonly<Record<string, string>>;

const EXTENDED_NAME = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i;
const PLAIN_NAME = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;
/** Labels that servers send without having looked. What these bytes really are is found out from them. */
const DEFAULT_CHARSETS = /^(iso-8859-1|latin1|us-ascii|ascii)$/i;
/** Longer or odder ones are not sent back. */
const VALIDATOR = /^[\x20-\x7e]{1,512}$/;

/** Media type with its parameters, and the charset among them. */
export function readContentType(headers: Headers): { mediaType: string | null; charset: string | null } {
  const mediaType = headers['content-type']?.slice(0, 500) || null;
  const charset = CHARSET.exec(mediaType ?? '')?.[1] ?? null;
  return { mediaType, charset: charset === null || DEFAULT_CHARSETS.test(charset) ? null : charset };
}

/** The name of the Content-Disposition (RFC 6266), else the last part of the path; null when neither is usable. */
export function readFilename(headers: Headers, url: URL): string | null {
  const disposition = (headers['content-disposition'] ?? '').slice(0, 4_000);
  const extended = EXTENDED_NAME.exec(disposition)?.[1];
  const [, quoted, bare] = PLAIN_NAME.exec(disposition) ?? [];
  const plain = quoted?.replace(/\\(.)/g, '$1') ?? bare;
  return (
    cleanFilename(extended === undefined ? undefined : decodePercent(extended)) ??
    cleanFilename(plain === undefined ? undefined : decodeRaw(plain)) ??
    cleanFilename(decodePercent(url.pathname.split('/').at(-1) ?? ''))
  );
}

export function readValidators(headers: Headers): { etag: string | null; lastModified: string | null } {
  const keep = (value: string | undefined) => (value !== undefined && VALIDATOR.test(value) ? value : null);
  return { etag: keep(headers.etag), lastModified: keep(headers['last-modified']) };
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Header bytes come as Latin-1; servers put UTF-8 there all the same. */
function decodeRaw(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
