/**
 * NFC without NUL and lone surrogates, line ends as `\n`. What stands in the database and in every offset is this form.
 */
export function toCanonicalText(source: string): string {
  return source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '')
    .normalize('NFC');
}
