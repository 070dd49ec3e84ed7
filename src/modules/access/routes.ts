import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { ID, TEXT, answer, query, record } from '../../platform/http/schemas.js';
import { callerOf } from './caller.js';
import { listRoles } from './repository.js';

const ROLE = record({
  id: ID,
  name: TEXT,
  built_in: { type: 'boolean' },
  permissions: { type: 'array', items: TEXT },
});

/** The roles of a bot. */
export const roleRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  server.get(
    '/roles',
    {
      config: { permission: 'people.view' },
      schema: {
        tags: ['Roles'],
        summary: 'The roles of a bot, with what they allow',
        querystring: query(),
        response: { 200: answer('All roles', { items: { type: 'array', items: ROLE } }) },
      },
    },
    async (request) => {
      const roles = await tenantTransaction(db, callerOf(request).botId, listRoles);
      const items = roles.map(({ id, name, builtIn, permissions }) => {
        return { id, name, built_in: builtIn, permissions: [...permissions] };
      });
      return { items };
    },
  );
  done();
};
