import type { ListPage } from '../pipelines/pipelines.ts';

export interface Connection<Item> {
  readonly edges: readonly { readonly cursor: string; readonly node: Item }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A page of a list as a connection. `cursorOf` makes for each item what the pipeline would give as its `nextCursor`. */
export function toConnection<Item>(
  { data, nextCursor }: ListPage<Item>,
  cursorOf: (item: Item) => string,
): Connection<Item> {
  const edges = data.map((node) => ({ cursor: cursorOf(node), node }));
  return { edges, pageInfo: { hasNextPage: nextCursor !== null, endCursor: edges.at(-1)?.cursor ?? null } };
}
