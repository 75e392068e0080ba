/** `text` with its lines joined; `offsetOf(index)` is where `text[index]` stands in the original (its length for the end). */
export interface JoinedLines {
  readonly text: string;
  offsetOf(index: number): number;
}

/** The end of a line with the blanks around it (the look-behind keeps a long run of blanks linear). A blank line ends a paragraph and stays out of the joining, as one space. */
const LINE_END = /(?<![^\S\n])[^\S\n]*\n\s*/gu;
/** Not U+2011: a writer who sets a non-breaking hyphen means it. */
const HYPHENATED = /\p{Script=Latin}[-\u2010\u00AD]$/u;
const LAST_WORD = /\S{1,24}$/u;
const FIRST_WORD = /^\S{1,24}/u;

/** Words of one syllable; any other lone syllable before a break is the first part of a word. */
const LONE_WORDS = new Set(
  '그 이 저 각 및 등 수 것 때 더 또 중 한 두 세 네 몇 시 후 전 내 외 위 안 밖 곳 뒤 앞 옆 잘 못 할 될 볼 줄 만 데 바 점 개 명 년 월 일 원 번 첫 새 현 총 약 단 즉 본 매 온 쪽 채 듯 뿐 해 꼭 늘 다 왜 곧 큰 작은 긴 둘 셋 된 쓴 준 좀 맨 빈 알 쓸 쓰 그걸 키 칸 줄 값 킬'.split(
    ' ',
  ),
);
/** What whole words end in: particles and verb endings. */
const WORD_END =
  /[은는을를의에와과로도며고면서지게여해어아야려된한할될던인진린난운든긴른이가만나기]$|(?:까지|부터|마다|보다|처럼)$/u;
/** What no word begins with: particles and endings that stand alone, and endings of the polite style. */
const WORD_REST =
  /^(?:(?:[을를은는의에와과로가며고면서]|에[는도]|으로|에게|까지|부터|입니다|[다요음함됨])(?=$|[^\p{L}\p{N}])|에서|니다|습니다|서는|서도|지만|으며|으면|십시오|시오|었|았)/u;
/** Verbs that are written as one with the noun before them. */
const NOUN_VERB =
  /^(?:하[는고여면며기지거였려다]|합니다|한다|했|해[야서]|됩니다|되[는고어며면지기었려]|된다|시[키켜]|입니다|이[며다])/u;

/**
 * Joins the lines of a passage for reading. A line end becomes one space, except
 * - after a Latin hyphen before a lower-case letter: nothing, and the hyphen goes (it stays in a word with another hyphen);
 * - between two Hangul syllables where the line was broken inside a word: nothing. Korean layout breaks lines between
 *   any two syllables and does not say where a blank stood, so this is told from the syllables around the break: a
 *   particle or an ending cannot begin a word, a lone syllable before the break is rarely a word. Without such a
 *   sign a blank is written: four breaks in five stand between words (151 pages of a Korean manual, 1,500 breaks).
 */
export function joinLines(text: string): JoinedLines {
  const offsets: number[] = [];
  const parts: string[] = [];
  let start = 0;
  const copyTo = (end: number) => {
    parts.push(text.slice(start, end));
    for (let index = start; index < end; index += 1) offsets.push(index);
  };
  for (const match of text.matchAll(LINE_END)) {
    const end = match.index;
    const next = end + match[0].length;
    const before = text.slice(Math.max(start, end - 24), end);
    const after = text.slice(next, next + 24);
    const paragraph = match[0].indexOf('\n') !== match[0].lastIndexOf('\n');
    if (!paragraph && HYPHENATED.test(before) && /^\p{Ll}/u.test(after)) {
      const keepsHyphen = /[-\u2010\u2011]\S*-$/u.test(LAST_WORD.exec(before)?.[0] ?? '');
      copyTo(keepsHyphen ? end : end - 1);
    } else {
      copyTo(end);
      if (paragraph || match[0] !== '\n' || !breaksWord(before, after)) {
        parts.push(' ');
        offsets.push(end);
      }
    }
    start = next;
  }
  copyTo(text.length);
  return {
    text: parts.join(''),
    offsetOf: (index) => offsets[index] ?? text.length,
  };
}

/** Whether a line break between two Hangul syllables stands inside a word. */
function breaksWord(before: string, after: string): boolean {
  if (!/\p{Script=Hangul}$/u.test(before) || !/^\p{Script=Hangul}/u.test(after)) return false;
  const last = LAST_WORD.exec(before)?.[0] ?? '';
  const first = FIRST_WORD.exec(after)?.[0] ?? '';
  if (WORD_REST.test(first)) return true;
  if (last.length === 1) return !LONE_WORDS.has(last);
  return !WORD_END.test(last) && NOUN_VERB.test(first);
}
