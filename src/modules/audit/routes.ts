import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import {
  ID,
  type PageQuery,
  TEXT,
  TIME,
  afterId,
  nullable,
  pageOf,
  pageQuery,
  record,
  toPage,
} from '../../platform/http/schemas.js';
import { callerOf } from '../access/index.js';
import { type ActFilter, type ActScope, type WrittenAct, listActs } from './reading.js';

const ENTRY = record({
  id: ID,
  at: TIME,
  actor: TEXT,
  actor_roles: { type: 'array', items: TEXT },
  action: TEXT,
  object: nullable(TEXT),
  outcome: TEXT,
  details: { type: ['object', 'null'], additionalProperties: true },
  surface: TEXT,
  trace_id: nullable(TEXT),
});

const FILTERS = {
  scope: {
    type: 'string',
    enum: ['bot', 'installation'],
    default: 'bot',
    description: '`installation`: acts on the whole installation, for tokens of the whole installation; needs no bot',
  },
  actor: { ...TEXT, maxLength: 64, description: 'Such as `person:12` or `token:3`' },
  action: { ...TEXT, maxLength: 64, description: 'Such as `roles.grant`' },
  object: { ...TEXT, maxLength: 64, description: 'What it was done to, such as `person:12`' },
  outcome: { type: 'string', enum: ['done', 'denied'] },
  from: { ...TIME, description: 'Done at this time or later' },
  to: { ...TIME, description: 'Done before this time' },
};

/** The audit log of a bot, and of the whole installation. */
export const auditRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  server.get<{ Querystring: PageQuery & ActFilter & { readonly scope: ActScope } }>(
    '/audit',
    {
      config: { permission: 'audit.view' },
      schema: {
        tags: ['Audit'],
        summary: 'Who did what, and what was denied; newest first',
        querystring: pageQuery(FILTERS),
        response: { 200: pageOf(ENTRY) },
      },
    },
    async (request) => {
      const before = afterId(request.query);
      const { limit, scope } = request.query;
      const rows = await tenantTransaction(db, callerOf(request).botId, (tx) =>
        listActs(tx, scope, request.query, { limit: limit + 1, beforeId: before }),
      );
      return toPage(rows, limit, (act: WrittenAct) => act);
    },
  );
  done();
};
