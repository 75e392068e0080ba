/**
 * Words and endings that ask rather than name: they say nothing about whether a sentence answers. Small closed
 * classes of both languages (interrogatives, auxiliaries, particles, verb endings), not a list fitted to a corpus.
 */

/** English stop words, and the words questions are built with. */
const ENGLISH = new Set(
  (
    'a about an and any are as at be been being but by can could did do does doing for from had has have how i if in into ' +
    'is it its kind many may me mean much my name need of on or our please shall should so some such tell than that the ' +
    'their them then there these they this those to type us use used was we were what when where which who whom whose why ' +
    'will with would you your'
  ).split(' '),
);

/**
 * Conjunctions, prepositions, determiners and linking adverbs a sentence may begin with. Not in ENGLISH: there they
 * would leave the terms of questions, whose weights are measured.
 */
const OPENERS = new Set(
  (
    'after again all also although another because before besides both but consequently despite during each either every ' +
    'finally first furthermore hence here he however instead moreover most neither nevertheless no nor not once only other ' +
    'otherwise over per she since some still therefore though thus under unless until upon whenever whereas whether while ' +
    'without yes yet'
  ).split(' '),
);

/** Korean interrogatives and the bound nouns around them; before particles and `-인가` are taken off and after. */
const KOREAN = new Set(
  (
    '무엇 무슨 무어 무얼 뭐 뭘 뭔 뭔가 어떤 어떠한 어떻게 어떡해 어때 어떤가 누구 누가 누굴 언제 어디 어디서 어느 왜 얼마 얼마나 몇 며칠 몇몇 ' +
    '것 수 때 등 및 그 이 저 때문 중 후 위해 위하여 대해 대하여 대한 통해 통하여 관한 관해 따라 따른 경우 있 없 하 되 이름 알려줘 알려주세요 ' +
    '쓰 보 주 받 두 가 오 내 들 걸리 나오 아예 안 못 않게 않는 않나 써야 써도 써 볼 쓸 있다 있는 없는 하는 되는 하면 되면 하려면 되려면 해야 되나 하나 할 한 된 될 인가 무엇인가 좀 제발'
  ).split(' '),
);

/** Endings of questions and of the verbs `하다`, `되다`, `이다`; the longest that fits is taken off. */
const KOREAN_ENDINGS = byLength(
  '이었는가 이었나요 이었나 였는가 였나요 였나 이었던 였던 인가요 인가 인지 입니까 일까요 일까 이며 이고 인데 ' +
    '하였는가 하였나요 하였나 하였습니까 하였던 하였으며 하였다 했는가 했나요 했나 했습니까 했던 했으며 했다 하는가 하는지 하나요 하나 하는 합니까 한가요 한가 ' +
    '하려면 하려고 하기 하고 하여 하여야 하면 하며 하던 하도록 해야 해서 해도 한다 할까요 할까 할지 할 한 ' +
    '되었는가 되었나요 되었나 되었던 됐는가 됐나요 됐나 되는가 되는지 되나요 되나 되는 됩니까 되려면 되고 되어 되어야 되면 된다 될까요 될까 될 된 ' +
    '시킨 시키는 시키려면 받은 받는 당한 스러운 롭게 ' +
    '았는가 었는가 였는가 았나요 었나요 았나 었나 습니까 는가요 는가 은가요 은가 던가 나요 는지 은지 을까요 을까 으려면 려면 으면 던',
);

/** Particles; the longest that fits is taken off when at least two syllables stay. */
const KOREAN_PARTICLES = byLength(
  '에서부터 으로부터 로부터 에서는 에서의 에게서 에게는 으로는 으로써 으로서 로서 로써 까지는 까지 부터 에서 에게 에는 에도 에만 께서 으로 로는 ' +
    '이라는 이라고 라는 라고 처럼 보다 마다 밖에 조차 한테 이란 이나 과의 와의 만의 은 는 이 가 을 를 의 에 로 와 과 도 만 란 께',
);

const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,:/_-][\p{L}\p{M}\p{N}]+)*/gu;
const HANGUL_TAIL = /\p{Script=Hangul}+$/u;

/**
 * The words of a question (or statement) that carry content, without particles and endings, in order: 「설치하려면
 * 메모리가 얼마나 필요한가요?」 gives `설치 메모리 필요`, "What is the capital of France?" `capital France`.
 */
export function listContentWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.normalize('NFKC').matchAll(WORD)) {
    const content = HANGUL_TAIL.test(word) ? stripKorean(word) : ENGLISH.has(word.toLowerCase()) ? '' : word;
    if (content !== '') words.push(content);
  }
  return words;
}

/** Whether an English word names nothing, whatever its case: its capital is that of a sentence. */
export function isFunctionWord(word: string): boolean {
  return ENGLISH.has(word.toLowerCase()) || OPENERS.has(word.toLowerCase());
}

/** `''` for a function word. Never leaves a single syllable of a longer Korean word unless it ended in a verb ending. */
function stripKorean(word: string): string {
  if (KOREAN.has(word)) return '';
  const stem = takeOff(word, KOREAN_ENDINGS, 2) ?? takeOff(word, KOREAN_ENDINGS, 1, KOREAN) ?? word;
  if (KOREAN.has(stem)) return '';
  const noun = takeOff(stem, KOREAN_PARTICLES, 2) ?? takeOff(stem, KOREAN_PARTICLES, 1, KOREAN) ?? stem;
  return KOREAN.has(noun) ? '' : noun;
}

/** The word without the first ending that fits, when `minLength` characters stay (and `allowed` knows what stays). */
function takeOff(
  word: string,
  endings: readonly string[],
  minLength: number,
  allowed?: ReadonlySet<string>,
): string | undefined {
  for (const ending of endings) {
    const length = word.length - ending.length;
    if (length < minLength || !word.endsWith(ending)) continue;
    const rest = word.slice(0, length);
    if (allowed === undefined || allowed.has(rest)) return rest;
  }
  return undefined;
}

function byLength(words: string): string[] {
  return [...new Set(words.split(' '))].sort((a, b) => b.length - a.length);
}
