import type { FastifyPluginCallback } from 'fastify';
import type { Update } from 'telegraf/types';
import { Problem, notFound } from '../platform/http/problem.js';
import type { Inbox } from '../telegram/inbox.js';
import type { TransportEvents } from '../telegram/transport-events.js';
import { isSameSecret } from '../telegram/webhook.js';

export interface WebhookOptions {
  readonly inbox: Inbox;
  readonly events: TransportEvents;
  readonly secret: string;
}

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
const FOREIGN_KEY_VIOLATION = '23503';

/**
 * `POST /tg/{botId}`: answers 200 only after the update is committed, and 503 with `Retry-After` while Postgres is
 * away; Telegram keeps the update until then.
 */
export const webhookRoutes: FastifyPluginCallback<WebhookOptions> = (server, { inbox, events, secret }, done) => {
  server.post<{ Params: { botId: number }; Body: Update }>(
    '/tg/:botId',
    {
      config: { public: true },
      schema: {
        params: { type: 'object', properties: { botId: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } }, required: ['botId'] },
        body: {
          type: 'object',
          properties: { update_id: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
          required: ['update_id'],
        },
      },
      onRequest: async (request) => {
        const given = request.headers[SECRET_HEADER];
        if (isSameSecret(Array.isArray(given) ? given[0] : given, secret)) return;
        throw new Problem(401, 'not_authenticated', 'The secret of this webhook is another.');
      },
    },
    async (request, reply) => {
      const { botId } = request.params;
      try {
        await inbox.store(botId, request.body);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION) throw notFound('bot');
        throw error;
      }
      events.updatesReceived(botId, 1);
      return reply.code(200).send();
    },
  );
  done();
};
