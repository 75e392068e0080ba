const OASIS = 'urn:oasis:names:tc:opendocument:xmlns';

/** Namespaces of OpenDocument (ISO/IEC 26300) by the short names used here. */
export const ODF_NAMESPACES: ReadonlyMap<string, string> = new Map([
  ...['office', 'text', 'table', 'style', 'presentation', 'manifest', 'meta'].map(
    (name) => [`${OASIS}:${name}:1.0`, name] as const,
  ),
  [`${OASIS}:drawing:1.0`, 'draw'],
  [`${OASIS}:xsl-fo-compatible:1.0`, 'fo'],
  [`${OASIS}:svg-compatible:1.0`, 'svg'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
]);

/** A count such as of repeated cells, at most `max`; `otherwise` where it is absent or none. */
export function readCount(value: string | undefined, max: number, otherwise = 1): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Math.min(Number(value), max) : otherwise;
}
