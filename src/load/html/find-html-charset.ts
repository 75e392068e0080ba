import { scanHtml } from './scan-html.ts';

/** Where the HTML standard looks for a label. */
const PRESCAN_BYTES = 1024;
const XML_DECLARATION = /^<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{1,40})["']/;
const CONTENT_CHARSET = /charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i;

/** Labels that the Encoding Standard gives another meaning than their name, as pages are written so. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ...['iso-8859-1', 'iso8859-1', 'iso_8859-1', 'latin1', 'l1', 'ascii', 'us-ascii', 'ansi_x3.4-1968'].map(
    (label) => [label, 'windows-1252'] as const,
  ),
  ['iso-8859-9', 'windows-1254'],
  ['iso-8859-11', 'windows-874'],
  ['tis-620', 'windows-874'],
  ['gb2312', 'gbk'],
  // A page whose label can be read as ASCII is in none of these.
  ...['utf-16', 'utf-16le', 'utf-16be', 'unicode', 'utf8'].map((label) => [label, 'utf-8'] as const),
]);

/**
 * The label that a page gives its encoding in `<meta charset>`, `<meta http-equiv="Content-Type">` or the XML declaration
 * within its first 1024 bytes, or null (the prescan of the HTML standard,
 * https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding).
 */
export function findHtmlCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const label = XML_DECLARATION.exec(head)?.[1] ?? findMetaLabel(head);
  const name = label?.trim().toLowerCase() ?? '';
  return name === '' ? null : (MEANT.get(name) ?? name);
}

function findMetaLabel(head: string): string | null {
  for (const token of scanHtml(head)) {
    if (token.kind !== 'start' || token.name !== 'meta') continue;
    const attributes = new Map(token.attributes.toReversed());
    const charset = attributes.get('charset');
    if (charset !== undefined) return charset;
    if (attributes.get('http-equiv')?.trim().toLowerCase() !== 'content-type') continue;
    const match = CONTENT_CHARSET.exec(attributes.get('content') ?? '');
    const label = match?.[1] ?? match?.[2] ?? match?.[3];
    if (label !== undefined) return label;
  }
  return null;
}
