import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { Problem, invalid, notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { type Refusal, type Scope, callerOf } from '../access/index.js';
import { type ApiToken, listTokens } from './repository.js';
import { type Minted, inScope, mintToken, revokeToken } from './service.js';

interface MintBody {
  readonly name: string;
  readonly role: string;
  readonly scope: Scope;
  readonly expires_in_days: number;
}

const { ID, TEXT, TIME, answer, nullable, pageOf, pageQuery, query, record } = schemas;

const SCOPE = { type: 'string', enum: ['bot', 'installation'] };

const FIELDS = {
  id: ID,
  name: TEXT,
  role: TEXT,
  scope: SCOPE,
  created_by: TEXT,
  created_at: TIME,
  expires_at: TIME,
  last_used_at: nullable(TIME),
  revoked_at: nullable(TIME),
};

const MINT_BODY = record(
  {
    name: { ...TEXT, minLength: 1, maxLength: 64, pattern: '\\S', description: 'Unique among tokens that work' },
    role: { ...TEXT, minLength: 1, maxLength: 32 },
    scope: { ...SCOPE, default: 'bot', description: '`installation`: the token acts on every bot' },
    expires_in_days: { type: 'integer', minimum: 1, maximum: 365, default: 90 },
  },
  ['scope', 'expires_in_days'],
);

const LIST = {
  summary: 'Tokens of a bot, or of the whole installation; newest first',
  querystring: pageQuery({ scope: { ...SCOPE, default: 'bot' } }),
  response: { 200: pageOf(record(FIELDS)) },
};

const MINT = {
  summary: 'Makes a token; its text is in this answer and nowhere else',
  querystring: query(),
  body: MINT_BODY,
  response: { 201: answer('The token, for the only time', { token: TEXT, ...FIELDS }) },
};

const REVOKE = {
  summary: 'Revokes a token, and all that were made with it, at once',
  querystring: query(),
  params: record({ id: ID }),
  response: { 204: { type: 'null', description: 'Revoked' } },
};

/** Tokens of this API: made, listed and revoked. */
export const tokenRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  const config = { permission: 'tokens.manage' } as const;
  const tags = ['Tokens'];

  server.get<{ Querystring: schemas.PageQuery & { readonly scope: Scope } }>(
    '/tokens',
    { config, schema: { ...LIST, tags } },
    async (request) => {
      const { limit, scope } = request.query;
      const caller = callerOf(request);
      const botId = scope === 'installation' ? null : caller.botId;
      const before = schemas.afterId(request.query);
      const rows = await inScope(db, botId, (tx) => listTokens(tx, botId, limit + 1, before));
      return schemas.toPage(rows, limit, present);
    },
  );

  server.post<{ Body: MintBody }>(
    '/tokens',
    { config, schema: { ...MINT, tags } },
    async (request, reply) => {
      const { name, role, scope, expires_in_days: validForDays } = request.body;
      const minted = await mintToken(db, callerOf(request), { name: name.trim(), role, scope, validForDays });
      if (minted.result !== 'minted') throw problemOf(minted);
      return reply.code(201).send({ token: minted.secret, ...present(minted.token) });
    },
  );

  server.delete<{ Params: { readonly id: number } }>(
    '/tokens/:id',
    { config, schema: { ...REVOKE, tags } },
    async (request, reply) => {
      const revoked = await revokeToken(db, callerOf(request), request.params.id);
      if (revoked.result === 'no_such_token') throw notFound('token');
      if (revoked.result === 'refused') throw refusal(revoked.reason);
      return reply.code(204).send();
    },
  );
  done();
};

function problemOf(minted: Exclude<Minted, { result: 'minted' }>): Problem {
  switch (minted.result) {
    case 'no_such_role':
      return invalid('body.role', 'is not a role here');
    case 'name_taken':
      return new Problem(409, 'name_taken', 'A token of this name works already.');
    case 'refused':
      return refusal(minted.reason);
  }
}

function refusal(reason: Refusal): Problem {
  return new Problem(403, reason, reason === 'more_than_own' ? 'That is more than your own token may do.' : 'Not allowed.');
}

function present({ bot_id, ...token }: ApiToken): object {
  return { ...token, scope: bot_id === null ? 'installation' : 'bot' };
}
