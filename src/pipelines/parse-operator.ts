import type { Filter, Json, Ordering } from '../domain/filter.ts';

/** What may be said of a value, but for `$not`. */
export const OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists'] as const;
export type Operator = (typeof OPERATORS)[number];

const ORDERINGS: Readonly<Partial<Record<Operator, Ordering>>> = {
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
};

/** The error for an operand, or for its element `index`. */
type Refuse = (message: string, index?: number) => Error;

export function isOperator(key: string): key is Operator {
  return (OPERATORS as readonly string[]).includes(key);
}

/** One condition on what stands at `path`; throws what `refuse` makes of an operand that cannot be. */
export function parseOperator(
  operator: Operator,
  path: readonly string[],
  operand: unknown,
  refuse: Refuse,
): Filter {
  switch (operator) {
    case '$eq':
      return { kind: 'eq', path, value: toScalar(operand, refuse) };
    case '$ne':
      return { kind: 'not', filter: { kind: 'eq', path, value: toScalar(operand, refuse) } };
    case '$in':
      return { kind: 'in', path, values: toScalars(operand, refuse) };
    case '$nin':
      return { kind: 'not', filter: { kind: 'in', path, values: toScalars(operand, refuse) } };
    case '$exists':
      if (typeof operand !== 'boolean') throw refuse('must be true or false');
      return operand ? { kind: 'exists', path } : { kind: 'not', filter: { kind: 'exists', path } };
    default:
      if (typeof operand !== 'string' && typeof operand !== 'number')
        throw refuse('must be a number or a string');
      return { kind: 'compare', path, ordering: ORDERINGS[operator] ?? 'gt', value: operand };
  }
}

function toScalars(operand: unknown, refuse: Refuse): Json[] {
  if (!Array.isArray(operand)) throw refuse('must be an array');
  return operand.map((value, index) => toScalar(value, (message) => refuse(message, index)));
}

function toScalar(value: unknown, refuse: Refuse): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw refuse('must be a string, number, boolean or null');
}
