/** What kind of thing a question asks for, told by its words, and the shape an answer of that kind has. */
interface Hint {
  readonly asks: RegExp;
  readonly answers: RegExp;
}

const QUANTITY =
  /\p{N}\s?(?:%|퍼센트|[KMGT]i?B|바이트|[kKmMcn]?m\b|[kmg]?g\b|개|명|원|달러|유로|년|월|일|주|시간|시|분|초|회|번|차|배|층|대|권|장|쪽|위|점|세|살|억|만|천|백|kg|km|톤|리터|미터|percent|million|billion|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?|seconds?|people|times|miles|feet|tons?|dollars?|euros?|pounds?|won|bits?|bytes?|pages?)|[$€£₩]\s?\p{N}/u;
const NUMBER =
  /\p{N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|half)\b|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?(?:개|명|번|가지|차례|사람)/iu;
const DATE =
  /\p{N}{1,4}\s?(?:년|월|일|세기|시\b)|\b1\p{N}{3}\b|\b20\p{N}{2}\b|\p{N}{1,2}:\p{N}{2}|\b(?:January|February|March|April|June|July|August|September|October|November|December|centur(?:y|ies))\b|(?:오전|오후|아침|저녁|월요일|화요일|수요일|목요일|금요일|토요일|일요일)/u;
const PERSON =
  /(?:씨|님|대통령|의원|교수|박사|장관|감독|선수|작가|왕|황제|장군|대표|회장|사장)(?![\p{L}]{3})|\b\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+/u;
const PLACE =
  /(?:에서|에|으로)\s|(?:시|도|군|구|동|국|역|섬|산|강)(?:[은는이가의에]|\s)|\b(?:in|at|near|from|on)\s(?:the\s)?\p{Lu}/u;

const HINTS: readonly Hint[] = [
  {
    asks: /얼마|용량|크기는|가격|요금|비용|how (?:much|long|large|big|far|old|tall|fast|high|wide|heavy)|what (?:percentage|percent|amount|size)/iu,
    answers: QUANTITY,
  },
  { asks: /(?:^|\s)몇|how many|what number/iu, answers: NUMBER },
  {
    asks: /언제|연도|년도|날짜|며칠|(?:어느|무슨|몇) ?(?:해|년|월)|\bwhen\b|(?:what|which) (?:year|date|day|month|century|time)/iu,
    answers: DATE,
  },
  { asks: /누구|누가|누굴|사람은|인물은|\bwhom?\b|\bwhose\b/iu, answers: PERSON },
  { asks: /어디|장소|\bwhere\b|(?:what|which) (?:country|city|place|state)/iu, answers: PLACE },
];

/** The shapes that an answer to the question is likely to have; none when the question does not tell. */
export function listAnswerShapes(question: string): RegExp[] {
  return HINTS.filter(({ asks }) => asks.test(question)).map(({ answers }) => answers);
}
