/**
 * What stands before every route that names a permission: who calls, how often, about which bot, and whether they may.
 * A refusal is written into the audit log and changes nothing else.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Caller, PERMISSIONS, type Permission, can, listRoles } from '../modules/access/index.js';
import { type Actor, audit } from '../modules/audit/index.js';
import { listBotIds } from '../modules/bots/index.js';
import type { Database, Tx } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';
import { Problem, invalid, notFound } from '../platform/http/problem.js';
import { type Credential, credentialOf } from './credentials.js';
import type { RequestLimits } from './request-limits.js';

export interface ProtectionParts {
  readonly db: Database;
  /** The first token, of the configuration. */
  readonly adminToken: string | undefined;
  readonly limits: RequestLimits;
}

export function protect(server: FastifyInstance, parts: ProtectionParts): void {
  server.decorateRequest('caller');
  server.addHook('onRequest', async (request, reply) => {
    const { permission } = request.routeOptions.config;
    if (permission === undefined) return parts.limits.count(`address:${request.ip}`);
    void reply.header('cache-control', 'no-store');
    const credential = await authenticate(request, parts);
    await parts.limits.count(credential.actorId);
    request.caller = await authorize(parts.db, request, credential, permission);
  });
}

async function authenticate(request: FastifyRequest, parts: ProtectionParts): Promise<Credential> {
  await parts.limits.admit(request.ip);
  const credential = await credentialOf(request.headers.authorization, parts);
  if (credential) return credential;
  request.log.warn({ address: request.ip, route: request.routeOptions.url }, 'an authentication failed');
  await parts.limits.countFailure(request.ip);
  throw new Problem(401, 'not_authenticated', 'A bearer token that is known, and neither expired nor revoked, is needed.');
}

async function authorize(
  db: Database,
  request: FastifyRequest,
  credential: Credential,
  permission: Permission,
): Promise<Caller> {
  const named = namedBot(request);
  const wide = isAboutInstallation(request);
  const botId = credential.botId ?? (await chooseBot(db, named, wide));
  const isForeign = (named !== undefined && named !== botId) || (wide && credential.botId !== null);
  const caller = await tenantTransaction(db, botId, async (tx) => {
    const calling = await callerFor(tx, request, credential, botId);
    if (can(calling, permission) && !isForeign) return calling;
    const details = { method: request.method, route: request.routeOptions.url, ...(isForeign && (wide ? { scope: 'installation' } : { bot: named })) };
    await audit(tx, botId, { actor: calling.actor, action: permission, outcome: 'denied', details });
    return undefined;
  });
  // Thrown only now: the transaction keeps what the audit log says of it.
  if (!caller) throw new Problem(403, 'not_allowed', `This token does not have the permission ${permission} here.`);
  return caller;
}

async function callerFor(tx: Tx, request: FastifyRequest, credential: Credential, botId: number): Promise<Caller> {
  const { actorId, role, isBootstrap } = credential;
  const actor: Actor = { id: actorId, roles: [role], surface: 'api', traceId: request.id };
  const scope = credential.botId === null ? 'installation' : 'bot';
  const found = isBootstrap ? undefined : (await listRoles(tx)).find(({ name }) => name === role);
  const counts = found && (scope === 'bot' || found.builtIn);
  const permissions = isBootstrap ? new Set(PERMISSIONS) : counts ? found.permissions : new Set<Permission>();
  return { actor, permissions, telegramId: undefined, botId, scope };
}

function namedBot({ query }: FastifyRequest): number | undefined {
  const { bot } = query as { readonly bot?: unknown };
  if (bot === undefined) return undefined;
  if (typeof bot === 'string' && /^[1-9]\d{0,15}$/.test(bot)) return Number(bot);
  throw invalid('querystring.bot', "must be a bot's id");
}

/** Whether the request is about the whole installation, as the few routes have it that know of a scope. */
function isAboutInstallation({ query }: FastifyRequest): boolean {
  return (query as { readonly scope?: unknown }).scope === 'installation';
}

/** Built-in roles, which alone count everywhere, are the same in every bot: for what is about none, any will do. */
async function chooseBot(db: Database, named: number | undefined, wide: boolean): Promise<number> {
  const bots = await listBotIds(db);
  if (named !== undefined) {
    if (bots.includes(named)) return named;
    throw notFound('bot');
  }
  const [only, another] = bots;
  if (only === undefined) throw notFound('bot');
  if (another !== undefined && !wide) throw invalid('querystring.bot', 'must say which bot: there are several');
  return only;
}
