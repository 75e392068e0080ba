import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type Lab, startLab } from './fetch-lab.ts';

const LITERALS = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
  ],
  ...[
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '1\u00ad27.0.0.1',
    '0x7f.1.',
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127．0．0．1',
    '127｡0｡0｡1',
    '0.0.0.0',
    '0',
    '00',
  ],
  ...[
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169。254。169。254',
  ],
  ...[
    '１６９．２５４．１６９．２５４',
    '①⑥⑨.②⑤④.①⑥⑨.②⑤④',
    '10.0.0.1',
    '0xa.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
  ],
  ...['100.64.0.1', '100.127.255.254', '192.0.0.1', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1'],
  ...[
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
  ],
  ...[
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:8.8.8.8]',
    '[::ffff:0:127.0.0.1]',
    '[::127.0.0.1]',
  ],
  ...[
    '[64:ff9b::7f00:1]',
    '[64:ff9b::8.8.8.8]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
  ],
  ...['[2001:0:7f00:1::]', '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[100::1]'],
  ...['[2001:db8::1]', '[3fff::1]', '[5f00::1]', '[4000::1]', '[2001:10::1]'],
].map((host) => `http://${host}/`);
const OTHERS = [
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'ｌｏｃａｌｈｏｓｔ',
    'metadata',
    'metadata.google.internal',
  ],
  ...[
    'metadata.google.internal.',
    'instance-data.ec2.internal',
    'wiki',
    'printer.local',
    'router.lan',
    'nas.home.arpa',
  ],
].map((host) => `http://${host}/latest/meta-data/`);
const FORMS = [
  ...[
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:text/plain,x',
    'javascript:1',
    'ws://example.com/',
  ],
  ...[
    'blob:http://example.com/x',
    '//example.com/',
    'example.com',
    '/etc/passwd',
    '',
    'http://',
    'http://256.0.0.1/',
    'http://1.2.3.4.5/',
  ],
  ...[
    'http://user@example.com/',
    'http://user:password@example.com/',
    'http://:p@example.com/',
    'http://example.com@127.0.0.1/',
  ],
  ...[
    'http://example.com:22/',
    'http://example.com:6379/',
    'https://example.com:8443/',
    'http://example.com:0/',
  ],
  ...['http://[fe80::1%25eth0]/', 'http://exa mple.com/', 'http://example.com:99999/'],
];

describe('a URL that must not be fetched', () => {
  let lab: Lab;
  beforeAll(async () => {
    // A resolver that swears that everything is public.
    lab = await startLab();
  });
  afterAll(() => lab.close());

  it.each([...LITERALS, ...OTHERS, ...FORMS])(
    'is refused without a look-up or a connection: %s',
    async (url) => {
      expect((await failureOf(lab.fetch(url))).code).toBe('URL_REFUSED');
      expect([lab.lookups, lab.targets]).toEqual([[], []]);
    },
  );

  it('is refused when it is too long', async () => {
    expect((await failureOf(lab.fetch(`http://example.com/${'a'.repeat(2_000)}`))).code).toBe('URL_REFUSED');
    expect(lab.lookups).toEqual([]);
  });

  it('is one of at least 80', () => {
    expect(LITERALS.length + OTHERS.length + FORMS.length).toBeGreaterThanOrEqual(80);
  });
});

describe('a URL that may be fetched', () => {
  it.each([
    ['http://example.com', 'http://example.com/'],
    ['HTTPS://EXAMPLE.com:443/a#part', 'https://example.com/a'],
    ['http://example.com:443/', 'http://example.com:443/'],
    ['https://한글.example.com/문서?q=1', 'https://xn--bj0bj06e.example.com/%EB%AC%B8%EC%84%9C?q=1'],
    ['http://8.8.8.8/', 'http://8.8.8.8/'],
    ['http://[2606:4700:4700::1111]/', 'http://[2606:4700:4700::1111]/'],
  ])('has one form: %s', async (url, canonical) => {
    const lab = await startLab();
    expect(lab.fetcher.check(url)).toBe(canonical);
    await lab.close();
  });

  it.each([
    ['http://wiki/', 'wiki', ''],
    ['http://wiki.internal/', 'wiki.internal', ''],
    ['http://wiki.internal./', 'WIKI.internal', ''],
    ['http://10.1.2.3/', '10.0.0.0/8', ''],
    ['http://127.0.0.1:8080/', '127.0.0.1', '8080'],
    ['http://[fd00::1]/', 'fd00::/8', ''],
    ['https://example.com:8443/', '', '8443, 9443'],
  ])('can be one that the environment names: %s', async (url, allowedHosts, allowedPorts) => {
    const lab = await startLab({ allowedHosts, allowedPorts });
    expect(() => lab.fetcher.check(url)).not.toThrow();
    await lab.close();
  });

  it.each([
    ['http://10.1.2.3/', '10.1.2.4,11.0.0.0/8,wiki'],
    ['http://sub.wiki.internal/', 'wiki.internal'],
    ['http://[::ffff:10.1.2.3]/', '10.0.0.0/8'],
    ['http://169.254.169.254/', '10.0.0.0/8'],
  ])('is not made of a neighbour of what the environment names: %s', async (url, allowedHosts) => {
    const lab = await startLab({ allowedHosts });
    expect((await failureOf(lab.fetch(url))).code).toBe('URL_REFUSED');
    await lab.close();
  });
});
