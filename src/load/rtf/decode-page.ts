import iconv from 'iconv-lite';

const WESTERN = 'windows-1252';
/** Code pages by the character set of a font (RTF 1.9.1, "Font table"), where iconv-lite calls them by name. */
const CHARSETS: ReadonlyMap<number, string> = new Map([
  [77, 'macroman'],
  [128, 'shift_jis'],
  [129, 'cp949'],
  // Johab is not in iconv-lite; nobody has been seen to write it.
  [134, 'gbk'],
  [136, 'big5'],
  [161, 'windows-1253'],
  [162, 'windows-1254'],
  [163, 'windows-1258'],
  [177, 'windows-1255'],
  [178, 'windows-1256'],
  [186, 'windows-1257'],
  [204, 'windows-1251'],
  [222, 'windows-874'],
  [238, 'windows-1250'],
]);
const CODE_PAGES: ReadonlyMap<number, string> = new Map([
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'cp949'],
  [950, 'big5'],
  [10_000, 'macroman'],
  [65_001, 'utf-8'],
]);
const ANSI_CHARSET = 0;
const DOUBLE_BYTE = /^(?:shift_jis|gbk|cp949|big5)$/;

/** The encoding of a Windows or DOS code page, Western where it is not known. */
export function nameCodePage(codePage: number): string {
  const name = CODE_PAGES.get(codePage) ?? `cp${codePage}`;
  return iconv.encodingExists(name) ? name : WESTERN;
}

/**
 * Bytes of a run to text: by the character set of the font, where it has one of its own, else by the code page of the
 * document. Fonts of set 0 are Western for Word, but simple programs give them to all: such text is that of the document
 * where its codes above 127 come in pairs.
 */
export function decodePage(bytes: Buffer, charset: number | undefined, documentPage: string): string {
  const own = charset === undefined ? undefined : CHARSETS.get(charset);
  if (own !== undefined) return iconv.decode(bytes, own);
  if (charset === ANSI_CHARSET && DOUBLE_BYTE.test(documentPage) && !comesInPairs(bytes))
    return iconv.decode(bytes, WESTERN);
  return iconv.decode(bytes, documentPage);
}

function comesInPairs(bytes: Buffer): boolean {
  const runs = bytes.toString('latin1').match(/[\x80-\xff]+/g) ?? [];
  return runs.every((run) => run.length % 2 === 0);
}
