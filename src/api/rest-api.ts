/** The REST API under /api/v1, and /api/ingest beside it, with their documentation: for people of the bank and their systems. */
import cors from '@fastify/cors';
import type { FastifyPluginAsync } from 'fastify';
import { roleRoutes } from '../modules/access/routes.js';
import { auditRoutes } from '../modules/audit/routes.js';
import { conversationRoutes } from '../modules/conversations/routes.js';
import { documentRoutes } from '../modules/knowledge/routes.js';
import { type PeopleParts, peopleRoutes } from '../modules/identity/routes.js';
import { type IngestParts, ingestRoutes, ticketRoutes } from '../modules/tickets/routes.js';
import { tokenRoutes } from '../modules/tokens/routes.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import type { Database } from '../platform/db/database.js';
import { describeRoutes } from './documentation.js';
import { protect } from './protection.js';
import { type LimitSettings, RequestLimits } from './request-limits.js';

export interface RestApiParts {
  readonly db: Database;
  readonly keys: KeyRing;
  /** The first token, of the configuration. */
  readonly adminToken: string | undefined;
  /** Web pages whose scripts may use the API. */
  readonly corsOrigins: readonly string[];
  readonly limits?: LimitSettings;
  /** Does what follows from a change of roles, in its transaction. */
  readonly rolesChanged: PeopleParts['rolesChanged'];
  readonly ingest: IngestParts;
}

/** Requests are small, where a route does not say otherwise. */
const BODY_LIMIT = 65_536;
const CORS_MAX_AGE_S = 600;

export const restApi: FastifyPluginAsync<RestApiParts> = async (server, parts) => {
  const { db, keys, adminToken, corsOrigins, limits, rolesChanged, ingest } = parts;
  server.addHook('onRoute', (route) => {
    route.bodyLimit ??= BODY_LIMIT;
  });
  if (corsOrigins.length > 0) {
    await server.register(cors, {
      origin: [...corsOrigins],
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposedHeaders: ['retry-after'],
      maxAge: CORS_MAX_AGE_S,
    });
  }
  protect(server, { db, adminToken, limits: new RequestLimits(limits) });
  await describeRoutes(server);
  const modules = [conversationRoutes, roleRoutes, tokenRoutes, auditRoutes, documentRoutes, ticketRoutes];
  await server.register(async (v1) => {
    for (const routes of modules) await v1.register(routes, { db });
    await v1.register(peopleRoutes, { db, keys, rolesChanged });
  }, { prefix: '/api/v1' });
  await server.register(ingestRoutes, { ...ingest, prefix: '/api' });
};
