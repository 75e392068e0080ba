import type { LoadLimits } from '../../domain/load.ts';
import { limitExceeded } from '../load-limits.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { XLSX_NAMESPACES } from './namespaces.ts';
import { StringDraft } from './string-draft.ts';

/**
 * The strings that cells refer to by their place in the list, each in canonical form on one line.
 * Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED where they alone pass the limit on text.
 */
export async function readSharedStrings(
  pieces: AsyncIterable<Uint8Array>,
  limits: LoadLimits,
): Promise<readonly string[]> {
  const strings: string[] = [];
  const draft = new StringDraft();
  let chars = 0;
  await parseXml(pieces, XLSX_NAMESPACES, {
    open: (name) => draft.open(name),
    close(name) {
      draft.close(name);
      if (name !== 's:si') return;
      const text = draft.take();
      chars += text.length;
      if (chars > limits.maxTextBytes) throw limitExceeded('bytes of text', limits.maxTextBytes);
      strings.push(text);
    },
    text: (text) => draft.addText(text),
  });
  return strings;
}
