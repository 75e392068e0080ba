/** Pages of sentences that are all different, the last with a mark to search for: long enough that a kill meets it half-way. */
export function longText(pages: number, mark = '무궁화'): string {
  const sentence = (page: number, line: number) =>
    `${page}쪽 ${line}번 항목의 담당 부서는 제${(page * 31 + line * 7) % 97}부이고 예산은 ${page * 1000 + line}만원이다.`;
  const page = (number: number) =>
    Array.from({ length: 40 }, (_, line) => sentence(number, line)).join('\n\n');
  return `${Array.from({ length: pages }, (_, index) => page(index + 1)).join('\f')}\n\n마지막 표식은 ${mark}다.`;
}
