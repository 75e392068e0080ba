import { describe, expect, test } from 'vitest';
import { stripForeignLinks } from '../../../src/answer/strip-foreign-links.ts';

const QUOTES = ['See https://docs.example/guide for details.'];

describe('what a statement links to', () => {
  test.each([
    ['an image', 'Look ![chart](https://evil.example/?q=1) here.', 'Look chart here.'],
    ['an image of a quoted address', '![x](https://docs.example/guide)', 'x'],
    ['an image by reference', 'Look ![chart][1] here.', 'Look chart here.'],
    ['an unfinished image', 'Look ![chart](https://evil.example/?q=', 'Look chart'],
    ['a link', 'Go [there](https://evil.example/a) now.', 'Go there now.'],
    ['a link with a title', 'Go [there](https://evil.example/a "t") now.', 'Go there now.'],
    ['a script', '[x](javascript:alert(1))', 'x)'],
    ['an address', 'Go to https://evil.example/a?b=c.', 'Go to .'],
    ['an address without a scheme', 'Go to www.evil.example/a now.', 'Go to  now.'],
    ['data', 'It is data:text/html,abc here.', 'It is  here.'],
    ['an autolink', 'Go <https://evil.example> now.', 'Go  now.'],
    ['a tag', 'Look <img src="https://evil.example/a.png"> here.', 'Look  here.'],
    ['a tag that loads by another name', 'Look <input type=image src=//evil.example/x> here.', 'Look  here.'],
    ['a tag with a handler', 'Look <b onmouseover=load()>here</b>.', 'Look here.'],
    ['a tag with a style', 'Look <div style="x:url(//evil.example)">here', 'Look here'],
    ['a tag inside a tag', 'Look <im<a>g src=//evil.example/x> here.', 'Look  here.'],
    ['a script inside a tag', '<scr<a>ipt>load()</scr</a>ipt>', 'load()'],
    ['the first half of an image', 'It is 12 euros ![after', 'It is 12 euros ! [after'],
    ['the second half of one', 'purchase](//evil.example/a).', 'purchase] (//evil.example/a).'],
    ['the first half of a tag', 'It is 12 <div style=x', 'It is 12 < div style=x'],
    ['the first half of a definition', 'See:\n[b]:', 'See:\n[b] :'],
    ['a tag without an end', 'Look <img src="https://evil.example/a.png"', 'Look '],
    ['a definition', 'See [a][b].\n[b]: https://evil.example', 'See [a][b].\n'],
    ['an image with brackets in its text', '![a [b] c](//evil.example/p.png)', 'a [b] c'],
    ['a link over a line end', '[a\nb](https://evil.example/a)', 'a\nb'],
    ['an address after an underscore', 'See _https://evil.example/a now.', 'See _ now.'],
    ['an address after Hangul', '주소는https://evil.example/a 이다.', '주소는 이다.'],
    ['a definition on two lines', 'See [a][b].\n> [b]:\n//evil.example', 'See [a][b].\n'],
    ['the beginning of a quoted host', 'Go to https://docs.exam now.', 'Go to  now.'],
    ['a link to the beginning of one', 'Go [there](https://docs.example/gui) now.', 'Go there now.'],
  ])('%s that is not in the quotes goes', (_what, statement, left) => {
    expect(stripForeignLinks(statement, QUOTES)).toBe(left);
  });

  test.each([
    'Go to https://docs.example/guide.',
    'Go [there](https://docs.example/guide) now.',
    'Section [3] says 1 < 2 and a: b.',
    '주소는 https://docs.example/guide에서 본다.',
    '[Note]: The fee is zero.',
    'Call f[0]() once.',
    'The ratio is 3:4 and the file is a.txt.',
    'Write <div class="a"> and, if a <b, stop.',
    'Array.from<string>([]) is as f[0](x) says.',
    'See <https://docs.example/guide> and the <input> tag.',
  ])('%j stays', (statement) => {
    expect(
      stripForeignLinks(statement, [
        ...QUOTES,
        'https://docs.example/guide에서',
        'Write <div class="a"> and, if a <b, stop.',
        'Array.from<string>([]) is as f[0](x) says.',
        'the <input> tag.',
      ]),
    ).toBe(statement);
  });

  test('an address that only begins like a quoted one goes', () => {
    expect(stripForeignLinks('Go to https://docs.example/guide?leak=1 now.', QUOTES)).toBe('Go to  now.');
  });

  test("a document's own definition, and its address broken at a line end, stay", () => {
    const quote = '[b]: https://docs.example/a "T"';
    expect(stripForeignLinks(quote, [quote])).toBe(quote);
    const broken = 'See https://docs-\nsite.example/a now.';
    expect(stripForeignLinks('See https://docssite.example/a now.', [broken])).toBe(
      'See https://docssite.example/a now.',
    );
  });
});
