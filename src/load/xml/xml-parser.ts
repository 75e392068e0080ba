import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { IngestError } from '../../errors.ts';

/** Word nests a dozen elements for a table in a table; the parser's own cost grows with the depth. */
const MAX_DEPTH = 1_000;
/** A tag, a text or a prolog longer than this is not a document's. */
const MAX_SILENT_BYTES = 16 * 1024 * 1024;
const MAX_PROLOG_BYTES = 64 * 1024;
const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, first: number, second: number])[] = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/** Value of an attribute by its name as in `XmlHandler`, undefined where it is absent. */
export type Attributes = (name: string) => string | undefined;

/**
 * What stands in an XML part, in order. Names are `short:local` with the short name of the namespace, whatever prefix
 * the file has; `*:local` in other namespaces; `local` without one.
 */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

export interface XmlParser {
  /** Takes bytes as they come. Throws `IngestError` DOCUMENT_UNREADABLE and DOCUMENT_TOO_COMPLEX. */
  write(bytes: Uint8Array): void;
  /** Throws as `write`. */
  end(): void;
}

/**
 * A streaming parser of well-formed XML with namespaces, in UTF-8 or UTF-16. Document types are refused, so there are
 * no entities but the five of XML. `namespaces` maps the names of namespaces to short ones.
 */
export function createXmlParser(namespaces: ReadonlyMap<string, string>, handler: XmlHandler): XmlParser {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let decoder: TextDecoder | undefined;
  let depth = 0;
  let silentBytes = 0;
  let hasRoot = false;

  const nameOf = (uri: string, local: string) =>
    uri === '' ? local : `${namespaces.get(uri) ?? '*'}:${local}`;
  const attributesOf =
    (tag: SaxesTagNS): Attributes =>
    (name) => {
      for (const key in tag.attributes) {
        const attribute = tag.attributes[key];
        if (attribute && nameOf(attribute.uri, attribute.local) === name) return attribute.value;
      }
      return undefined;
    };
  const emitText = (text: string): void => {
    silentBytes = 0;
    handler.text(text);
  };
  parser.on('opentag', (tag) => {
    silentBytes = 0;
    hasRoot = true;
    depth += 1;
    if (depth > MAX_DEPTH) throw tooComplex(`its elements are nested more than ${MAX_DEPTH} deep`);
    handler.open(nameOf(tag.uri, tag.local), attributesOf(tag));
  });
  parser.on('closetag', (tag) => {
    silentBytes = 0;
    depth -= 1;
    handler.close(nameOf(tag.uri, tag.local));
  });
  parser.on('text', emitText);
  parser.on('cdata', emitText);
  parser.on('doctype', () => {
    throw unreadableXml('it has a document type, which office documents never have');
  });
  parser.on('error', (error) => {
    throw unreadableXml('it is not well-formed', error);
  });

  const decode = (bytes?: Uint8Array): string => {
    decoder ??= new TextDecoder(findEncoding(bytes), { fatal: true });
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      throw unreadableXml('its characters are not those of its encoding', error);
    }
  };
  return {
    write(bytes) {
      parser.write(decode(bytes));
      silentBytes += bytes.length;
      if (!hasRoot && silentBytes > MAX_PROLOG_BYTES + bytes.length)
        throw unreadableXml('it has no beginning');
      if (silentBytes > MAX_SILENT_BYTES)
        throw tooComplex(`it has a text or tag of more than ${MAX_SILENT_BYTES} bytes`);
    },
    end() {
      parser.write(decode());
      parser.close();
    },
  };
}

/** Parses a whole part. Throws as `XmlParser`, and what reading the bytes throws. */
export async function parseXml(
  pieces: AsyncIterable<Uint8Array>,
  namespaces: ReadonlyMap<string, string>,
  handler: XmlHandler,
): Promise<void> {
  const parser = createXmlParser(namespaces, handler);
  for await (const piece of pieces) parser.write(piece);
  parser.end();
}

function findEncoding(bytes: Uint8Array = new Uint8Array()): string {
  const mark = BYTE_ORDER_MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second);
  return mark?.[0] ?? 'utf-8';
}

function unreadableXml(reason: string, cause?: unknown): IngestError {
  const hint = 'Open the file in the program it was made with, save it anew and send that.';
  const message = `The file is damaged: a part of it is XML, but ${reason}.`;
  return new IngestError('DOCUMENT_UNREADABLE', message, hint, { cause });
}

function tooComplex(reason: string): IngestError {
  const hint = 'Simplify the document, or save it anew and send that.';
  return new IngestError('DOCUMENT_TOO_COMPLEX', `The document is too complex: ${reason}.`, hint);
}
