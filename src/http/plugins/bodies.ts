import type { FastifyInstance, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { ServiceError } from '../../errors.ts';
import { mediaTypeUnsupported } from '../map-error.ts';

export interface BodiesOptions {
  readonly bodyTimeoutMs: number;
  readonly lingerMs: number;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const CONTENT_TYPE = new RegExp(
  `^${TOKEN}/${TOKEN}(?: *; *${TOKEN}=(?:${TOKEN}|"[^"\\\\\\u0000-\\u001f]*"))*$`,
);
const JSON_CHARSET = /; *charset="?([^";]*)/i;

/**
 * How bodies are taken in: odd Content-Types are refused before any parser sees them (they were used to slip past schemas),
 * JSON must be valid UTF-8, slow bodies are cut off, and a refused body is read on for a while.
 */
async function bodies(app: FastifyInstance, options: BodiesOptions): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const type = request.headers['content-type'];
    if (type !== undefined && (!CONTENT_TYPE.test(type) || hasWrongCharset(type))) {
      throw mediaTypeUnsupported(request);
    }
    if (type === undefined || !/^multipart\//i.test(type)) limitBodyTime(request, options.bodyTimeoutMs);
  });

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // Clients send the header along with DELETE and with a retry that have no body.
    if (body.length === 0) return done(null, undefined);
    let text: string;
    try {
      text = utf8.decode(body);
    } catch (cause) {
      return done(new ServiceError('REQUEST_UNPARSABLE', 'The body is not valid UTF-8.', { cause }));
    }
    void parseJson(request, text, done);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { raw } = request;
    if (raw.complete || raw.readableEnded || raw.destroyed) return payload;
    // With `Connection: close` Node would reset the connection while the client is sending, and the answer would be lost.
    reply.removeHeader('connection');
    raw.unpipe();
    raw.resume();
    const timer = setTimeout(() => raw.destroy(), options.lingerMs);
    raw.once('close', () => clearTimeout(timer));
    return payload;
  });
}

/** JSON is UTF-8 (RFC 8259); decoding another charset as UTF-8 would be silently wrong. */
function hasWrongCharset(contentType: string): boolean {
  if (!/^application\/json\b/i.test(contentType)) return false;
  const charset = JSON_CHARSET.exec(contentType)?.[1]?.toLowerCase();
  return charset !== undefined && charset !== 'utf-8' && charset !== 'utf8';
}

/** Ends the connection of a body that trickles in; multipart uploads have a limit of their own. */
function limitBodyTime(request: FastifyRequest, timeoutMs: number): void {
  const { raw } = request;
  if (raw.complete) return;
  const timer = setTimeout(() => {
    if (!raw.complete) raw.destroy();
  }, timeoutMs);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
}

export default plugin(bodies, { name: 'bodies' });
