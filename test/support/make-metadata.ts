import type { Json } from '../../src/domain/filter.ts';
import type { Random } from './random.ts';

/** Few, so that filters meet what they look for; the odd ones are what SQL, JSON and paths could stumble over. */
const KEYS = ['team', 'year', 'tags', 'owner'];
const ODD_KEYS = ['부서', '0', 'a b', 'q"', "it's", '100%', '\\', 'constructor'];
const STRINGS = ['infra', '가', '10', 'Z'];
const ODD_STRINGS = [
  ...[
    '9',
    '1e3',
    'true',
    'null',
    '',
    '나다',
    '각',
    'a',
    'É',
    '%',
    'a_b',
    "o'b",
    '"',
    '\\',
    '\\u0041',
    '{}',
    '[1]',
  ],
  ...['$value', '\n', '😀', '\uffff', '\u{10ffff}', 'e\u0301'],
];
const NUMBERS = [0, 10, 2025, -1];
const ODD_NUMBERS = [-0, 1, 9, 2.5, 0.1, 0.30000000000000004, 1e21, 2 ** 53, -1e308, 1e308, 5e-324];
const OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$not'];

/** An object as a caller may give it with a document. */
export function makeMetadata(random: Random, depth = 3): Json {
  const entries = Array.from({ length: random.integer(2, 9) }, () => [
    makeKey(random),
    makeValue(random, depth),
  ]);
  return Object.fromEntries(entries);
}

/** A valid filter: up to `levels` levels of objects, all operators. */
export function makeFilter(random: Random, levels = 4): Json {
  const entries = Array.from({ length: random.pick([1, 1, 1, 1, 1, 1, 1, 2, 2, 0]) }, (): [string, Json] => {
    const kind = levels === 1 ? 9 : random.integer(0, 9);
    if (kind === 0) return ['$not', makeFilter(random, levels - 1)];
    if (kind > 3) return [makePath(random), makeCondition(random, levels)];
    const filters = Array.from({ length: random.integer(1, 3) }, () => makeFilter(random, levels - 1));
    return [kind === 1 ? '$and' : '$or', filters];
  });
  return Object.fromEntries(entries);
}

function makePath(random: Random): string {
  return Array.from({ length: random.pick([1, 1, 1, 1, 1, 2, 3]) }, () => makeKey(random)).join('.');
}

function makeCondition(random: Random, levels: number): Json {
  if (random.integer(0, 3) === 0) return makeScalar(random);
  const names = Array.from({ length: random.pick([1, 1, 1, 2]) }, () => random.pick(OPERATORS));
  return Object.fromEntries(names.map((name) => [name, makeOperand(random, name, levels)]));
}

function makeOperand(random: Random, operator: string, levels: number): Json {
  if (operator === '$exists') return random.pick([true, false]);
  if (operator === '$not') return levels === 1 ? { $exists: true } : { $gte: makeNumber(random) };
  if (operator === '$in' || operator === '$nin')
    return Array.from({ length: random.integer(0, 8) }, () => makeScalar(random));
  if (operator === '$eq' || operator === '$ne') return makeScalar(random);
  return random.pick([makeNumber(random), makeString(random)]);
}

function makeValue(random: Random, depth: number): Json {
  const kind = depth === 0 ? 9 : random.integer(0, 9);
  if (kind === 0) return makeMetadata(random, depth - 1);
  if (kind > 2) return makeScalar(random);
  return Array.from({ length: random.integer(0, 3) }, () => makeValue(random, depth - 1));
}

function makeScalar(random: Random): Json {
  const kind = random.integer(0, 9);
  if (kind < 4) return makeNumber(random);
  return kind < 8 ? makeString(random) : random.pick([true, false, null]);
}

function makeKey(random: Random): string {
  return random.pick(random.pick([KEYS, KEYS, KEYS, KEYS, ODD_KEYS]));
}

function makeNumber(random: Random): number {
  return random.pick(random.pick([NUMBERS, NUMBERS, ODD_NUMBERS]));
}

function makeString(random: Random): string {
  return random.pick(random.pick([STRINGS, STRINGS, ODD_STRINGS]));
}
