import { Type } from 'typebox';
import { DOCUMENT_STATUSES } from '../../domain/document.ts';
import { INGEST_ERROR_CODES } from '../../errors.ts';
import {
  Cursor,
  DateTime,
  JsonObject,
  LanguageName,
  MetadataObject,
  NullableDateTime,
  nullable,
  nullableText,
  oneOf,
  orNull,
  PageLimit,
  record,
  refTo,
  text,
  Uuid,
  VersionNumber,
} from './common.ts';

const CLOSED = { additionalProperties: false };
const MAX_EXTERNAL_ID = 512;
const MAX_TITLE = 1000;
/** PDF takes at most 127 bytes. */
const MAX_PASSWORD = 127;

const passwordField = Type.Optional(
  text(MAX_PASSWORD, {
    description: 'That opens the PDF. Kept until the version is published or failed, and never shown.',
  }),
);
const replaceableFields = {
  title: Type.Optional(text(MAX_TITLE)),
  metadata: Type.Optional(MetadataObject),
  language: Type.Optional(LanguageName),
  charset: Type.Optional(text(64, { description: 'Encoding of the bytes, e.g. `euc-kr`; else found out.' })),
  password: passwordField,
};
const documentFields = {
  collection: Type.Optional(text(200, { description: 'Default: `default`.' })),
  externalId: Type.Optional(
    text(MAX_EXTERNAL_ID, { description: 'Your own key, unique in the collection.' }),
  ),
  ...replaceableFields,
};
const textFields = {
  text: Type.String({ description: 'The document itself. Lone surrogates become U+FFFD.' }),
  mediaType: Type.Optional(text(200, { description: 'Of the text family, e.g. `text/markdown`.' })),
  filename: Type.Optional(text(255)),
};

const urlFields = {
  url: text(4_000, {
    description: 'Fetched by the service, over http or https; public addresses only, unless it is told more.',
  }),
  mediaType: Type.Optional(text(200, { description: 'In place of what the server of the URL says.' })),
  filename: Type.Optional(text(255, { description: 'In place of what the server of the URL says.' })),
};

/** Fields of a multipart upload; the files come after them. */
export const DocumentFieldsSchema = Type.Object(documentFields, CLOSED);
export const ReplaceFieldsSchema = Type.Object(replaceableFields, CLOSED);
/** The JSON form: text instead of a file. */
export const TextDocumentSchema = Type.Object({ ...textFields, ...documentFields }, CLOSED);
export const ReplaceTextSchema = Type.Object({ ...textFields, ...replaceableFields }, CLOSED);

/** The other JSON form: where the document is. */
export const UrlDocumentSchema = Type.Object({ ...urlFields, ...documentFields }, CLOSED);
export const ReplaceUrlSchema = Type.Object({ ...urlFields, ...replaceableFields }, CLOSED);

export const UpdateDocumentSchema = Type.Object(
  {
    title: Type.Optional(nullableText(MAX_TITLE)),
    metadata: Type.Optional(MetadataObject),
    externalId: Type.Optional(nullableText(MAX_EXTERNAL_ID)),
  },
  CLOSED,
);

/** A retry mostly comes without a body. */
export const RetrySchema = Type.Unsafe<{ password?: string } | null>({
  ...Type.Object({ password: passwordField }, CLOSED),
  type: ['object', 'null'],
});

export const DocumentParams = Type.Object({ id: Uuid('Document') });
export const PageParams = Type.Object({
  id: Uuid('Document'),
  n: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Page, from 1' }),
});
/** Of a download; nothing about them is an error. */
export const RangeHeaders = Type.Object({
  range: Type.Optional(Type.String()),
  'if-range': Type.Optional(Type.String()),
  'if-none-match': Type.Optional(Type.String()),
});
export const VersionQuery = Type.Object({ version: Type.Optional(VersionNumber) }, CLOSED);
export const ChunksQuery = Type.Object(
  { version: Type.Optional(VersionNumber), limit: PageLimit, cursor: Type.Optional(Cursor) },
  CLOSED,
);
export const ListDocumentsQuery = Type.Object(
  {
    collection: Type.Optional(text(200)),
    status: Type.Optional(oneOf(DOCUMENT_STATUSES)),
    externalId: Type.Optional(text(MAX_EXTERNAL_ID)),
    filter: Type.Optional(text(65_536, { description: 'A metadata filter as JSON.' })),
    limit: PageLimit,
    cursor: Type.Optional(Cursor),
  },
  CLOSED,
);
export const IfMatchHeader = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag you saw; else 412.' })),
});
export const UploadHeaders = Type.Object({
  prefer: Type.Optional(
    Type.String({
      description: '`wait=SECONDS`, at most 60: answer when published or failed, or the time is over.',
    }),
  ),
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        '1 to 255 characters of your own: the same request with the same key within 24 hours is carried out once and answered alike.',
    }),
  ),
});
export const ReplaceHeaders = Type.Object({ ...UploadHeaders.properties, ...IfMatchHeader.properties });

const count = Type.Integer({ minimum: 0 });

export const DocumentSchema = {
  $id: 'Document',
  ...record({
    id: Uuid('UUIDv7'),
    externalId: nullable('string'),
    collection: Type.String(),
    title: nullable('string'),
    filename: nullable('string'),
    sourceUrl: nullable('string', { description: 'Where the bytes were fetched; null when they were sent.' }),
    mediaType: Type.String(),
    language: Type.String(),
    metadata: JsonObject('As it was given.'),
    version: Type.Integer({ minimum: 1, description: 'The newest.' }),
    publishedVersion: nullable('integer'),
    status: oneOf(DOCUMENT_STATUSES, 'Of the newest version.'),
    progress: record({
      stage: oneOf(DOCUMENT_STATUSES),
      pages: nullable('integer'),
      pagesDone: count,
      chunks: nullable('integer'),
      chunksDone: count,
      queuePosition: nullable('integer', {
        description: 'While queued: 1 for the next one to be taken up; else null.',
      }),
      etaSeconds: nullable('integer', {
        description:
          'Seconds left at the pace of this version so far; null while queued, at the end, before 3 s and 2 % of it are over, and where the number of pages is known only at the end.',
      }),
    }),
    sha256: Type.String(),
    bytes: count,
    pages: nullable('integer'),
    chunks: nullable('integer'),
    deduplicated: Type.Boolean({ description: 'Only ever true in the answer to a POST.' }),
    warnings: Type.Array(
      record({ code: Type.String(), message: Type.String(), pages: Type.Array(Type.Integer()) }),
    ),
    error: orNull(
      record({
        stage: Type.String(),
        code: oneOf(INGEST_ERROR_CODES),
        message: Type.String(),
        hint: Type.String(),
        retryable: Type.Boolean(),
      }),
    ),
    createdAt: DateTime,
    updatedAt: DateTime,
    publishedAt: NullableDateTime,
  }),
};

export const DocumentListSchema = {
  $id: 'DocumentList',
  ...record({ data: Type.Array(refTo('Document')), nextCursor: nullable('string') }),
};

export const UploadResultSchema = {
  $id: 'UploadResult',
  description: 'One file: the document. Several: one entry per file, in order.',
  anyOf: [
    refTo('Document'),
    record({
      data: Type.Array(Type.Unsafe({ anyOf: [refTo('Document'), record({ error: refTo('Problem') })] })),
    }),
  ],
};

export const DeletedDocumentSchema = {
  $id: 'DeletedDocument',
  ...record({
    id: Uuid('Document'),
    deleted: Type.Boolean(),
    counts: record({ versions: count, pages: count, chunks: count }),
  }),
};

export const PageSchema = {
  $id: 'Page',
  ...record({
    documentId: Uuid('Document'),
    version: Type.Integer(),
    page: Type.Integer({ minimum: 1 }),
    pageLabel: nullable('string'),
    text: Type.String({ description: 'Offsets everywhere count UTF-16 code units of this.' }),
    width: nullable('number', { description: 'In points.' }),
    height: nullable('number', { description: 'In points.' }),
    lines: Type.Array(
      record({
        start: count,
        end: count,
        box: Type.Array(Type.Number(), {
          minItems: 4,
          maxItems: 4,
          description: 'x, y, width, height in points from the top left.',
        }),
      }),
    ),
  }),
};

export const ChunkListSchema = {
  $id: 'ChunkList',
  ...record({
    data: Type.Array(
      record({
        id: Type.String(),
        ordinal: count,
        text: Type.String(),
        pageStart: Type.Integer(),
        pageEnd: Type.Integer(),
        start: count,
        end: count,
        headings: Type.Array(Type.String()),
        tokens: count,
      }),
    ),
    nextCursor: nullable('string'),
  }),
};
