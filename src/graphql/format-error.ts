import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../errors.ts';
import { type ExecutionResult, GraphQLError } from './graphql-js.ts';
import type { GraphqlOptions } from './options.ts';

/** What mercurius throws before anything is executed. */
interface RequestFailure {
  readonly code?: string;
  readonly statusCode?: number;
  readonly errors?: readonly unknown[];
}

interface Told {
  readonly error: ServiceError;
  /** Has the place in the document. */
  readonly origin: GraphQLError | undefined;
}

const SUGGESTION = / ?Did you mean .+\?$/s;

/**
 * Errors as the contract shows them: `extensions` has the code, the status and the field errors that REST's problem would
 * have. mercurius' own formatter drops the code and shows what a failure of ours says.
 *
 * Refused before execution: the HTTP status is that of the first error. Once executed: 200, as GraphQL over HTTP wants it,
 * since other fields may have succeeded.
 */
export function createErrorFormatter({ helpers, metrics, introspection }: GraphqlOptions) {
  function toRequestInvalid(error: GraphQLError): Told {
    const message = introspection ? error.message : error.message.replace(SUGGESTION, '');
    return { error: new ServiceError('REQUEST_INVALID', message), origin: error };
  }

  function tellRequestFailure(error: unknown, request: FastifyRequest): Told[] {
    if (error instanceof GraphQLError) return [toRequestInvalid(error)];
    const { code = '', statusCode, errors = [] } = error as RequestFailure;
    if (code === 'MER_ERR_GQL_VALIDATION' && errors.length > 0)
      return errors.flatMap((one) => tellRequestFailure(one, request));
    if (code === 'MER_ERR_GQL_CSRF_PREVENTION')
      return [{ error: refuseSimpleRequest(request), origin: undefined }];
    if (code.startsWith('MER_ERR_GQL') && statusCode === 400)
      return [{ error: new ServiceError('REQUEST_INVALID', describeMalformed(code)), origin: undefined }];
    return [{ error: helpers.toServiceError(error, request), origin: undefined }];
  }

  function tellExecutionError(error: GraphQLError, wasExecuted: boolean, request: FastifyRequest): Told {
    const cause = rootOf(error);
    if (cause instanceof ServiceError) return { error: cause, origin: error };
    // Without a cause it is graphql-js that speaks: of the request before execution, of a broken promise of ours after it.
    if (cause instanceof GraphQLError && !wasExecuted) return toRequestInvalid(error);
    return { error: helpers.toServiceError(cause, request), origin: error };
  }

  function present(told: readonly Told[], reply: FastifyReply) {
    const requestId = reply.request.id;
    return told.map(({ error, origin }) => {
      if (error.status >= 500) {
        const level = error.code === 'INTERNAL_ERROR' ? 'error' : 'warn';
        reply.log[level]({ err: error.cause ?? error, code: error.code }, 'request failed');
      }
      helpers.setErrorHeaders(reply, error);
      return {
        message: error.message,
        ...(origin?.locations && { locations: origin.locations }),
        ...(origin?.path && { path: origin.path }),
        extensions: { code: error.code, status: error.status, requestId, errors: error.errors },
      };
    });
  }

  return {
    /** Of the scope of /graphql: whatever fails before execution, the key included. */
    handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
      const told = tellRequestFailure(error, request);
      const status = told[0]?.error.status ?? 500;
      metrics.record({
        kind: 'graphql',
        operation: 'unknown',
        code: told[0]?.error.code ?? 'INTERNAL_ERROR',
      });
      return reply.code(status).send({ data: null, errors: present(told, reply) });
    },

    formatExecution({ data, errors = [] }: ExecutionResult, { reply }: { readonly reply: FastifyReply }) {
      const wasExecuted = data !== undefined;
      const told = errors.map((error) => tellExecutionError(error, wasExecuted, reply.request));
      const statusCode = wasExecuted ? 200 : (told[0]?.error.status ?? 500);
      // The type wants GraphQLErrors; what is sent is their JSON.
      const presented = present(told, reply) as unknown as GraphQLError[];
      return { statusCode, response: { data: data ?? null, errors: presented } };
    },
  };
}

/** What a GraphQLError was made of, through all that wrap each other; itself when nothing else threw. */
function rootOf(error: GraphQLError): Error {
  let root: Error = error;
  while (root instanceof GraphQLError && root.originalError) root = root.originalError;
  return root;
}

/** A page of another site can send these without being asked first (CORS), with whatever the browser adds. */
function refuseSimpleRequest(request: FastifyRequest): ServiceError {
  if (request.method !== 'GET' && request.headers['content-type'] !== undefined)
    return new ServiceError('MEDIA_TYPE_UNSUPPORTED', 'Send the request as application/json.');
  return new ServiceError(
    'REQUEST_INVALID',
    'Send a POST with Content-Type application/json; a GET needs the header mercurius-require-preflight.',
  );
}

function describeMalformed(code: string): string {
  if (code === 'MER_ERR_GQL_VALIDATION') return '`variables` or `extensions` is not valid JSON.';
  return 'The request has no `query`.';
}
