const TRANSITIONAL = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';

/** Namespaces of Office Open XML, transitional and strict (ISO/IEC 29500), by the short names used here. */
export const OOXML_NAMESPACES: ReadonlyMap<string, string> = new Map([
  [`${TRANSITIONAL}/wordprocessingml/2006/main`, 'w'],
  [`${STRICT}/wordprocessingml/main`, 'w'],
  [`${TRANSITIONAL}/officeDocument/2006/relationships`, 'r'],
  [`${STRICT}/officeDocument/relationships`, 'r'],
  [`${TRANSITIONAL}/officeDocument/2006/math`, 'm'],
  [`${STRICT}/officeDocument/math`, 'm'],
  [`${TRANSITIONAL}/markup-compatibility/2006`, 'mc'],
  [`${TRANSITIONAL}/package/2006/relationships`, 'rel'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
]);

/** Whether a switch such as `w:vanish` or `w:pageBreakBefore` is on; without `val` it is. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || /^(?:1|true|on)$/.test(value);
}

/** A whole number from an attribute, undefined where it is absent or none. */
export function readInteger(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
