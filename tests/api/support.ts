import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Server, createServer } from '../../src/api/create-server.js';
import type { RestApiParts } from '../../src/api/rest-api.js';
import { BotSettings } from '../../src/modules/bots/index.js';
import type { IngestParts } from '../../src/modules/tickets/routes.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import type { Database } from '../../src/platform/db/database.js';
import { Inbox } from '../../src/telegram/inbox.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { addBot, keptEvents, keptLog } from '../telegram/support.js';

export const BOOTSTRAP = 'bootstrap-token-of-this-test';
export const BOT_A = 101;
export const BOT_B = 202;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Act {
  readonly actor: string;
  readonly action: string;
  readonly object: string | null;
  readonly outcome: string;
}

interface StoredToken {
  readonly id: number;
  readonly token_hash: Buffer;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
}

interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi extends Server {
  readonly url: string;
  readonly database: TestDatabase;
  readonly keys: KeyRing;
  /** What stands in the log. */
  readonly lines: readonly object[];
  /** Calls the API with the bootstrap token, unless another is given. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** A new token of a bot. */
  mint(role: string, bot?: number): Promise<string>;
  /** The newest rows of the audit log, oldest first. */
  acts(count: number): Promise<Act[]>;
  /** How a token is stored, found by what identifies it. */
  stored(condition: Readonly<Record<string, unknown>>): Promise<StoredToken>;
  release(): Promise<void>;
}

/** The HTTP surface on a port of its own, over a database with these bots. */
export async function startApi(
  options: Partial<RestApiParts> = {},
  bots = [BOT_A],
  trustedProxies: readonly string[] = [],
  ingest: (db: Database) => IngestParts = ingestOf,
): Promise<TestApi> {
  const database = await createTestDatabase();
  for (const bot of bots) await addBot(database, bot);
  const keys = new KeyRing(randomBytes(32));
  const { log, lines } = keptLog();
  const server = createServer({
    log,
    dependencies: {},
    inbox: new Inbox(database.db),
    events: keptEvents(),
    webhookSecret: 'a-secret-of-this-test',
    trustedProxies,
    rest: { db: database.db, keys, adminToken: BOOTSTRAP, corsOrigins: [], rolesChanged: () => Promise.resolve(), ingest: ingest(database.db), ...options },
  });
  const url = await server.http.listen({ port: 0, host: '127.0.0.1' });

  const call: TestApi['call'] = async (method, path, { token = BOOTSTRAP, body, headers } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };

  return {
    ...server,
    ...{ url, database, keys, lines, call },
    async mint(role, bot = BOT_A) {
      const name = `${role} ${randomBytes(4).toString('hex')}`;
      const { status, body } = await call('POST', `/api/v1/tokens?bot=${bot}`, { body: { name, role } });
      expect(status).toBe(201);
      return String(body.token);
    },
    async acts(count) {
      const newest = database.owner('audit_log').orderBy('id', 'desc').limit(count);
      return (await newest.select<Act[]>('actor', 'action', 'object', 'outcome')).reverse();
    },
    async stored(condition) {
      const row = await database.owner('api_tokens').where(condition).first<StoredToken | undefined>();
      if (!row) throw new Error('There is no such token');
      return row;
    },
    async release() {
      await server.http.close();
      await database.release();
    },
  };
}

/** Requests of other channels, with an FAQ that knows nothing. */
export function ingestOf(db: Database, parts: Partial<IngestParts> = {}): IngestParts {
  const settings = new BotSettings(db, keptLog().log);
  const nothing = { guessFaq: () => Promise.resolve([]), isDangerous: () => false };
  return { ...{ db, settings, autoResolveFrom: 0.75, defaultLanguage: 'ru' }, ...nothing, ...parts };
}

/** Adds a person with an open conversation to a bot. */
export async function addConversation(
  { database: { owner } }: TestApi,
  { bot = BOT_A, telegramId = 5, texts = ['hello'] } = {},
): Promise<{ personId: number; conversationId: number }> {
  const insert = async (table: string, values: object): Promise<number> => {
    const [row] = await owner(table).insert({ bot_id: bot, ...values }).returning<{ id: number }[]>('id');
    return row?.id ?? 0;
  };
  const personId = await insert('persons', { telegram_id: telegramId, first_name: 'Aigerim', registered_at: new Date() });
  const conversationId = await insert('conversations', { person_id: personId });
  for (const text of texts) {
    const content = JSON.stringify({ kind: 'text', text });
    await insert('messages', { conversation_id: conversationId, author: 'customer', author_id: personId, text, content });
  }
  return { personId, conversationId };
}

/** What every refusal looks like. */
export function expectProblem({ status, headers, body }: Answer, expected: number, code: string): void {
  expect({ status, type: headers.get('content-type'), code: body.code }).toEqual({
    status: expected,
    type: 'application/problem+json',
    code,
  });
  expect(body).toMatchObject({ type: 'about:blank', status: expected, trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(body.title).toEqual(expect.any(String));
  expect(body.detail).toEqual(expect.any(String));
}
