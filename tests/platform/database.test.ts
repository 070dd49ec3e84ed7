import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Database, connectDatabase, isDatabaseUnavailable, storableText } from '../../src/platform/db/database.js';
import { prepareDatabase } from '../../src/app/database.js';
import { beginTenantTransaction, tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase, databaseUrl } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addBot } from '../telegram/support.js';

const A = 101;
const B = 202;
const TRANSPORT_TABLES = ['bots', 'inbox', 'leases', 'message_refs', 'outbox'];
/** Belong to no bot. */
const SHARED_TABLES = [
  'audit_anchored',
  'audit_chain',
  'audit_unsealed',
  'embeddings',
  'embeddings_wanted',
  'installation_grants',
  'kept_keys',
  'knex_migrations',
  'knex_migrations_lock',
  'knowledge_standing',
  'processes',
];
/** What is looked up before a bot is known, or shared by all. */
const LOOKED_UP = [
  ...['api_tokens', 'dead_jobs', 'processes', 'embeddings', 'embeddings_wanted', 'installation_grants', 'kept_keys'],
  ...['knowledge_standing', 'knowledge_standing_own', 'documents', 'document_versions'],
];
/** Its rows can be added and read, nothing else; see tests/audit. */
const APPEND_ONLY = 'audit_log';

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Those that an act of a tenant may fill in. */
  readonly given: readonly string[];
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: readonly string[];
}

describe('the tenants', () => {
  let database: TestDatabase;
  let tables: Table[];
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const botId of [A, B]) {
      await addBot(database, botId);
      await fill(database.owner, botId);
    }
    ({ rows: tables } = await database.owner.raw<{ rows: Table[] }>(`
      select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
        array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped) as columns,
        array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
          and has_column_privilege('teller_app', attrelid, attnum, 'insert')) as given,
        array(select polname::text from pg_policy where polrelid = pg_class.oid) as policies
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`));
  });
  afterAll(() => database.release());

  const tenantTables = (): Table[] => tables.filter(({ columns }) => columns.includes('bot_id'));

  test('see in a view what they see in its tables: a view acts as whoever looks, and tells bots apart', async () => {
    const { rows } = await database.owner.raw<{ rows: { name: string; invoker: boolean }[] }>(`
      select relname as name, coalesce('security_invoker=true' = any(reloptions), false) as invoker
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') order by relname`);
    expect(rows).toEqual([{ name: 'current_grants', invoker: true }]);
    await database.owner('installation_grants').insert({ telegram_id: 2, role: 'viewer', granted_by: 'system' });
    const seen = await tenantTransaction(database.db, A, (tx) => tx('current_grants').orderBy('telegram_id').select('bot_id', 'telegram_id', 'scope'));
    expect(seen).toEqual([
      { bot_id: A, telegram_id: 1, scope: 'bot' },
      { bot_id: A, telegram_id: 2, scope: 'installation' },
    ]);
  });

  test('own every table but a few that are named here', () => {
    expect(tables.filter(({ columns }) => !columns.includes('bot_id')).map(({ name }) => name)).toEqual(SHARED_TABLES);
    expect(tenantTables().length).toBeGreaterThan(10);
  });

  test('are told apart by row-level security that binds even the owner of the table', () => {
    for (const { name, enabled, forced, policies } of tenantTables()) {
      expect({ name, enabled, forced, bound: policies.includes('tenant') }).toEqual({ name, enabled: true, forced: true, bound: true });
    }
  });

  test('see all of their own rows and none of another bot, in any table, without a condition', async () => {
    for (const { name } of tenantTables()) {
      const bots = await tenantTransaction(database.db, A, (tx) => tx(name).distinct().pluck<number[]>('bot_id'));
      expect({ name, bots }).toEqual({ name, bots: [A] });
    }
  });

  test('cannot change or delete rows of another bot, in any table', async () => {
    for (const { name } of tenantTables().filter(({ name }) => name !== APPEND_ONLY)) {
      const counts = await tenantTransaction(database.db, A, async (tx) => {
        const updated = await tx(name).where({ bot_id: B }).update({ bot_id: B });
        return [updated, await tx(name).where({ bot_id: B }).delete()];
      });
      expect({ name, counts }).toEqual({ name, counts: [0, 0] });
    }
  });

  test('cannot add rows to another bot, nor give theirs away, in any table', async () => {
    for (const { name, given } of tenantTables()) {
      const copied = given.filter((column) => column !== 'id').map((column) => (column === 'bot_id' ? String(B) : `"${column}"`));
      const into = given.filter((column) => column !== 'id').map((column) => `"${column}"`);
      const insert = tenantTransaction(database.db, A, (tx) =>
        tx.raw(`insert into ${name} (${into.join(', ')}) select ${copied.join(', ')} from ${name} limit 1`),
      );
      await expect(insert).rejects.toThrow(/violates row-level security policy/);
      if (name === APPEND_ONLY) continue;
      const giveAway = tenantTransaction(database.db, A, (tx) => tx(name).update({ bot_id: B }));
      await expect(giveAway).rejects.toThrow(/violates row-level security policy/);
    }
  });

  test('cannot refer to rows of another bot, in any table: every reference names the bot too', async () => {
    const { rows } = await database.owner.raw<{ rows: { name: string }[] }>(`
      select conrelid::regclass || ' to ' || confrelid::regclass as name from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and confrelid <> 'bots'::regclass
        and not exists (
          select from unnest(conkey, confkey) as pair(own, other)
          join pg_attribute as column_ on column_.attrelid = conrelid and column_.attnum = pair.own
          join pg_attribute as target on target.attrelid = confrelid and target.attnum = pair.other
          where column_.attname = 'bot_id' and target.attname = 'bot_id')`);
    expect(rows).toEqual([]);
    const [person] = await database.owner('persons').where({ bot_id: B }).select<{ id: number }[]>('id');
    const foreign = tenantTransaction(database.db, A, (tx) =>
      tx('conversations').insert({ bot_id: A, person_id: person?.id }),
    );
    await expect(foreign).rejects.toMatchObject({ code: '23503' });
  });

  test('see nothing when no bot is named', async () => {
    await database.db.transaction(async (tx) => {
      await tx.raw('set local role teller_app');
      for (const { name } of tenantTables()) expect(await tx(name)).toEqual([]);
    });
  });

  test('reach nothing of the tables that belong to no bot', async () => {
    // Who has a role in every bot must be known in each, and what was read of the documents that all share.
    const shared = ['installation_grants', 'knowledge_standing'];
    for (const name of SHARED_TABLES.filter((table) => !shared.includes(table))) {
      await expect(tenantTransaction(database.db, A, (tx) => tx(name))).rejects.toThrow(/permission denied/);
    }
  });

  test('cannot become the owner by leaving the role of the tenant behind for later: it ends with the transaction', async () => {
    const single = connectDatabase({ url: database.url, poolSize: 1, role: 'teller_transport' });
    const state = async (): Promise<unknown> => {
      const { rows } = await single.raw<{ rows: unknown[] }>(`select current_user::text as role, current_setting('app.bot_id', true) as bot`);
      return rows[0];
    };
    await tenantTransaction(single, A, (tx) => tx('persons'));
    expect(await state()).toEqual({ role: 'teller_transport', bot: '' });
    await expect(tenantTransaction(single, A, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await state()).toEqual({ role: 'teller_transport', bot: '' });
    await single.destroy();
  });

  test('give the transport no more than its own tables', async () => {
    for (const { name } of tables) {
      const rows = database.db(name).limit(1);
      if ([...TRANSPORT_TABLES, ...LOOKED_UP].includes(name)) await rows;
      else await expect(rows).rejects.toThrow(/permission denied/);
    }
    await expect(database.db('embeddings').delete()).rejects.toThrow(/permission denied/);
  });

  test('have roles that nobody can log in as', async () => {
    const { rows } = await database.owner.raw<{ rows: unknown[] }>(
      `select rolname::text as name, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'teller%' order by 1`,
    );
    const harmless = { rolcanlogin: false, rolsuper: false, rolbypassrls: false };
    expect(rows).toEqual([
      { name: 'teller_app', ...harmless },
      { name: 'teller_auditor', ...harmless },
      { name: 'teller_sealer', ...harmless },
      { name: 'teller_transport', ...harmless },
    ]);
  });
});

describe('a connection to PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database, A);
  });
  afterAll(() => database.release());

  const killAll = (): Promise<unknown> =>
    database.owner.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  const failure = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    throw new Error('It did not fail');
  };

  test('is known to be lost when it is killed under a query, between queries, or before the commit', async () => {
    const underQuery = failure(database.db.raw('select pg_sleep(30)'));
    const between = await beginTenantTransaction(database.db, A);
    const beforeCommit = await beginTenantTransaction(database.db, A);
    await killAll();
    expect(isDatabaseUnavailable(await underQuery)).toBe(true);
    expect(isDatabaseUnavailable(await failure(between.raw('select 1').then()))).toBe(true);
    await between.rollback();
    await beforeCommit.commit();
    expect(isDatabaseUnavailable(await failure(beforeCommit.executionPromise))).toBe(true);
    await eventually(() => database.db.raw('select 1'));
  });

  test('that is killed just as a transaction begins is known to be lost, too', async () => {
    const errors: unknown[] = [];
    for (let round = 0; round < 15; round++) {
      const begun = Array.from({ length: 10 }, async () => {
        const tx = await beginTenantTransaction(database.db, A);
        await tx.rollback();
      });
      await killAll();
      for (const result of await Promise.allSettled(begun)) if (result.status === 'rejected') errors.push(result.reason);
    }
    expect(errors.filter((error) => !isDatabaseUnavailable(error))).toEqual([]);
  });

  test('that is refused is known to be refused: no server, no such database, a wrong password', async () => {
    const urls = ['postgresql://teller:x@127.0.0.1:9/x', databaseUrl('no_such_database'), database.url.replace(/:[^:@]+@/, ':wrong@')];
    for (const url of urls) {
      const other = connectDatabase({ url, poolSize: 1 });
      expect(isDatabaseUnavailable(await failure(other.raw('select 1').then()))).toBe(true);
      await other.destroy();
    }
  });

  test('is not taken for lost when a query is wrong', async () => {
    const wrong = ['select 1/0', 'select * from nowhere', "select 'x'::int", 'insert into bots (bot_id) values (1)'];
    for (const sql of wrong) expect(isDatabaseUnavailable(await failure(database.db.raw(sql).then()))).toBe(false);
    for (const other of [undefined, 'Connection terminated', new Error('no')]) expect(isDatabaseUnavailable(other)).toBe(false);
  });

  test('that idles in a transaction is not kept', async () => {
    const { rows } = await database.db.raw<{ rows: { setting: string }[] }>(
      `select setting from pg_settings where name = 'idle_in_transaction_session_timeout'`,
    );
    expect(rows).toEqual([{ setting: '12000' }]);
  });

  test('reads ids as numbers', async () => {
    const { rows } = await database.db.raw<{ rows: unknown[] }>('select 9007199254740991::bigint as id, array[1, null]::bigint[] as ids');
    expect(rows).toEqual([{ id: Number.MAX_SAFE_INTEGER, ids: [1, null] }]);
  });

  test('stores any text once it was made storable, and keeps its length', async () => {
    const text = storableText('a\0b\ud800c\udfff 🏦');
    const { rows } = await database.db.raw<{ rows: unknown[] }>('select ?::text as plain, ?::jsonb as json', [text, JSON.stringify({ text })]);
    expect(rows).toEqual([{ plain: 'a\ufffdb\ufffdc\ufffd 🏦', json: { text } }]);
  });
});

describe('migrations', () => {
  const names: string[] = [];
  let admin: Database;
  beforeAll(() => {
    admin = connectDatabase({ url: databaseUrl('postgres'), poolSize: 1 });
  });
  afterAll(async () => {
    for (const name of names) await admin.raw(`drop database ${name} with (force)`);
    await admin.destroy();
  });

  async function emptyDatabase(): Promise<string> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await admin.raw(`create database ${name}`);
    names.push(name);
    return databaseUrl(name);
  }

  async function query<T>(url: string, sql: string): Promise<T[]> {
    const db = connectDatabase({ url, poolSize: 1 });
    const { rows } = await db.raw<{ rows: T[] }>(sql);
    await db.destroy();
    return rows;
  }

  test('run once when five processes start together on an empty database', async () => {
    const url = await emptyDatabase();
    await Promise.all(Array.from({ length: 5 }, () => prepareDatabase(url)));
    const ran = await query<{ name: string }>(url, 'select name from knex_migrations');
    expect(ran.length).toBeGreaterThan(0);
    expect(new Set(ran.map(({ name }) => name)).size).toBe(ran.length);
    expect(await query(url, 'select * from inbox')).toEqual([]);
  });

  test('are not blocked by the lock that a killed migrator left behind', async () => {
    const url = await emptyDatabase();
    await prepareDatabase(url);
    await query(url, 'update knex_migrations_lock set is_locked = 1');
    await prepareDatabase(url);
    expect(await query(url, 'select is_locked from knex_migrations_lock')).toEqual([{ is_locked: 0 }]);
  });

  test('wait for a migrator at work, and go on when its connection is gone', async () => {
    const url = await emptyDatabase();
    const other = connectDatabase({ url, poolSize: 1 });
    const held = await other.transaction();
    await held.raw('select pg_advisory_xact_lock(7355608)');
    let done = false;
    const migrated = prepareDatabase(url).then(() => (done = true));
    const waiting = `select from pg_locks where locktype = 'advisory' and not granted`;
    while ((await query(url, waiting)).length === 0);
    expect(done).toBe(false);
    await query(url, `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`);
    await migrated;
    await held.rollback();
    await other.destroy();
    expect(await query(url, 'select * from inbox')).toEqual([]);
  });

  test('can be had anew by db:reset, but not in production', async () => {
    const url = await emptyDatabase();
    await prepareDatabase(url);
    const bots = 'select bot_id from bots';
    await query(url, `insert into bots (bot_id, username, name, token_sealed) values (1, '', '', '')`);
    const dir = await mkdtemp(join(tmpdir(), 'teller-reset-'));
    const script = fileURLToPath(new URL('../../src/migrate.js', import.meta.url));
    const env = { PATH: process.env.PATH, DATABASE_URL: url, DATA_DIR: dir, ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    const reset = (mode: string): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [script, '--reset'], { env: { ...env, NODE_ENV: mode } });

    const refusal = await reset('production').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 1, stderr: expect.stringMatching(/refused while NODE_ENV is production/) });
    expect(await query(url, bots)).toEqual([{ bot_id: 1 }]);
    await reset('development');
    expect(await query(url, bots)).toEqual([]);
    await rm(dir, { recursive: true, force: true });
  });
});

/** One row of the bot in every table of a tenant. */
async function fill(owner: Database, botId: number): Promise<void> {
  const insert = async (table: string, values: object): Promise<number> => {
    const [row] = await owner(table).insert({ bot_id: botId, ...values }).returning<{ id?: number }[]>('*');
    return row?.id ?? 0;
  };
  await insert('inbox', { update_id: 1, chat_id: 1, payload: '{}' });
  await insert('outbox', { chat_id: 1, method: 'sendMessage', payload: '{}' });
  await insert('message_refs', { chat_id: 1, message_id: 1, ref: 'r' });
  const person = await insert('persons', { telegram_id: 1, first_name: 'Person' });
  const [role] = await owner('roles').where({ bot_id: botId, name: 'admin' }).select<{ id: number }[]>('id');
  await insert('role_grants', { telegram_id: 1, role_id: role?.id, granted_by: 'system' });
  const token = { name: 'token', role: 'admin', token_hash: String(botId), created_by: 'system', expires_at: new Date() };
  await insert('api_tokens', token);
  await insert('bot_settings', {});
  await insert('llm_usage', { day: '2026-01-01', model: 'm', calls: 1, input_tokens: 1, output_tokens: 1, cost: 0 });
  await insert('answer_cache', { key: Buffer.from('k'), text: 't', sources: '[]' });
  await insert('dead_jobs', { queue: 'answer', key: String(botId), payload: '{}', error: 'e' });
  await insert('invitations', { code_hash: String(botId), role_id: role?.id, created_by: 'system', expires_at: new Date() });
  await insert('audit_log', { actor: 'system', actor_roles: [], action: 'x', outcome: 'done', surface: 'worker' });
  const conversation = await insert('conversations', { person_id: person });
  const message = await insert('messages', { conversation_id: conversation, author: 'customer', content: '{}' });
  await insert('answers', { conversation_id: conversation, message_id: message });
  await insert('handoffs', { conversation_id: conversation, person_id: person });
  await insert('moderator_desks', { moderator_id: person });
  const broadcast = await insert('broadcasts', { author_id: person, content: '{}' });
  await insert('broadcast_asks', { person_id: person, asked: 'broadcast:new' });
  await insert('broadcast_recipients', { broadcast_id: broadcast, person_id: person });
  await insert('person_tags', { person_id: person, tag: 'tag' });
  await insert('cited_passages', { passage_id: 'p', version: 'v', document: 'd.md', title: 'D', section: '', lang: 'en', text: 'T' });
  const list = await insert('broadcast_lists', { broadcast_id: broadcast, file_id: 'file' });
  await insert('broadcast_listed', { list_id: list, person_id: person });
  const document = await insert('documents', { name: 'a.md' });
  const version = { content: Buffer.from('a'), content_type: 't', sha256: 's', version: 'v', title: 't', passages: 1 };
  await insert('document_versions', { ...version, document_id: document, uploaded_by: 'system', uploaded_through: 'api' });
  await insert('document_uploads', { person_id: person, name: 'a.md', shared: false, file_id: 'file' });
  await insert('knowledge_standing_own', {});
  const labels = { category: 'general', priority: 'medium', department: 'support' };
  await insert('tickets', { channel: 'api', state: 'new', text: 'text', language: 'en', ...labels });
  const candidate = await insert('faq_candidates', { lang: 'en' });
  await insert('faq_sightings', { candidate_id: candidate, question_id: message, answer_id: message });
  const entry = { candidate_id: candidate, lang: 'en', questions: ['question'], answer: 'answer', published_by: person };
  await insert('faq_entries', entry);
}
