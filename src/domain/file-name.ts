const MAX_LENGTH = 255;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no file name should carry into logs and headers.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** The last part of a name sent with a file, NFC, at most 255 characters; null when nothing usable is left. */
export function cleanFilename(name: string | undefined): string | null {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const cleaned = last.toWellFormed().replace(CONTROLS, '').normalize('NFC').trim();
  if (/^\.{0,2}$/.test(cleaned)) return null;
  if (cleaned.length <= MAX_LENGTH) return cleaned;
  // The end is kept, for the extension; a pair cut in half loses its other half too.
  return cleaned.slice(-MAX_LENGTH).replace(/^[\udc00-\udfff]/, '');
}
