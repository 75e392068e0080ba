import { posix } from 'node:path';
import { parseXml } from '../xml/xml-parser.ts';
import type { Archive } from '../zip/open-archive.ts';
import { OOXML_NAMESPACES } from './namespaces.ts';

/** Names of the parts that `part` leads to, by the last word of the relationship's type, e.g. `styles`; the first of each. */
export type Relationships = ReadonlyMap<string, string>;

/** A relationship within the package; `type` is the last word of its type, `part` the part it leads to. */
export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

/** As `listRelationships`, by their types. */
export async function readRelationships(archive: Archive, part: string): Promise<Relationships> {
  const relationships = new Map<string, string>();
  for (const { type, part: target } of await listRelationships(archive, part))
    if (!relationships.has(type)) relationships.set(type, target);
  return relationships;
}

/**
 * Relationships within the package (OPC, ISO/IEC 29500-2) of a part, or of the whole package for '', in the order of
 * the file. Parts that are named but missing are left out. Throws `IngestError`; see `Archive.read` and `XmlParser`.
 */
export async function listRelationships(archive: Archive, part: string): Promise<Relationship[]> {
  const folder = part === '' ? '' : posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relationships: Relationship[] = [];
  if (!archive.has(name)) return relationships;
  await parseXml(archive.read(name), OOXML_NAMESPACES, {
    open(element, attributes) {
      if (element !== 'rel:Relationship' || attributes('TargetMode') === 'External') return;
      const type = attributes('Type')?.split('/').at(-1) ?? '';
      const target = resolveTarget(folder, attributes('Target') ?? '');
      if (archive.has(target)) relationships.push({ id: attributes('Id') ?? '', type, part: target });
    },
    close() {},
    text() {},
  });
  return relationships;
}

/** A target is relative to the folder of its source, or to the package when it begins with a slash. */
function resolveTarget(folder: string, target: string): string {
  return posix.join('/', target.startsWith('/') ? '' : folder, target).slice(1);
}
