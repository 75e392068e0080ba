import type { Heading } from '../../domain/page.ts';
import { choosePdfTitle } from '../choose-pdf-title.ts';
import type { HtmlPage } from './parse-html.ts';

const PLACEHOLDER =
  /^(?:index|home|main|welcome|new page|blank|(?:untitled|new|제목 없는) (?:document|page|문서)|홈|메인|메인 ?화면|새 ?문서) ?\d*$/i;
/** What stands between the title of a page and the name of its site. */
const SEPARATOR = /\s+[-–—|·:>»/]+\s+|\s*[|»]\s*/u;

/**
 * The title of a page: `og:title`, else what Readability makes of `<title>`, else `<title>`; without the name of the site
 * where the rest is a heading of level 1. Else the first heading of level 1. Useless ones ("index", "무제") do not count.
 */
export function chooseHtmlTitle(
  page: HtmlPage,
  advised: string | null,
  headings: readonly Heading[],
): string | null {
  const titles = headings.filter(({ level }) => level === 1).map(({ title }) => title);
  for (const candidate of [
    page.metas.get('og:title') ?? '',
    advised ?? '',
    page.title,
    ...titles.slice(0, 1),
  ]) {
    const title = choosePdfTitle(candidate);
    if (title === null || PLACEHOLDER.test(title)) continue;
    return title.split(SEPARATOR).find((part) => titles.includes(part)) ?? title;
  }
  return null;
}
