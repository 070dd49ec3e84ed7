import type { FastifyPluginCallback } from 'fastify';
import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { Problem, notFound } from '../../platform/http/problem.js';
import { ID, TEXT, query, record } from '../../platform/http/schemas.js';
import { type Caller, type Refusal, type RoleChange, callerOf, grantRole, listRoles, revokeRole } from '../access/index.js';
import { findListed } from './listing.js';

interface PersonRole {
  readonly id: number;
  readonly role: string;
}

type Change = (tx: Tx, botId: number, by: Caller, telegramId: number, roleId: number) => Promise<RoleChange>;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  not_allowed: 'Not allowed.',
  own_roles: 'Nobody gives themselves a role.',
  more_than_own: 'That role may do more than your own token.',
  last_admin: 'Nobody would be left who could give roles.',
  built_in: 'A built-in role stays as it is.',
};

export interface PersonRoleParts {
  readonly db: Database;
  /** Does what follows from a change of roles, in its transaction. */
  readonly rolesChanged: (tx: Tx, botId: number) => Promise<void>;
}

/** The roles of people: given and taken away. */
export const personRoleRoutes: FastifyPluginCallback<PersonRoleParts> = (server, parts, done) => {
  const schema = {
    tags: ['Roles'],
    params: record({ id: ID, role: { ...TEXT, minLength: 1, maxLength: 32 } }),
    querystring: query(),
    response: { 204: { type: 'null', description: 'It is so now, whether or not it was before' } },
  };
  const config = { permission: 'roles.grant' } as const;

  server.put<{ Params: PersonRole }>(
    '/people/:id/roles/:role',
    { config, schema: { ...schema, summary: 'Gives a role to a person' } },
    async (request, reply) => {
      await changeRole(parts, callerOf(request), request.params, grantRole);
      return reply.code(204).send();
    },
  );

  server.delete<{ Params: PersonRole }>(
    '/people/:id/roles/:role',
    { config, schema: { ...schema, summary: 'Takes a role away from a person' } },
    async (request, reply) => {
      await changeRole(parts, callerOf(request), request.params, revokeRole);
      return reply.code(204).send();
    },
  );
  done();
};

async function changeRole(
  { db, rolesChanged }: PersonRoleParts,
  caller: Caller,
  { id, role: name }: PersonRole,
  change: Change,
): Promise<void> {
  const changed = await tenantTransaction(db, caller.botId, async (tx) => {
    const person = await findListed(tx, id);
    if (!person) throw notFound('person');
    const role = (await listRoles(tx)).find((each) => each.name === name);
    if (!role) throw notFound('role');
    const outcome = await change(tx, caller.botId, caller, person.telegramId, role.id);
    if (outcome.result === 'changed') await rolesChanged(tx, caller.botId);
    return outcome;
  });
  if (changed.result === 'no_such_role') throw notFound('role');
  // Thrown only now: the refusal stands in the audit log, which the transaction has kept.
  if (changed.result === 'refused') throw new Problem(403, changed.reason, REFUSALS[changed.reason]);
}
