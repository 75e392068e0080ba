const FILE_NAME = /\.(?:docx?|hwpx?|xlsx?|pptx?|pdf|indd|qxd|ai|tex|dvi|rtf|odt|txt|html?)$/i;
const PLACEHOLDER =
  /^(?:untitled|title|document|presentation|powerpoint (?:presentation|프레젠테이션)|제목 ?없음|무제|문서|빈 ?문서|슬라이드) ?\d*$/i;
const MAX_TITLE_CHARS = 300;

/** The title of the PDF's metadata where a person seems to have written it; null for file names, placeholders and mojibake. */
export function choosePdfTitle(source: string): string | null {
  const title = source
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim()
    .normalize('NFC');
  if (title.length > MAX_TITLE_CHARS || (title.match(/\p{L}/gu)?.length ?? 0) < 2) return null;
  if (
    PLACEHOLDER.test(title) ||
    FILE_NAME.test(title) ||
    /^microsoft (?:word|powerpoint|excel) ?-/i.test(title)
  ) {
    return null;
  }
  // CP949 bytes read as Latin-1 give almost nothing but these.
  const accented = title.match(/[\u0080-\u00FF]/g)?.length ?? 0;
  return title.includes('\uFFFD') || accented * 3 > title.length ? null : title;
}
