/**
 * Who calls the REST API. A route says in its `config` which permission it needs, or that it is public; the surface
 * has checked it before the route's handler runs, and knows which bot the request is about.
 */
import type { FastifyRequest } from 'fastify';
import type { RoleChanger } from './granting.js';
import type { Permission } from './permissions.js';
import type { Scope } from './policies.js';

export interface Caller extends RoleChanger {
  readonly botId: number;
  /** Whether their token acts on this bot alone. */
  readonly scope: Scope;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly permission?: Permission;
    readonly public?: true;
  }
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** Who calls a protected route. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Error('A public route asks who calls it.');
  return caller;
}
