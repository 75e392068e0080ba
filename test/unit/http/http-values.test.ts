import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFilename, showFilename } from '../../../src/domain/file-name.ts';
import { ServiceError } from '../../../src/errors.ts';
import { formatContentDisposition } from '../../../src/http/content-disposition.ts';
import { checkJsonValue, MAX_METADATA_BYTES, parseJsonText } from '../../../src/http/json-values.ts';
import { parseIfMatch, parseWaitSeconds } from '../../../src/http/parse-preferences.ts';
import { chooseRequestId } from '../../../src/http/request-id.ts';
import { createTextUpload } from '../../../src/http/uploads/read-text.ts';

const FUZZ = { seed: 20261124, numRuns: 500 };
const anyText = fc.string({ unit: 'binary', maxLength: 80 });

describe('formatContentDisposition', () => {
  it('carries a Korean name for new clients and a plain one for old', () => {
    expect(formatContentDisposition('설치 안내.pdf')).toBe(
      `attachment; filename="__ __.pdf"; filename*=UTF-8''${encodeURIComponent('설치 안내.pdf')}`,
    );
  });

  it.each([
    ['a"; filename="b.exe', `attachment; filename="a_; filename=_b.exe"`],
    ['a\r\nSet-Cookie: x=1', 'attachment; filename="a__Set-Cookie: x=1"'],
    ['../../etc/passwd', 'attachment; filename=".._.._etc_passwd"'],
    ['100%41.txt', 'attachment; filename="100_41.txt"'],
    ['..', 'attachment; filename="document"'],
    [null, 'attachment; filename="document"'],
  ])('makes %j harmless', (name, start) => {
    expect(formatContentDisposition(name).startsWith(`${start}; filename*=UTF-8''`)).toBe(true);
  });

  it('always is a header of one line whose extended name decodes to the name without what is unsafe', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const header = formatContentDisposition(name);
        expect(header).toMatch(
          /^attachment; filename="[ !#$&-.0-[\]-~]*"; filename\*=UTF-8''[\w!#$&+.^`|~%-]+$/,
        );
        const encoded = header.slice(header.indexOf("''") + 2);
        expect(decodeURIComponent(encoded)).not.toMatch(/[\p{Cc}/\\]/u);
      }),
      FUZZ,
    );
  });
});

describe('cleanFilename', () => {
  it.each([
    ['C:\\fakepath\\보고서.pdf', '보고서.pdf'],
    ['../../한글.txt', '한글.txt'],
    ['\u1112\u1161\u11ab.txt', '\u1112\u1161\u11ab.txt'],
    [`${'한'.repeat(300)}.txt`.normalize('NFD'), `${'한'.repeat(251)}.txt`],
    ['a\0b\n.txt', 'ab.txt'],
    ['..', null],
    ['', null],
    [undefined, null],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(251)}.pdf`],
  ])('%j becomes %j', (name, expected) => {
    expect(cleanFilename(name)).toBe(expected);
  });

  it('never leaves a path, a control character or half of a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
        const cleaned = cleanFilename(name);
        if (cleaned === null) return;
        expect(cleaned).not.toMatch(/[\p{Cc}/\\]/u);
        expect(cleaned.isWellFormed()).toBe(true);
        expect(showFilename(cleaned)?.length).toBeLessThanOrEqual(255);
      }),
      FUZZ,
    );
  });
});

describe('parseWaitSeconds', () => {
  it.each([
    ['wait=10', 10],
    ['respond-async, wait=5', 5],
    ['Wait="7"', 7],
    ['wait=3; foo', 3],
    ['wait=100', 60],
    ['wait=0', 0],
    ['wait=1, wait=2', 1],
    ['wait=-1', undefined],
    ['wait=ten', undefined],
    ['wait', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j asks for %j', (header, seconds) => {
    expect(parseWaitSeconds(header)).toBe(seconds);
  });
});

describe('parseIfMatch', () => {
  it.each([
    ['"abc"', '"abc"'],
    ['W/"abc"', 'W/"abc"'],
    ['"a", "b"', '"a", "b"'],
    ['*', undefined],
    [undefined, undefined],
  ])('%j names %j', (header, etag) => {
    expect(parseIfMatch(header)).toBe(etag);
  });

  it.each(['abc', '"abc', '', '"a" "b"', '"a\u0001"'])('%j is refused', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});

describe('checkJsonValue', () => {
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  it.each([
    ['NUL in a string', { a: ['\0'] }, '/m/a/0'],
    ['a lone surrogate', { a: '\ud800' }, '/m/a'],
    ['NUL in a key', { '\0': 1 }, '/m'],
    ['a number JSON cannot say', parseJsonText('{"a/b":1e999}', '/m'), '/m/a~1b'],
    ['the key __proto__', parseJsonText('{"__proto__":{"x":1}}', '/m'), '/m'],
    ['21 levels', nested(21), `/m${'/0'.repeat(20)}`],
    ['100,000 levels', nested(100_000), `/m${'/0'.repeat(20)}`],
    ['more than 64 KiB', { a: 'x'.repeat(MAX_METADATA_BYTES) }, '/m'],
  ])('refuses %s', (_name, value, path) => {
    expect(() => checkJsonValue(value, '/m')).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID', errors: [expect.objectContaining({ path })] }),
    );
  });

  it('accepts any other JSON', () => {
    expect(() => checkJsonValue({ 한: [1, null, true, '😀'], b: nested(18) }, '/m')).not.toThrow();
  });
});

describe('createTextUpload', () => {
  it('gives the UTF-8 bytes of any text, cut between characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }), fc.nat(3), async (text, shift) => {
        const long = 'x'.repeat(shift) + '한😀'.repeat(25_000) + text;
        const chunks: Buffer[] = [];
        for await (const chunk of createTextUpload({ text: long }, 1e9).body) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(Buffer.from(long.toWellFormed()))).toBe(true);
      }),
      { seed: 20261124, numRuns: 20 },
    );
  });

  it('counts bytes, not characters, and names the limit', () => {
    expect(() => createTextUpload({ text: '한'.repeat(4) }, 11)).toThrow(ServiceError);
    expect(() => createTextUpload({ text: '한'.repeat(4) }, 11)).toThrow(/11 bytes/);
    expect(createTextUpload({ text: '한'.repeat(4) }, 12).declaredMediaType).toBeNull();
  });
});

describe('chooseRequestId', () => {
  it('keeps a sane id of the caller and makes its own in place of others', () => {
    expect(chooseRequestId({ headers: { 'x-request-id': 'abc-123' } })).toBe('abc-123');
    for (const id of ['', 'a b', 'x'.repeat(129), '<script>', '한글', undefined]) {
      const chosen = chooseRequestId({ headers: id === undefined ? {} : { 'x-request-id': id } });
      expect(chosen).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });
});
