const MAX_LENGTH = 255;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no file name should carry into logs and headers.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * The last part of a name sent with a file, spelled as it was sent (macOS sends NFD) so that a download gives it back;
 * at most 255 characters in NFC. Null when nothing usable is left.
 */
export function cleanFilename(name: string | undefined): string | null {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const cleaned = last.toWellFormed().replace(CONTROLS, '').trim();
  if (/^\.{0,2}$/.test(cleaned)) return null;
  const composed = cleaned.normalize('NFC');
  if (composed.length <= MAX_LENGTH) return cleaned;
  // The end is kept, for the extension; a pair cut in half loses its other half too.
  return composed.slice(-MAX_LENGTH).replace(/^[\udc00-\udfff]/, '');
}

/** A name as it is shown: NFC, so that it reads and compares alike wherever the file came from. */
export function showFilename(filename: string | null): string | null {
  return filename?.normalize('NFC') ?? null;
}
