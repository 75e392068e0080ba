import { Type } from 'typebox';
import { DateTime, LanguageName, nullable, nullableText, orNull, record, refTo, text } from './common.ts';

const CLOSED = { additionalProperties: false };
const count = Type.Integer({ minimum: 0 });
const MAX_DESCRIPTION = 2000;

const chunking = Type.Optional(
  Type.Object(
    {
      maxTokens: Type.Optional(Type.Integer({ minimum: 16, maximum: 8192 })),
      overlapTokens: Type.Optional(Type.Integer({ minimum: 0, maximum: 4096 })),
    },
    { ...CLOSED, description: 'For new versions.' },
  ),
);

export const CreateCollectionSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
    description: Type.Optional(text(MAX_DESCRIPTION, { minLength: 0 })),
    chunking,
    language: Type.Optional(LanguageName),
    embedding: Type.Optional(
      Type.Object(
        {
          provider: text(100),
          model: Type.Optional(text(200)),
          dimensions: Type.Optional(Type.Integer({ minimum: 1, maximum: 16_000 })),
        },
        CLOSED,
      ),
    ),
  },
  CLOSED,
);

export const UpdateCollectionSchema = Type.Object(
  {
    description: Type.Optional(nullableText(MAX_DESCRIPTION, { minLength: 0 })),
    language: Type.Optional(LanguageName),
    chunking,
  },
  CLOSED,
);

export const CollectionParams = Type.Object({ name: text(200) });
export const DeleteCollectionQuery = Type.Object(
  { force: Type.Boolean({ default: false, description: 'Also when documents are in it.' }) },
  CLOSED,
);

export const CollectionSchema = {
  $id: 'Collection',
  ...record({
    name: Type.String(),
    description: nullable('string'),
    language: LanguageName,
    chunking: record({ maxTokens: count, overlapTokens: count }),
    embedding: orNull(record({ provider: Type.String(), model: Type.String(), dimensions: count })),
    documents: count,
    chunks: count,
    createdAt: DateTime,
    updatedAt: DateTime,
  }),
};

export const CollectionListSchema = {
  $id: 'CollectionList',
  ...record({ data: Type.Array(refTo('Collection')) }),
};

export const DeletedCollectionSchema = {
  $id: 'DeletedCollection',
  ...record({
    name: Type.String(),
    deleted: Type.Boolean(),
    counts: record({ documents: count, versions: count, pages: count, chunks: count }),
  }),
};
