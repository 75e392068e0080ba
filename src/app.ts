import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance } from 'fastify';
import type { Metrics, MetricsReader } from './domain/metrics-port.ts';
import graphql from './graphql/plugin.ts';
import { answerClientError } from './http/client-error.ts';
import { createFaceHelpers } from './http/face-helpers.ts';
import { type HttpConfig, resolveLimits } from './http/http-config.ts';
import { toServiceError } from './http/map-error.ts';
import auth from './http/plugins/auth.ts';
import bodies from './http/plugins/bodies.ts';
import closing from './http/plugins/closing.ts';
import docs from './http/plugins/docs.ts';
import errors from './http/plugins/errors.ts';
import headers from './http/plugins/headers.ts';
import openapi from './http/plugins/openapi.ts';
import origin from './http/plugins/origin.ts';
import requestMetrics from './http/plugins/request-metrics.ts';
import { sendProblem } from './http/problem.ts';
import { chooseRequestId } from './http/request-id.ts';
import { RequestLog } from './http/request-log.ts';
import { registerCollectionRoutes } from './http/routes/collections.ts';
import { registerDocumentBytesRoute } from './http/routes/document-bytes.ts';
import { registerDocumentContentRoutes } from './http/routes/document-content.ts';
import { registerDocumentEventsRoute } from './http/routes/document-events.ts';
import { registerDocumentRoutes } from './http/routes/documents.ts';
import { registerEvaluationRoutes } from './http/routes/evaluations.ts';
import { registerMetricsRoutes } from './http/routes/metrics.ts';
import { registerQueryRoutes } from './http/routes/query.ts';
import { registerSearchRoutes } from './http/routes/search.ts';
import { registerServiceRoutes } from './http/routes/service.ts';
import { registerUploadRoutes } from './http/routes/uploads.ts';
import { compileValidator } from './http/validation.ts';
import type { Pipelines } from './pipelines/pipelines.ts';

export interface AppOptions {
  readonly pipelines: Pipelines;
  readonly metrics: Metrics & MetricsReader;
  readonly config: HttpConfig;
}

/** Both faces over the use cases. It does not listen and reads no environment. */
export function buildApp({ pipelines, metrics, config }: AppOptions): FastifyInstance {
  const limits = resolveLimits(config);
  const base = fastify({
    ...(config.logger === undefined ? {} : { loggerInstance: config.logger }),
    logController: new RequestLog(),
    genReqId: chooseRequestId,
    requestIdHeader: false,
    bodyLimit: limits.maxJsonBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: 72_000,
    // Fastify's own 503 while closing is no problem+json; plugins/closing.ts answers instead.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: limits.maxHeaderBytes,
      // Node's own 400 has no body; plugins/headers.ts answers instead.
      requireHostHeader: false,
    },
    frameworkErrors: (error, request, reply) => sendProblem(reply, toServiceError(error, request)),
    clientErrorHandler: answerClientError,
  });
  const app = base.withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(compileValidator);
  // Response schemas describe, they do not serialise: a compiled serialiser drops what its schema forgets.
  app.setSerializerCompiler(() => JSON.stringify);

  app.register(requestMetrics, { metrics });
  app.register(errors);
  app.register(headers);
  app.register(closing, limits);
  if (config.apiKey === undefined) app.register(origin, { allowNoKey: config.allowNoKey });
  else app.register(auth, { apiKey: config.apiKey });
  app.register(bodies, limits);
  app.register(openapi);
  app.register(docs);

  const options = { pipelines, metrics, limits, maxUploadBytes: config.maxUploadBytes };
  app.register(registerServiceRoutes, options);
  app.register(registerMetricsRoutes, options);
  app.register(registerUploadRoutes, options);
  app.register(registerDocumentRoutes, options);
  app.register(registerDocumentContentRoutes, options);
  app.register(registerDocumentBytesRoute, options);
  app.register(registerDocumentEventsRoute, options);
  app.register(registerCollectionRoutes, options);
  app.register(registerSearchRoutes, options);
  app.register(registerQueryRoutes, options);
  app.register(registerEvaluationRoutes, options);
  app.register(graphql, {
    pipelines,
    metrics,
    helpers: createFaceHelpers(config.maxUploadBytes),
    maxRequestBytes: limits.maxTextRequestBytes,
    maxDocumentLength: limits.maxJsonBytes,
    graphiql: config.graphiql ?? false,
    introspection: config.introspection ?? false,
  });
  return base;
}
