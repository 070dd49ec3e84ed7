import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** `GET /metrics` for Prometheus, on a port of its own that needs not be public. */
export function createMetricsServer(registry: Registry): FastifyInstance {
  const server = fastify();
  server.get('/metrics', async (_request, reply) => {
    const text = await registry.metrics();
    return reply.type(registry.contentType).send(text);
  });
  return server;
}
