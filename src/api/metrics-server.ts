import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { demandPermissions } from './named-permissions.js';

/** `GET /metrics` for Prometheus, on a port of its own that needs not be public. */
export function createMetricsServer(registry: Registry): FastifyInstance {
  const server = fastify();
  demandPermissions(server);
  server.get('/metrics', { config: { public: true } }, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.type(registry.contentType).send(text);
  });
  return server;
}
