import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import {
  AnswerSchema,
  CitationSchema,
  ExplanationSchema,
  HitSchema,
  SearchResultSchema,
} from '../schemas/ask.ts';
import { CollectionListSchema, CollectionSchema, DeletedCollectionSchema } from '../schemas/collection.ts';
import {
  ChunkListSchema,
  DeletedDocumentSchema,
  DocumentListSchema,
  DocumentSchema,
  PageSchema,
  UploadResultSchema,
} from '../schemas/document.ts';
import {
  DeletedEvaluationSchema,
  EvaluationListSchema,
  EvaluationQuestionListSchema,
  EvaluationSchema,
  EvaluationSummarySchema,
} from '../schemas/evaluation.ts';
import { ProblemSchema } from '../schemas/problem.ts';
import { markOptionalBodies } from './mark-optional-bodies.ts';

const SHARED_SCHEMAS = [
  ProblemSchema,
  DocumentSchema,
  DocumentListSchema,
  UploadResultSchema,
  DeletedDocumentSchema,
  PageSchema,
  ChunkListSchema,
  CollectionSchema,
  CollectionListSchema,
  DeletedCollectionSchema,
  HitSchema,
  ExplanationSchema,
  SearchResultSchema,
  CitationSchema,
  AnswerSchema,
  EvaluationSummarySchema,
  EvaluationSchema,
  EvaluationListSchema,
  EvaluationQuestionListSchema,
  DeletedEvaluationSchema,
];

/** Collects the routes' schemas into one OpenAPI document; routes must be registered after it. */
async function openapi(app: FastifyInstance): Promise<void> {
  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Footnote',
        version: '1',
        description:
          'Answers in which every statement carries a footnote. Offsets count UTF-16 code units, pages count from 1.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'When the service has a key.' },
        },
      },
      security: [{ key: [] }],
      tags: [
        { name: 'documents' },
        { name: 'collections' },
        { name: 'search' },
        { name: 'query' },
        { name: 'evaluations' },
        { name: 'service' },
      ],
    },
    transformObject(document) {
      if (!('openapiObject' in document)) return document.swaggerObject;
      markOptionalBodies(document.openapiObject.paths ?? {});
      return document.openapiObject;
    },
    refResolver: {
      buildLocalReference: (schema, _baseUri, _fragment, index) => String(schema.$id ?? `schema-${index}`),
    },
  });
}

export default plugin(openapi, { name: 'openapi' });
