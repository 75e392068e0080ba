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
    ['a tag without an end', 'Look <img src="https://evil.example/a.png"', 'Look '],
    ['a definition', 'See [a][b].\n[b]: https://evil.example', 'See [a][b].\n'],
  ])('%s that is not in the quotes goes', (_what, statement, left) => {
    expect(stripForeignLinks(statement, QUOTES)).toBe(left);
  });

  test.each([
    'Go to https://docs.example/guide.',
    'Go [there](https://docs.example/guide) now.',
    'Section [3] says 1 < 2 and a: b.',
    'The ratio is 3:4 and the file is a.txt.',
  ])('%j stays', (statement) => {
    expect(stripForeignLinks(statement, QUOTES)).toBe(statement);
  });

  test('an address that only begins like a quoted one goes', () => {
    expect(stripForeignLinks('Go to https://docs.example/guide?leak=1 now.', QUOTES)).toBe('Go to  now.');
  });
});
