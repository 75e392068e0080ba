import { expect, test } from 'vitest';
import { loadOdf, p, table } from './make-odf.ts';

const frame = (content: string, kind = '') =>
  `<draw:frame ${kind === '' ? '' : `presentation:class="${kind}"`}>${content}</draw:frame>`;
const box = (content: string, kind = '') => frame(`<draw:text-box>${content}</draw:text-box>`, kind);
const slide = (...content: readonly string[]) => `<draw:page>${content.join('')}</draw:page>`;

test('a slide is a page: its title first and a heading, its notes last', async () => {
  const list = `<text:list><text:list-item>${p('one')}</text:list-item><text:list-item>${p('two')}</text:list-item></text:list>`;
  const notes = `<presentation:notes><draw:page-thumbnail/>${box(p('Say this.'), 'notes')}${box(p('3'), 'page-number')}</presentation:notes>`;
  const body = [
    slide(box(list, 'outline'), box(p('항구'), 'title'), notes),
    slide(
      `<draw:custom-shape>${p('Shape')}</draw:custom-shape>`,
      frame(
        table([
          [p('a'), p('b')],
          [p('c'), p('d')],
        ]),
      ),
    ),
  ].join('');
  const { head, pages, texts } = await loadOdf('presentation', body, { title: 'Harbour talk' });
  expect(head).toEqual({ loader: 'odp 1', pageCount: null, title: 'Harbour talk' });
  expect(texts).toEqual(['항구\n\n- one\n- two\n\nSay this.', 'Shape\n\na | b\nc | d']);
  expect(pages[0]?.headings).toEqual([{ start: 0, level: 1, title: '항구' }]);
});

test('slides without text are pages, what is the same on every slide is left out', async () => {
  const body =
    slide() + slide(box(p('Text'), 'outline'), box(p('FOOTER'), 'footer'), box(p('1 May'), 'date-time'));
  expect((await loadOdf('presentation', body)).texts).toEqual(['', 'Text']);
});
