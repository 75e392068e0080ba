/** A JSON value as it stands in metadata and filters. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A parsed metadata filter. `path` leads into objects; a value at `path` matches, and so does an array with a matching element. */
export type Filter =
  | { readonly kind: 'eq'; readonly path: readonly string[]; readonly value: Json }
  | { readonly kind: 'in'; readonly path: readonly string[]; readonly values: readonly Json[] }
  | { readonly kind: 'and'; readonly filters: readonly Filter[] };
