type Fields = Readonly<Record<string, unknown>>;

/**
 * An input as a REST body: optional fields that a generated client sends as null are left out. Those in `keep` stay, where
 * null means something: remove a title, or a selection that must not turn into "everything".
 */
export function dropNulls(input: Fields, keep: readonly string[] = []): Fields {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([name, value]) => value !== null || keep.includes(name))
      .map(([name, value]) => [name, NESTED.includes(name) && isFields(value) ? dropNulls(value) : value]),
  );
}

/** Inputs within inputs; every other object is the caller's own JSON. */
const NESTED = ['chunking', 'embedding'];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
