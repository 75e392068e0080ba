/**
 * graphql-js, by its CommonJS build: the copy that mercurius uses. Bundlers and vitest would take the ESM build for an
 * `import`, and the classes of two copies (`instanceof GraphQLError`) do not know each other.
 */
import { createRequire } from 'node:module';

const core = createRequire(import.meta.url)('graphql') as typeof import('graphql');

export const { GraphQLEnumType, GraphQLError, GraphQLScalarType, Kind } = core;
export const { getOperationAST, NoSchemaIntrospectionCustomRule, parse, valueFromASTUntyped } = core;

export type GraphQLError = import('graphql').GraphQLError;
export type GraphQLEnumType = import('graphql').GraphQLEnumType;
export type GraphQLScalarType = import('graphql').GraphQLScalarType;
export type {
  DocumentNode,
  ExecutionResult,
  FragmentDefinitionNode,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
