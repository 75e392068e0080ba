// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not get into a header.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f/\\]/g;
// Percent is left out of the fallback because some clients decode it.
const NOT_PLAIN = /[^\x20-\x7e]|["%]/g;
/** Characters that encodeURIComponent leaves alone although RFC 5987 does not. */
const NOT_ATTR_CHAR = /['()*]/g;

/**
 * `attachment` with a name for old and new clients (RFC 6266, RFC 5987): an ASCII fallback, and the name itself in UTF-8.
 * Path separators and control characters, which a hostile name may carry, become `_`.
 */
export function formatContentDisposition(filename: string | null): string {
  const safe = (filename ?? '').toWellFormed().replace(UNSAFE, '_');
  const name = /^\.{0,2}$/.test(safe) ? 'document' : safe;
  const fallback = name.replace(NOT_PLAIN, '_');
  const encoded = encodeURIComponent(name).replace(
    NOT_ATTR_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${fallback}"; filename*=UTF-8''${encoded}`;
}
