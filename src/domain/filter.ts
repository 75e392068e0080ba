/** A JSON value as it stands in metadata and filters. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Ordering = 'gt' | 'gte' | 'lt' | 'lte';

/**
 * A parsed metadata filter. `path` leads into objects; a value at `path` matches, and so does an array with a matching
 * element. Only values of the same JSON type compare, strings by code point. `not` is true of what its filter is not, also
 * where there is nothing at `path`.
 */
export type Filter =
  | { readonly kind: 'eq'; readonly path: readonly string[]; readonly value: Json }
  | { readonly kind: 'in'; readonly path: readonly string[]; readonly values: readonly Json[] }
  | {
      readonly kind: 'compare';
      readonly path: readonly string[];
      readonly ordering: Ordering;
      readonly value: string | number;
    }
  /** Something stands at `path`, be it null. */
  | { readonly kind: 'exists'; readonly path: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };
