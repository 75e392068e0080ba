import { buildSchema, type GraphQLObjectType, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { SCHEMA } from '../../../src/graphql/schema.ts';

const schema = buildSchema(SCHEMA);

/** `name(argument: Type = default, …): Type` of every field. */
function describeFields(type: GraphQLObjectType | null | undefined): string[] {
  return Object.values(type?.getFields() ?? {}).map(({ name, args, type }) => {
    const given = args.map((arg) => {
      const byDefault = arg.defaultValue === undefined ? '' : ` = ${JSON.stringify(arg.defaultValue)}`;
      return `${arg.name}: ${arg.type}${byDefault}`;
    });
    return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}: ${type}`;
  });
}

describe('the schema', () => {
  it('is valid', () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  it('has the operations of the public contract', () => {
    expect(describeFields(schema.getQueryType())).toEqual([
      'document(id: ID, externalId: String, collection: String = "default"): Document',
      'documents(collection: String, status: DocumentStatus, filter: JSON, first: Int = 20, after: String): DocumentConnection!',
      'collection(name: String!): Collection',
      'collections: [Collection!]!',
      'search(input: SearchInput!): SearchResult!',
      'ask(input: AskInput!): Answer!',
    ]);
    expect(describeFields(schema.getMutationType())).toEqual([
      'ingestText(input: IngestTextInput!): Document!',
      'replaceText(id: ID!, input: ReplaceTextInput!): Document!',
      'ingestUrl(input: IngestUrlInput!): Document!',
      'replaceUrl(id: ID!, input: ReplaceUrlInput!): Document!',
      'updateDocument(id: ID!, input: UpdateDocumentInput!): Document!',
      'retryDocument(id: ID!, password: String): Document!',
      'deleteDocument(id: ID!): DeleteDocumentResult!',
      'createCollection(input: CreateCollectionInput!): Collection!',
      'updateCollection(name: String!, input: UpdateCollectionInput!): Collection!',
      'deleteCollection(name: String!, force: Boolean = false): DeleteCollectionResult!',
    ]);
    expect(schema.getSubscriptionType()).toBeUndefined();
  });

  it('describes what the document shows beyond REST', () => {
    const fields = describeFields(schema.getType('Document') as GraphQLObjectType);
    expect(fields).toEqual(
      expect.arrayContaining([
        'collection: Collection!',
        'pageCount: Int',
        'chunkCount: Int',
        'chunks(first: Int = 20, after: String): ChunkConnection!',
        'page(number: Int!, version: Int): Page',
      ]),
    );
  });
});
