// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey, from a file name or a document.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal only shows: line ends and tabs are kept, other controls and changes of direction are not. */
export function cleanText(text: string): string {
  return text.replace(CONTROLS, '');
}

/** The same on one line, for the name of a file. */
export function cleanName(name: string): string {
  return cleanText(name).replace(/[\n\t]/g, ' ');
}
