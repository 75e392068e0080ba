import { expect, test } from 'vitest';
import { type HtmlToken, scanHtml } from '../../../../src/load/html/scan-html.ts';

/** Tokens in short: `<a k=v>`, `</a>` and texts. */
const scan = (source: string): string[] =>
  [...scanHtml(source)].map((token: HtmlToken) => {
    if (token.kind === 'text') return token.text;
    if (token.kind === 'end') return `</${token.name}>`;
    return `<${[token.name, ...token.attributes.map(([key, value]) => `${key}=${value}`)].join(' ')}>`;
  });

test.each<[what: string, source: string, tokens: string[]]>([
  ['tags in any case', '<DIV Class=A>x</Div >', ['<div class=A>', 'x', '</div>']],
  ['quotes and a > in one', `<a b="1>2" c='"' d>x`, ['<a b=1>2 c=" d=>', 'x']],
  ['blanks around the sign', '<a b = c/d e>x', ['<a b=c/d e=>', 'x']],
  ['a quote without its end', '<a b="c>x', ['<a b= "c=>', 'x']],
  ['what only looks like a tag', 'a < b <3 c<', ['a < b <3 c<']],
  ['comments and declarations', 'a<!-- <b> -->b<!-->c<!x>d<?y?>e</ z>f', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['a comment without its end', 'a<!-- b', ['a']],
  [
    'scripts and styles',
    '<script>if (a<b) "</p>"</script>x<style>p{}</style>',
    ['<script>', '</script>', 'x', '<style>', '</style>'],
  ],
  ['a script without its end', 'a<script>b<p>c', ['a', '<script>']],
  ['noscript without its end', '<noscript>a<p>b', ['<noscript>', 'a', '<p>', 'b']],
  ['a title with tags', '<title>a <b> c</title>', ['<title>', 'a <b> c', '</title>']],
  ['a title without its end', '<title>a<p>b', ['<title>', 'a', '<p>', 'b']],
])('%s', (_what, source, tokens) => {
  expect(scan(source)).toEqual(tokens);
});
