import { ServiceError } from '../errors.ts';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from './graphql-js.ts';

export const MAX_TOKENS = 1_000;
export const MAX_DEPTH = 8;
export const MAX_ALIASES = 15;
export const MAX_DIRECTIVES = 50;

interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0 };

/**
 * Refuses what is no GraphQL document of at most 1,000 tokens, before mercurius parses it: where parsing fails it tries
 * the source as a JSON-encoded syntax tree, to which no limit of tokens applies. Throws the parser's GraphQLError.
 */
export function checkSource(source: string, maxLength: number): void {
  if (source.length > maxLength)
    throw new ServiceError(
      'REQUEST_TOO_LARGE',
      `The document is longer than ${maxLength} characters; pass texts as variables.`,
    );
  parse(source, { maxTokens: MAX_TOKENS, noLocation: true });
}

/**
 * Refuses a document that is too deep or has too many aliases or directives. Fragments count wherever they are spread;
 * each is measured once, so that fragments spreading fragments twice, which double with every level, cost nothing.
 * Below `__schema` and `__type` depth does not count: the usual introspection query is deeper, and graphql-js bounds it.
 */
export function checkShape(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Measure>();

  function measureFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // While it is being measured it counts nothing: a fragment that spreads itself is refused by validation.
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    if (fragment === undefined) return NOTHING;
    const inner = measureSet(fragment.selectionSet);
    const measure = add(inner, { ...NOTHING, directives: fragment.directives?.length ?? 0 });
    measured.set(name, measure);
    return measure;
  }

  function measureSet(set: SelectionSetNode | undefined): Measure {
    return (set?.selections ?? []).map(measureSelection).reduce(add, NOTHING);
  }

  function measureSelection(selection: SelectionNode): Measure {
    const own = { ...NOTHING, directives: selection.directives?.length ?? 0 };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return add(measureFragment(selection.name.value), own);
    const inner = measureSet(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return add(inner, own);
    const isIntrospection = /^__(schema|type)$/.test(selection.name.value);
    return {
      depth: isIntrospection ? 1 : inner.depth + 1,
      aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
      directives: inner.directives + own.directives,
    };
  }

  let total = NOTHING;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const own = { ...NOTHING, directives: definition.directives?.length ?? 0 };
    total = add(total, add(measureSet(definition.selectionSet), own));
  }
  refuseAbove('depth', total.depth, MAX_DEPTH);
  refuseAbove('number of aliases', total.aliases, MAX_ALIASES);
  refuseAbove('number of directives', total.directives, MAX_DIRECTIVES);
}

/** Side by side: the deeper one, and the sums. */
function add(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}

function refuseAbove(what: string, value: number, max: number): void {
  if (value > max) throw new ServiceError('REQUEST_INVALID', `The ${what} of the document is above ${max}.`);
}
