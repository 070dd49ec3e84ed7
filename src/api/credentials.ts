import { findToken } from '../modules/tokens/index.js';
import type { Database } from '../platform/db/database.js';
import { isSameSecret } from '../telegram/webhook.js';

/** What a bearer token stands for. */
export interface Credential {
  /** As the audit log names them. */
  readonly actorId: string;
  readonly role: string;
  /** Null: every bot. */
  readonly botId: number | null;
  /** The token of the configuration, which may do everything. */
  readonly isBootstrap: boolean;
}

const BOOTSTRAP: Credential = { actorId: 'token:bootstrap', role: 'admin', botId: null, isBootstrap: true };

/** The credential of an `Authorization` header; undefined when it is missing, unknown, expired or revoked. */
export async function credentialOf(
  header: string | undefined,
  { db, adminToken }: { readonly db: Database; readonly adminToken: string | undefined },
): Promise<Credential | undefined> {
  const secret = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (secret === undefined) return undefined;
  if (adminToken !== undefined && isSameSecret(secret, adminToken)) return BOOTSTRAP;
  const token = await findToken(db, secret);
  return token && { actorId: `token:${token.id}`, role: token.role, botId: token.bot_id, isBootstrap: false };
}
