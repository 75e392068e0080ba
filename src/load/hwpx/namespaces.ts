const HANCOM = 'http://www.hancom.co.kr/hwpml/2011';
const OWPML = 'http://www.owpml.org/owpml/2024';

/** Namespaces of OWPML (KS X 6101), as Hancom writes them and as the standard of 2024 has them, by the short names used here. */
export const HWPX_NAMESPACES: ReadonlyMap<string, string> = new Map([
  [`${HANCOM}/paragraph`, 'hp'],
  [`${OWPML}/paragraph`, 'hp'],
  [`${HANCOM}/section`, 'hs'],
  [`${OWPML}/section`, 'hs'],
  [`${HANCOM}/head`, 'hh'],
  [`${OWPML}/head`, 'hh'],
  ['http://www.idpf.org/2007/opf/', 'opf'],
  ['http://www.idpf.org/2007/opf', 'opf'],
  ['urn:oasis:names:tc:opendocument:xmlns:manifest:1.0', 'odf'],
]);

/** A whole number from an attribute, 0 where it is absent or none. */
export function readNumber(value: string | undefined): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
