import { type Static, Type } from 'typebox';
import { DOCUMENT_STATUSES } from '../domain/document.ts';
import type { DocumentFields } from '../pipelines/pipelines.ts';
import { checkFilterValue, checkJsonValue } from './json-values.ts';
import { toServiceError } from './map-error.ts';
import { setErrorHeaders } from './problem.ts';
import { createContext } from './request-context.ts';
import { QuerySchema, SearchSchema } from './schemas/ask.ts';
import { CollectionParams, CreateCollectionSchema, UpdateCollectionSchema } from './schemas/collection.ts';
import { Cursor, oneOf, PageLimit, text, VersionNumber } from './schemas/common.ts';
import {
  DocumentParams,
  ListDocumentsQuery,
  PageParams,
  ReplaceTextSchema,
  ReplaceUrlSchema,
  RetrySchema,
  TextDocumentSchema,
  UpdateDocumentSchema,
  UrlDocumentSchema,
} from './schemas/document.ts';
import { createTextUpload } from './uploads/read-text.ts';
import { splitUrlBody } from './uploads/read-url.ts';
import { createCheck } from './validation.ts';

const CLOSED = { additionalProperties: false };
const FirstSchema = Type.Object({ first: PageLimit, after: Type.Optional(Cursor) }, CLOSED);
const ListSchema = Type.Object(
  {
    collection: Type.Optional(text(200)),
    status: Type.Optional(oneOf(DOCUMENT_STATUSES)),
    externalId: ListDocumentsQuery.properties.externalId,
    filter: Type.Optional(Type.Unknown()),
    ...FirstSchema.properties,
  },
  CLOSED,
);
const PageSchema = Type.Object(
  { number: PageParams.properties.n, version: Type.Optional(VersionNumber) },
  CLOSED,
);

const checkDocumentId = createCheck(DocumentParams);
const checkPageOf = createCheck(PageSchema);
const checkFirst = createCheck(FirstSchema);
const checkList = createCheck(ListSchema);
const checkCollection = createCheck(CollectionParams);
const checkText = createCheck(TextDocumentSchema);
const checkReplacement = createCheck(ReplaceTextSchema);
const checkUrl = createCheck(UrlDocumentSchema);
const checkUrlReplacement = createCheck(ReplaceUrlSchema);
const checkRetryInput = createCheck(RetrySchema);
const checkDocumentChanges = createCheck(UpdateDocumentSchema);
const checkSearch = createCheck(SearchSchema);
const checkQuery = createCheck(QuerySchema);

/**
 * What REST lends to GraphQL, so that both refuse the same things in the same words: its schemas and its checks of JSON.
 * The shape is `FaceHelpers` of the other face; neither face imports the other.
 */
export function createFaceHelpers(maxUploadBytes: number) {
  function takeText({ text, mediaType, filename, ...given }: Static<typeof TextDocumentSchema>) {
    if (given.metadata !== undefined) checkJsonValue(given.metadata, '/metadata');
    const upload = createTextUpload({ text, mediaType, filename }, maxUploadBytes);
    const fields: DocumentFields = { ...given, charset: 'utf-8' };
    return { upload, given, fields };
  }

  return {
    createContext,
    toServiceError,
    setErrorHeaders,
    checkId: (id: unknown) => checkDocumentId({ id }).id,
    checkPage({ number, version }: { number: unknown; version: unknown }) {
      const page = checkPageOf(version === null ? { number } : { number, version });
      return { number: page.number, version: page.version };
    },
    checkFirst({ first, after }: { first: unknown; after: unknown }) {
      const wanted = checkFirst({ first: first ?? 20, after: after ?? undefined });
      return { limit: wanted.first, cursor: wanted.after };
    },
    checkList(value: unknown) {
      const { first: limit, after: cursor, filter, ...rest } = checkList(value);
      if (filter !== undefined) checkFilterValue(filter);
      return { ...rest, filter, limit, cursor };
    },
    checkCollectionName: (name: unknown) => checkCollection({ name }).name,
    checkIngestText: (input: unknown) => takeText(checkText(input)),
    checkReplaceText: (input: unknown) => takeText(checkReplacement(input)),
    checkIngestUrl: (input: unknown) => splitUrlBody(checkUrl(input)),
    checkReplaceUrl: (input: unknown) => splitUrlBody(checkUrlReplacement(input)),
    checkRetry: (input: unknown) => checkRetryInput(input) ?? {},
    checkDocumentChanges(input: unknown) {
      const changes = checkDocumentChanges(input);
      if (changes.metadata !== undefined) checkJsonValue(changes.metadata, '/metadata');
      return changes;
    },
    checkCreateCollection: createCheck(CreateCollectionSchema),
    checkCollectionChanges: createCheck(UpdateCollectionSchema),
    checkSearch: (input: unknown) => checkFilterOf(checkSearch(input)),
    checkAsk: (input: unknown) => checkFilterOf(checkQuery(input)),
  };
}

function checkFilterOf<Input extends { filter?: unknown }>(input: Input): Input {
  if (input.filter !== undefined) checkFilterValue(input.filter);
  return input;
}
