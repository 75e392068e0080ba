import { GraphQLEnumType, GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from './graphql-js.ts';

const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
});

const Json = new GraphQLScalarType({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral(node, variables) {
    // `1e999` becomes Infinity and `0123` does not parse: what follows checks the value as JSON.
    if (node.kind === Kind.ENUM) throw new GraphQLError('JSON cannot hold an enum value.', { nodes: [node] });
    return valueFromASTUntyped(node, variables);
  },
});

/**
 * An enum whose names are upper case here and lower case in the service. Not done with `values`: a schema built from SDL
 * has them fixed to the names.
 */
function lowerCaseEnum() {
  const { serialize, parseValue, parseLiteral } = GraphQLEnumType.prototype;
  const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
  return {
    serialize(this: GraphQLEnumType, value: unknown) {
      return serialize.call(this, String(value).toUpperCase());
    },
    parseValue(this: GraphQLEnumType, ...args: Parameters<typeof parseValue>) {
      return lower(parseValue.apply(this, args));
    },
    parseLiteral(this: GraphQLEnumType, ...args: Parameters<typeof parseLiteral>) {
      return lower(parseLiteral.apply(this, args));
    },
  };
}

/** mercurius copies these over the types of the same names. */
export function createScalarResolvers() {
  return {
    DateTime: pickCoercions(DateTime),
    JSON: pickCoercions(Json),
    DocumentStatus: lowerCaseEnum(),
    Language: lowerCaseEnum(),
    SearchMode: lowerCaseEnum(),
    Grounding: lowerCaseEnum(),
    MessageRole: lowerCaseEnum(),
  };
}

/** Only these: a scalar's other members (`name`, `extensions`) are what SDL made them. */
function pickCoercions({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}
