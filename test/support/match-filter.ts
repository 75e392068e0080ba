import type { Json } from '../../src/domain/filter.ts';

/**
 * Whether metadata matches a filter as its caller wrote it: the rules of the contract, word for word, in memory and with nothing of
 * the service's own code. For filters that are valid.
 */
export function matchFilter(metadata: Json, filter: Json): boolean {
  return Object.entries(toObject(filter)).every(([key, operand]) => {
    if (key === '$and') return toArray(operand).every((each) => matchFilter(metadata, each));
    if (key === '$or') return toArray(operand).some((each) => matchFilter(metadata, each));
    if (key === '$not') return !matchFilter(metadata, operand);
    return matchValue(lookUp(metadata, key.split('.')), operand);
  });
}

/** Dotted paths go into objects, and into nothing else. */
function lookUp(value: Json, path: readonly string[]): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, step) ? lookUp((value as Record<string, Json>)[step] ?? null, rest) : undefined;
}

function matchValue(value: Json | undefined, condition: Json): boolean {
  if (typeof condition !== 'object' || condition === null) return matchOperator(value, '$eq', condition);
  return Object.entries(toObject(condition)).every(([operator, operand]) =>
    matchOperator(value, operator, operand),
  );
}

function matchOperator(value: Json | undefined, operator: string, operand: Json): boolean {
  const some = (holds: (item: Json) => boolean) =>
    value !== undefined && (Array.isArray(value) ? [value, ...value] : [value]).some((item) => holds(item));
  switch (operator) {
    case '$eq':
      return some((item) => item === operand);
    case '$in':
      return some((item) => toArray(operand).includes(item));
    case '$gt':
      return some((item) => (compare(item, operand) ?? 0) > 0);
    case '$gte':
      return some((item) => (compare(item, operand) ?? -1) >= 0);
    case '$lt':
      return some((item) => (compare(item, operand) ?? 0) < 0);
    case '$lte':
      return some((item) => (compare(item, operand) ?? 1) <= 0);
    case '$exists':
      return (value !== undefined) === operand;
    case '$ne':
      return !matchOperator(value, '$eq', operand);
    case '$nin':
      return !matchOperator(value, '$in', operand);
    case '$not':
      return !matchValue(value, operand);
    default:
      throw new Error(`no operator: ${operator}`);
  }
}

/** Null where types differ, or have no order. */
function compare(a: Json, b: Json): number | null {
  if (typeof a === 'number' && typeof b === 'number')
    return a - b || Math.sign(Number(a > b) - Number(a < b));
  return typeof a === 'string' && typeof b === 'string' ? compareCodePoints(a, b) : null;
}

/** JavaScript compares UTF-16 code units, which puts what is beyond the first plane before some of it. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

function toArray(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`no array: ${JSON.stringify(value)}`);
  return value;
}

function toObject(value: Json): Readonly<Record<string, Json>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`no object: ${JSON.stringify(value)}`);
  return value as Record<string, Json>;
}
