import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/**
 * `GET /docs`: the interface to read and to try, by Swagger UI, whose files all come from this service. Open without a key,
 * as the description itself is; what is tried there needs it ("Authorize").
 */
export default async function docs(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: true };
    route.schema = { ...route.schema, hide: true };
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // Nothing from elsewhere can be loaded, whatever a description says.
    staticCSP: true,
    uiConfig: { deepLinking: true, displayRequestDuration: true, tryItOutEnabled: true },
    theme: { title: 'Footnote' },
  });
}
