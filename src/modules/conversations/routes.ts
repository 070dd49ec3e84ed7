import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { callerOf } from '../access/index.js';
import { audit } from '../audit/index.js';
import { mask } from '../privacy/index.js';
import {
  type ConversationFilter,
  type ConversationRow,
  type TranscriptRow,
  findConversation,
  listConversations,
  transcript,
} from './reading.js';

const { ID, TEXT, TIME, answer, nullable, pageOf, pageQuery, record } = schemas;

const CONVERSATION = {
  id: ID,
  person_id: ID,
  state: TEXT,
  created_at: TIME,
  closed_at: nullable(TIME),
};

const MESSAGE = record({
  id: ID,
  author: { type: 'string', enum: ['customer', 'bot', 'ai', 'moderator', 'system'] },
  author_id: nullable(ID),
  kind: TEXT,
  text: { ...nullable(TEXT), description: 'Masked: without card numbers, codes, phones and the like' },
  sources: { type: 'array', items: { type: 'object', additionalProperties: true } },
  reply_to_id: nullable(ID),
  created_at: TIME,
  edited_at: nullable(TIME),
});

const FILTERS = {
  state: { type: 'string', enum: ['bot', 'queued', 'human', 'closed'] },
  from: { ...TIME, description: 'Opened at this time or later' },
  to: { ...TIME, description: 'Opened before this time' },
  person: ID,
};

/** Conversations and what was said in them, masked. Reading what was said is an act of the audit log. */
export const conversationRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  const config = { permission: 'conversations.view' } as const;
  const tags = ['Conversations'];

  server.get<{ Querystring: schemas.PageQuery & ConversationFilter }>(
    '/conversations',
    {
      config,
      schema: {
        tags,
        summary: 'Conversations, newest first',
        querystring: pageQuery(FILTERS),
        response: { 200: pageOf(record(CONVERSATION)) },
      },
    },
    async (request) => {
      const before = schemas.afterId(request.query);
      const { limit } = request.query;
      const rows = await tenantTransaction(db, callerOf(request).botId, (tx) =>
        listConversations(tx, request.query, limit + 1, before),
      );
      return schemas.toPage(rows, limit, (row: ConversationRow) => row);
    },
  );

  server.get<{ Querystring: schemas.PageQuery; Params: { readonly id: number } }>(
    '/conversations/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A conversation with what was said in it, masked; oldest first',
        params: record({ id: ID }),
        querystring: pageQuery(),
        response: { 200: answer('The conversation', { ...CONVERSATION, messages: pageOf(MESSAGE) }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { limit } = request.query;
      const { actor, botId } = callerOf(request);
      const after = schemas.afterId(request.query);
      return tenantTransaction(db, botId, async (tx) => {
        const conversation = await findConversation(tx, id);
        if (!conversation) throw notFound('conversation');
        const said = await transcript(tx, id, limit + 1, after);
        await audit(tx, botId, { actor, action: 'conversations.view', object: `conversation:${id}` });
        return { ...conversation, messages: schemas.toPage(said, limit, present) };
      });
    },
  );
  done();
};

function present({ text, sources, ...message }: TranscriptRow): object {
  return { ...message, text: text === null ? null : mask(text), sources: sources ?? [] };
}
