import type { FastifyPluginCallback } from 'fastify';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { type Caller, can, callerOf } from '../access/index.js';
import { audit } from '../audit/index.js';
import { type ListedPerson, findListed, listPeople, shownPeople } from './listing.js';
import { maskPhone } from './phone.js';
import { type PersonRoleParts, personRoleRoutes } from './role-routes.js';
import { openPhone } from './service.js';

export interface PeopleParts extends PersonRoleParts {
  readonly keys: KeyRing;
}

const { ID, TEXT, TIME, answer, nullable, pageOf, pageQuery, query, record } = schemas;

const FIELDS = {
  id: ID,
  telegram_id: ID,
  first_name: TEXT,
  last_name: nullable(TEXT),
  username: nullable(TEXT),
  locale: nullable(TEXT),
  registered: { type: 'boolean' },
  blocked: { type: 'boolean' },
  created_at: TIME,
  roles: { type: 'array', items: TEXT, description: 'Roles that were granted; everybody is a customer besides' },
};

const PHONE = { ...nullable(TEXT), description: 'Masked; only with the permission people.phone' };

/** People who wrote to a bot. Seeing them is an act of the audit log; no phone is shown whole. */
export const peopleRoutes: FastifyPluginCallback<PeopleParts> = (server, { db, keys, rolesChanged }, done) => {
  const config = { permission: 'people.view' } as const;
  const tags = ['People'];
  void server.register(personRoleRoutes, { db, rolesChanged });

  server.get<{ Querystring: schemas.PageQuery & { readonly search?: string } }>(
    '/people',
    {
      config,
      schema: {
        tags,
        summary: 'People who wrote to the bot, newest first',
        querystring: pageQuery({ search: { ...TEXT, maxLength: 64, description: 'A part of a name or username' } }),
        response: { 200: pageOf(record(FIELDS)) },
      },
    },
    async (request) => {
      const { limit, search } = request.query;
      const { actor, botId } = callerOf(request);
      const beforeId = schemas.afterId(request.query);
      return tenantTransaction(db, botId, async (tx) => {
        const people = await listPeople(tx, { name: search }, { limit: limit + 1, beforeId });
        await audit(tx, botId, { actor, action: 'people.view', details: shownPeople(people.slice(0, limit)) });
        return schemas.toPage(people, limit, present);
      });
    },
  );

  server.get<{ Params: { readonly id: number } }>(
    '/people/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A person',
        params: record({ id: ID }),
        querystring: query(),
        response: { 200: answer('The person', { ...FIELDS, phone: PHONE }, ['phone']) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return tenantTransaction(db, caller.botId, async (tx) => {
        const person = await findListed(tx, request.params.id);
        if (!person) throw notFound('person');
        const phone = phoneOf(keys, caller, person);
        const object = `person:${person.id}`;
        await audit(tx, caller.botId, { actor: caller.actor, action: 'people.view', object });
        return { ...present(person), ...(phone !== undefined && { phone }) };
      });
    },
  );
  done();
};

/** Undefined when the caller may not know; null when there is none. */
function phoneOf(keys: KeyRing, caller: Caller, { id, phoneSealed }: ListedPerson): string | null | undefined {
  if (!can(caller, 'people.phone')) return undefined;
  return phoneSealed === undefined ? null : maskPhone(openPhone(keys, caller.botId, id, phoneSealed));
}

function present(person: ListedPerson): object {
  return {
    id: person.id,
    telegram_id: person.telegramId,
    first_name: person.firstName,
    last_name: person.lastName ?? null,
    username: person.username ?? null,
    locale: person.locale ?? null,
    registered: person.registered,
    blocked: person.blocked,
    created_at: person.createdAt,
    roles: person.roles,
  };
}
