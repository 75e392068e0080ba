import { Readable } from 'node:stream';
import { ServiceError } from '../../errors.ts';
import { formatContentDisposition } from '../content-disposition.ts';
import { parseRange } from '../parse-range.ts';
import { createContext } from '../request-context.ts';
import { DocumentParams, RangeHeaders, VersionQuery } from '../schemas/document.ts';
import { problems, type Responses } from '../schemas/responses.ts';
import type { RouteOptions, TypedApp } from './route-options.ts';

const BYTES = { '*/*': { schema: { type: 'string', format: 'binary' } } };

/** The original bytes of a version, whole or in part. */
export async function registerDocumentBytesRoute(app: TypedApp, { pipelines }: RouteOptions): Promise<void> {
  app.get(
    '/documents/:id/content',
    {
      schema: {
        operationId: 'getDocumentContent',
        tags: ['documents'],
        summary: 'Download the original bytes',
        description:
          'One byte range by `Range`; the `ETag` is the sha256 of the bytes, for `If-Range` and `If-None-Match`.',
        params: DocumentParams,
        querystring: VersionQuery,
        headers: RangeHeaders,
        response: {
          200: { description: 'The bytes, as an attachment.', content: BYTES },
          206: { description: 'The bytes asked for.', content: BYTES },
          304: { description: 'What `If-None-Match` names.' },
          ...problems('DOCUMENT_NOT_FOUND', 'VERSION_NOT_FOUND', 'DOCUMENT_NOT_READY', 'RANGE_UNSATISFIABLE'),
        } as Responses,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const content = await pipelines.documents.content(createContext(reply), id, request.query.version);
      const { headers } = request;
      const etag = `"${content.sha256}"`;
      reply.headers({ etag, 'accept-ranges': 'bytes' });
      if (headers['if-none-match'] === etag) return reply.code(304).send();
      // Only GET has ranges (RFC 9110, 14.2).
      const isSame =
        request.method === 'GET' && (headers['if-range'] === undefined || headers['if-range'] === etag);
      const range = isSame ? parseRange(headers.range, content.bytes) : null;
      if (range === 'unsatisfiable') {
        reply.header('content-range', `bytes */${content.bytes}`);
        throw new ServiceError('RANGE_UNSATISFIABLE', `The document has ${content.bytes} bytes.`);
      }
      const { start, end } = range ?? { start: 0, end: content.bytes };
      if (range !== null)
        reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${content.bytes}`);
      reply.headers({
        'content-type': content.mediaType,
        'content-length': String(end - start),
        'content-disposition': formatContentDisposition(content.filename),
        // Someone else's document must not run as a page of this service.
        'content-security-policy': "default-src 'none'; sandbox",
      });
      if (request.method === 'HEAD') {
        reply.hijack();
        return reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>).end();
      }
      return reply.send(Readable.from(content.read(start, end), { objectMode: false }));
    },
  );
}
