import type { FastifyPluginCallback } from 'fastify';

/** Checks by the name of what they check; each resolves when it is usable and throws why not. */
export type Dependencies = Readonly<Record<string, () => Promise<void>>>;

const CHECK_TIMEOUT_MS = 2_000;

/** `GET /health`: the process runs. `GET /ready`: what it depends on can be used, each by name. */
export const healthRoutes: FastifyPluginCallback<{ dependencies: Dependencies }> = (server, { dependencies }, done) => {
  server.get('/health', { config: { public: true } }, () => ({ status: 'ok' }));
  server.get('/ready', { config: { public: true } }, async (_request, reply) => {
    const states = await Promise.all(
      Object.entries(dependencies).map(async ([name, check]) => [name, await stateOf(check)] as const),
    );
    const ready = states.every(([, state]) => state === 'ok');
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', ...Object.fromEntries(states) });
  });
  done();
};

async function stateOf(check: () => Promise<void>): Promise<'ok' | 'unavailable'> {
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('timeout')), CHECK_TIMEOUT_MS).unref();
  });
  return Promise.race([check(), timeout]).then(
    () => 'ok',
    () => 'unavailable',
  );
}
