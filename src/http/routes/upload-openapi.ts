import type { FastifySchema } from 'fastify';
import type { TObject } from 'typebox';
import type { HttpLimits } from '../http-config.ts';

/**
 * Describes the forms of an upload for OpenAPI: files, or JSON with a text or a URL. The body is not in the route's own schema: Fastify would choose between
 * schemas by Content-Type, which has been fooled before; the handler knows which form it reads.
 */
export function describeUploadBody(json: readonly TObject[], fields: TObject, limits: HttpLimits) {
  return ({ schema, url }: { schema: FastifySchema; url: string }) => ({
    url,
    schema: {
      ...schema,
      body: {
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              description: `Fields first, then the files: at most ${limits.maxFiles}, together ${limits.maxMultipartBytes} bytes. metadata is JSON text.`,
              properties: { ...fields.properties, file: { type: 'string', format: 'binary' } },
              required: ['file'],
            },
          },
          'application/json': {
            schema: { anyOf: json, description: `At most ${limits.maxTextRequestBytes} bytes.` },
          },
        },
      },
    },
  });
}
