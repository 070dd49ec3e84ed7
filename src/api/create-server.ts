/** The HTTP surface: health for the orchestrator, and the door for Telegram's webhooks. */
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Inbox } from '../telegram/inbox.js';
import type { TransportEvents } from '../telegram/transport-events.js';
import type { Logger } from '../platform/logging/logger.js';
import { type Dependencies, healthRoutes } from './health.js';
import { webhookRoutes } from './webhook.js';

export interface ServerParts {
  readonly log: Logger;
  readonly dependencies: Dependencies;
  readonly inbox: Inbox;
  readonly events: TransportEvents;
  /** Webhooks are answered with 404 while updates are polled. */
  readonly webhookSecret: string | undefined;
}

/** Telegram's updates are small; a long message with its entities stays far below. */
const BODY_LIMIT = 1_048_576;

export function createServer({ log, dependencies, inbox, events, webhookSecret }: ServerParts): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log.child({ surface: 'api' }, { level: 'warn' });
  const server = fastify({ loggerInstance, bodyLimit: BODY_LIMIT });
  void server.register(healthRoutes, { dependencies });
  if (webhookSecret !== undefined) void server.register(webhookRoutes, { inbox, events, secret: webhookSecret });
  return server;
}
