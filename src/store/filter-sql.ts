import type { Filter, Json } from '../domain/filter.ts';
import { type SQL, sql } from './drizzle.ts';
import { documents } from './schema.ts';

/** A condition on `documents.metadata`; every value is a parameter. */
export function buildFilterSql(filter: Filter): SQL {
  switch (filter.kind) {
    case 'eq':
      return holdsValue(filter.path, filter.value);
    case 'in':
      return anyOf(filter.values.map((value) => holdsValue(filter.path, value)));
    case 'and':
      return filter.filters.length === 0
        ? sql`true`
        : sql`(${sql.join(filter.filters.map(buildFilterSql), sql` and `)})`;
  }
}

/**
 * The value itself or an array that holds it, by containment: it goes into objects only (never takes a path step as
 * an array index), compares JSON values of the same type, numbers by value, and uses the GIN index on metadata.
 */
function holdsValue(path: readonly string[], value: Json): SQL {
  return anyOf(
    [value, [value]].map(
      (operand) => sql`${documents.metadata} @> ${JSON.stringify(nest(path, operand))}::jsonb`,
    ),
  );
}

function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

function nest(path: readonly string[], value: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}
