import type { Filter } from '../domain/filter.ts';
import { ServiceError } from '../errors.ts';
import { isOperator, OPERATORS, parseOperator } from './parse-operator.ts';

const MAX_LEVELS = 5;
const MAX_CONDITIONS = 50;
/** Of all `$in` and `$nin` together. */
const MAX_VALUES = 500;

const JUNCTIONS = { $and: 'and', $or: 'or' } as const;

/**
 * Reads a metadata filter as callers write it: `{ "team": "infra", "year": { "$gte": 2025 } }`; several keys mean AND.
 * FILTER_INVALID names the place of what is wrong.
 */
export function parseFilter(input: unknown): Filter | null {
  if (input === undefined) return null;
  const budget = { conditions: MAX_CONDITIONS, values: MAX_VALUES };
  return parseObject(input, '/filter', 1, budget);
}

type Budget = { conditions: number; values: number };

function parseObject(input: unknown, path: string, level: number, budget: Budget): Filter {
  if (!isPlainObject(input)) throw invalid(path, 'must be an object');
  checkLevel(level, path);
  const filters = Object.entries(input).map(([key, value]) => {
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '$and' || key === '$or') return parseJunction(key, value, place, level, budget);
    if (key === '$not') return { kind: 'not' as const, filter: parseObject(value, place, level + 1, budget) };
    if (key.startsWith('$'))
      throw invalid(
        place,
        `unknown operator; here ${list([...Object.keys(JUNCTIONS), '$not'])} are supported`,
      );
    return parseCondition(parsePath(key, place), value, place, level, budget);
  });
  // It holds of everything, but it is one more object to walk.
  if (filters.length === 0) spend(budget, path);
  return join(filters);
}

function parseJunction(
  key: keyof typeof JUNCTIONS,
  input: unknown,
  path: string,
  level: number,
  budget: Budget,
): Filter {
  if (!Array.isArray(input) || input.length === 0)
    throw invalid(path, 'must be an array with at least one filter');
  return {
    kind: JUNCTIONS[key],
    filters: input.map((item, index) => parseObject(item, `${path}/${index}`, level + 1, budget)),
  };
}

function parsePath(key: string, place: string): readonly string[] {
  const path = key.split('.');
  if (path.includes('')) throw invalid(place, 'must be a path such as "team" or "owner.team"');
  return path;
}

/** A bare value, which means `$eq`, or an object of operators, which must all hold. */
function parseCondition(
  path: readonly string[],
  input: unknown,
  place: string,
  level: number,
  budget: Budget,
): Filter {
  const conditions = isPlainObject(input) ? Object.entries(input) : [['$eq', input] as const];
  if (conditions.length === 0) throw invalid(place, 'must name an operator');
  const filters = conditions.map(([operator, operand]): Filter => {
    const here = isPlainObject(input) ? `${place}/${operator}` : place;
    if (operator === '$not') {
      if (!isPlainObject(operand)) throw invalid(here, 'must be an object of operators');
      checkLevel(level + 1, here);
      return { kind: 'not', filter: parseCondition(path, operand, here, level + 1, budget) };
    }
    if (!isOperator(operator))
      throw invalid(here, `unknown operator; ${list([...OPERATORS, '$not'])} are supported`);
    spend(budget, here);
    if (Array.isArray(operand)) budget.values -= operand.length;
    if (budget.values < 0) throw invalid(here, `a filter lists at most ${MAX_VALUES} values`);
    const refuse = (message: string, index?: number) =>
      invalid(index === undefined ? here : `${here}/${index}`, message);
    return parseOperator(operator, path, operand, refuse);
  });
  return join(filters);
}

function join(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'and', filters };
}

function checkLevel(level: number, path: string): void {
  if (level > MAX_LEVELS) throw invalid(path, `must not be nested deeper than ${MAX_LEVELS} levels`);
}

function spend(budget: Budget, place: string): void {
  budget.conditions -= 1;
  if (budget.conditions < 0) throw invalid(place, `a filter holds at most ${MAX_CONDITIONS} conditions`);
}

function list(operators: readonly string[]): string {
  return `${operators.slice(0, -1).join(', ')} and ${operators.at(-1)}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): ServiceError {
  return new ServiceError('FILTER_INVALID', `The filter is invalid at ${path}: ${message}.`, {
    errors: [{ path, message }],
  });
}
