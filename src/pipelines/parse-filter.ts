import type { Filter, Json } from '../domain/filter.ts';
import { ServiceError } from '../errors.ts';

const MAX_LEVELS = 5;
const MAX_CONDITIONS = 50;
/** Of all `$in` together: each is a condition of its own for the database. */
const MAX_VALUES = 500;

/**
 * Reads a metadata filter as callers write it: `{ "team": "infra", "year": { "$in": [2025, 2026] } }`; several keys
 * mean AND. FILTER_INVALID names the place of what is wrong.
 */
export function parseFilter(input: unknown): Filter | null {
  if (input === undefined) return null;
  const budget = { conditions: MAX_CONDITIONS, values: MAX_VALUES };
  return parseObject(input, '/filter', 1, budget);
}

type Budget = { conditions: number; values: number };

function parseObject(input: unknown, path: string, level: number, budget: Budget): Filter {
  if (!isPlainObject(input)) throw invalid(path, 'must be an object');
  if (level > MAX_LEVELS) throw invalid(path, `must not be nested deeper than ${MAX_LEVELS} levels`);
  const filters = Object.entries(input).map(([key, value]) => {
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '$and') return parseAnd(value, place, level, budget);
    if (key.startsWith('$')) throw invalid(place, 'unknown operator; here $and is supported');
    return parseCondition(parsePath(key, place), value, place, budget);
  });
  // It holds of everything, but it is one more object to walk.
  if (filters.length === 0) spend(budget, path);
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'and', filters };
}

function parseAnd(input: unknown, path: string, level: number, budget: Budget): Filter {
  if (!Array.isArray(input) || input.length === 0)
    throw invalid(path, 'must be an array with at least one filter');
  return {
    kind: 'and',
    filters: input.map((item, index) => parseObject(item, `${path}/${index}`, level + 1, budget)),
  };
}

function parsePath(key: string, place: string): readonly string[] {
  const path = key.split('.');
  if (path.includes('')) throw invalid(place, 'must be a path such as "team" or "owner.team"');
  return path;
}

function parseCondition(path: readonly string[], input: unknown, place: string, budget: Budget): Filter {
  if (!isPlainObject(input)) return equal(path, input, place, budget);
  const filters = Object.entries(input).map(([operator, operand]): Filter => {
    const here = `${place}/${operator}`;
    if (operator === '$eq') return equal(path, operand, here, budget);
    if (operator !== '$in') throw invalid(here, 'unknown operator; $eq and $in are supported');
    if (!Array.isArray(operand)) throw invalid(here, 'must be an array');
    spend(budget, here);
    budget.values -= operand.length;
    if (budget.values < 0) throw invalid(here, `a filter lists at most ${MAX_VALUES} values`);
    return { kind: 'in', path, values: operand.map((value, index) => scalar(value, `${here}/${index}`)) };
  });
  const [only] = filters;
  if (only === undefined) throw invalid(place, 'must name an operator');
  return filters.length === 1 ? only : { kind: 'and', filters };
}

function equal(path: readonly string[], value: unknown, place: string, budget: Budget): Filter {
  spend(budget, place);
  return { kind: 'eq', path, value: scalar(value, place) };
}

function scalar(value: unknown, place: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw invalid(place, 'must be a string, number, boolean or null');
}

function spend(budget: Budget, place: string): void {
  budget.conditions -= 1;
  if (budget.conditions < 0) throw invalid(place, `a filter holds at most ${MAX_CONDITIONS} conditions`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): ServiceError {
  return new ServiceError('FILTER_INVALID', `The filter is invalid at ${path}: ${message}.`, {
    errors: [{ path, message }],
  });
}
