import type { FastifyInstance, RouteOptions } from 'fastify';
import { isPermission } from '../modules/access/index.js';

export interface NamedRoute {
  readonly method: string;
  readonly url: string;
  /** Undefined for a public route. */
  readonly permission: string | undefined;
}

/**
 * Keeps the server from starting with a route that neither names the permission it needs nor says that it is public.
 * Call it before any route is added; answers the routes, complete once the server is ready.
 */
export function demandPermissions(server: FastifyInstance): readonly NamedRoute[] {
  const seen: RouteOptions[] = [];
  const named: NamedRoute[] = [];
  server.addHook('onRoute', (route) => void seen.push(route));
  server.addHook('onReady', () => {
    for (const route of seen) {
      const names = nameOf(route);
      if (!names) throw new Error(`${String(route.method)} ${route.url} names no permission, nor that it is public.`);
      named.push(...[route.method].flat().map((method) => ({ method, url: route.url, permission: names.permission })));
    }
  });
  return named;
}

function nameOf({ method, config }: RouteOptions): { readonly permission: string | undefined } | undefined {
  if (config?.permission !== undefined && isPermission(config.permission)) return { permission: config.permission };
  // Preflights carry no credentials: the CORS plugin answers them.
  return config?.public || method === 'OPTIONS' ? { permission: undefined } : undefined;
}
