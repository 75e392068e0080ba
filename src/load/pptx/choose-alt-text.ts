import { toCanonicalText } from '../canonical-text.ts';

const MIN_LETTERS = 5;
const FILE_OR_URL = /^\S+\.[a-z]{3,4}$|:\/\//i;
const PLACEHOLDER = /^(?:picture|image|photo|graphic|icon|logo|그림|이미지|사진|아이콘|로고)\s*\d*$/i;
/** What Office guesses of a picture is too often wrong to be cited. */
const GUESSED = /automatically generated|자동 생성된 설명|AI-generated|AI 생성/i;

/** The description of a picture on one line where a person seems to have written it, else ''. */
export function chooseAltText(source: string): string {
  const text = toCanonicalText(source).replace(/\s+/gu, ' ').trim();
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < MIN_LETTERS || FILE_OR_URL.test(text) || PLACEHOLDER.test(text) || GUESSED.test(text))
    return '';
  return text;
}
