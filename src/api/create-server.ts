/** The HTTP surface: health for the orchestrator, the door for Telegram's webhooks, and the REST API. */
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Inbox } from '../telegram/inbox.js';
import type { TransportEvents } from '../telegram/transport-events.js';
import type { Logger } from '../platform/logging/logger.js';
import { type Dependencies, healthRoutes } from './health.js';
import { type NamedRoute, demandPermissions } from './named-permissions.js';
import { answerUnroutable, answerWithProblems } from './problems.js';
import { type RestApiParts, restApi } from './rest-api.js';
import { webhookRoutes } from './webhook.js';

export interface ServerParts {
  readonly log: Logger;
  readonly dependencies: Dependencies;
  readonly inbox: Inbox;
  readonly events: TransportEvents;
  /** Webhooks are answered with 404 while updates are polled. */
  readonly webhookSecret: string | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-For` tells who calls; nobody else's does. */
  readonly trustedProxies?: readonly string[];
  /** Left out where this process does not serve the REST API. */
  readonly rest?: RestApiParts;
}

export interface Server {
  readonly http: FastifyInstance;
  /** Every route with the permission it names, once the server is ready. */
  readonly routes: readonly NamedRoute[];
}

/** Telegram's updates are small; a long message with its entities stays far below. */
const BODY_LIMIT = 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;

export function createServer(parts: ServerParts): Server {
  const { log, dependencies, inbox, events, webhookSecret, trustedProxies = [], rest } = parts;
  const loggerInstance: FastifyBaseLogger = log.child({ surface: 'api' }, { level: 'warn' });
  const http = fastify({
    loggerInstance,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: () => randomUUID().replaceAll('-', ''),
    logController: new LogController({ requestIdLogLabel: 'traceId' }),
    // What a schema does not know is refused rather than dropped, and all that is wrong is told at once. Strict about
    // numbers, Ajv would hold infinity against no maximum.
    ajv: { customOptions: { removeAdditional: false, allErrors: true, strictNumbers: false } },
    frameworkErrors: answerUnroutable,
  });
  const routes = demandPermissions(http);
  answerWithProblems(http);
  void http.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  void http.register(healthRoutes, { dependencies });
  if (webhookSecret !== undefined) void http.register(webhookRoutes, { inbox, events, secret: webhookSecret });
  if (rest) void http.register(restApi, rest);
  return { http, routes };
}
