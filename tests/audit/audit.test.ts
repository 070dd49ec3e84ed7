import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Actor, type AuditEntry, Sealer, type Verdict, audit, verifyAudit } from '../../src/modules/audit/index.js';
import { type Database, type Tx, connectDatabase } from '../../src/platform/db/database.js';
import { asAuditor, tenantTransaction } from '../../src/platform/db/tenant.js';
import { FileStorage } from '../../src/platform/storage/file-storage.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { BOT_ID, addBot } from '../telegram/support.js';

const MODERATOR: Actor = { id: 'person:7', roles: ['customer', 'moderator'], surface: 'telegram', traceId: 'abc' };
const CLAIM: AuditEntry = { actor: MODERATOR, action: 'handoff.claim', object: 'conversation:9', details: { before: 'queued', after: 'human' } };

describe('the audit log', () => {
  const chainKey = randomBytes(32);
  let database: TestDatabase;
  let db: Database;
  let dir: string;
  let storage: FileStorage;
  let sealers: Sealer[];
  beforeEach(async () => {
    database = await createTestDatabase();
    await addBot(database);
    db = connectDatabase({ url: database.url, role: 'teller_sealer', poolSize: 2 });
    dir = await mkdtemp(join(tmpdir(), 'teller-audit-'));
    storage = new FileStorage(dir);
    sealers = [];
  });
  afterEach(async () => {
    await Promise.all(sealers.map((sealer) => sealer.release()));
    await db.destroy();
    await database.release();
    await rm(dir, { recursive: true });
  });

  function startSealer(): Sealer {
    const sealer = new Sealer({ db, storage, chainKey, log: pino({ level: 'warn' }) });
    sealers.push(sealer);
    sealer.start();
    return sealer;
  }

  const act = (count: number, entry: AuditEntry = CLAIM): Promise<void> =>
    tenantTransaction(database.db, BOT_ID, (tx) => audit(tx, BOT_ID, ...Array<AuditEntry>(count).fill(entry)));
  const verify = (): Promise<Verdict> => verifyAudit({ db, storage, chainKey });

  const lastId = async (): Promise<number> =>
    Number((await database.owner('audit_log').max<{ max: number }[]>('id'))[0]?.max);

  /** Acts, all sealed and the head anchored. */
  async function seal(count: number): Promise<void> {
    await act(count);
    const sealer = startSealer();
    await sealer.release();
    sealers = [];
  }

  test('keeps what was done, by whom and to what, and in whose name', async () => {
    await act(1);
    await tenantTransaction(database.db, BOT_ID, (tx) => audit(tx, BOT_ID, { actor: MODERATOR, action: 'admin.open', outcome: 'denied' }));
    expect(await database.owner('audit_log').orderBy('id')).toMatchObject([
      {
        bot_id: BOT_ID,
        actor: 'person:7',
        actor_roles: ['customer', 'moderator'],
        action: 'handoff.claim',
        object: 'conversation:9',
        outcome: 'done',
        details: { before: 'queued', after: 'human' },
        surface: 'telegram',
        trace_id: 'abc',
      },
      { action: 'admin.open', outcome: 'denied', object: null, details: null },
    ]);
  });

  test('forgets an act that was rolled back', async () => {
    const act = tenantTransaction(database.db, BOT_ID, async (tx) => {
      await audit(tx, BOT_ID, CLAIM);
      throw new Error('no');
    });
    await expect(act).rejects.toThrow('no');
    expect(await database.owner('audit_log')).toEqual([]);
    expect(await verify()).toEqual({ sound: true, rows: 0, unsealed: 0 });
  });

  test.each(['teller_app', 'teller_transport', 'teller_sealer', 'teller_auditor'])('cannot be changed or emptied by %s', async (role) => {
    await seal(1);
    for (const statement of ['update audit_log set action = ?', 'delete from audit_log where action <> ?', 'update audit_chain set hash = ?::text::bytea', 'delete from audit_chain where hash <> ?::text::bytea']) {
      const attempt = database.owner.transaction(async (tx) => {
        await tx.raw(`set local role ${role}`);
        await tx.raw(`select set_config('app.bot_id', ?, true)`, [String(BOT_ID)]);
        await tx.raw(statement, ['x']);
      });
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  test.each(['teller_app', 'teller_transport'])('is given neither ids nor times by %s, and cannot be kept from the sealer by it', async (role) => {
    const botId = role === 'teller_app' ? BOT_ID : null;
    const asRole = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> =>
      database.owner.transaction(async (tx) => {
        await tx.raw(`set local role ${role}`);
        await tx.raw(`select set_config('app.bot_id', ?, true)`, [String(BOT_ID)]);
        await work(tx);
      });
    const values = `values (?, 'system', '{}', 'x', 'done', 'worker', ?)`;
    for (const [column, value] of [['at', new Date(0)], ['id', 77]] as const) {
      const insert = `insert into audit_log (bot_id, actor, actor_roles, action, outcome, surface, ${column}) overriding system value ${values}`;
      await expect(asRole((tx) => tx.raw(insert, [botId, value]))).rejects.toThrow(/permission denied/);
    }
    await asRole(async (tx) => {
      await tx.raw('create temporary table audit_unsealed (audit_id bigint) on commit drop');
      await tx.raw('grant insert on audit_unsealed to public');
      await audit(tx, botId, CLAIM);
    });
    await seal(0);
    expect(await verify()).toEqual({ sound: true, rows: 1, unsealed: 0 });
  });

  test('shows a bot its own acts only', async () => {
    await addBot(database, 2);
    await act(2);
    await tenantTransaction(database.db, 2, (tx) => audit(tx, 2, CLAIM));
    await audit(database.db, null, { actor: MODERATOR, action: 'bot.create' });
    expect(await tenantTransaction(database.db, BOT_ID, (tx) => tx('audit_log').pluck('bot_id'))).toEqual([BOT_ID, BOT_ID]);
    await expect(tenantTransaction(database.db, BOT_ID, (tx) => audit(tx, 2, CLAIM))).rejects.toThrow(/row-level security/);
  });

  test('shows acts on the whole installation to their reader alone, and no others to it', async () => {
    await act(1);
    await audit(database.db, null, { actor: MODERATOR, action: 'bot.create' });
    await tenantTransaction(database.db, BOT_ID, async (tx) => {
      const actions = (): Promise<string[]> => tx('audit_log').pluck('action');
      expect(await actions()).toEqual(['handoff.claim']);
      expect(await asAuditor(tx, actions)).toEqual(['bot.create']);
      expect(await actions()).toEqual(['handoff.claim']);
    });
    const write = tenantTransaction(database.db, BOT_ID, (tx) =>
      asAuditor(tx, () => audit(tx, null, { actor: MODERATOR, action: 'bot.create' })),
    );
    await expect(write).rejects.toThrow(/permission denied/);
  });

  test('is chained by several sealers at once, each row once, while acts go on', async () => {
    startSealer();
    const [first, second] = [startSealer(), startSealer()];
    for (let round = 0; round < 10; round++) {
      await Promise.all([act(20), act(20), act(20)]);
      first.wake();
      second.wake();
    }
    await eventually(async () => expect(await verify()).toEqual({ sound: true, rows: 600, unsealed: 0 }));
  });

  test('is chained in the order of commits: a slow act keeps nobody waiting and is not left out', async () => {
    const slow = await database.owner.transaction();
    await audit(slow, BOT_ID, CLAIM);
    await seal(3);
    expect(await verify()).toEqual({ sound: true, rows: 3, unsealed: 0 });
    await slow.commit();
    await seal(0);
    expect(await verify()).toEqual({ sound: true, rows: 4, unsealed: 0 });
  });

  test('tells how many rows wait for the sealer', async () => {
    await act(3);
    expect(await verify()).toEqual({ sound: true, rows: 0, unsealed: 3 });
  });

  test('is proved however many heads were kept', async () => {
    await seal(1);
    const [key = ''] = await storage.list('audit/heads/');
    const line = (await storage.get(key))?.toString() ?? '';
    await storage.put('audit/heads/2020-01-01.jsonl', Buffer.from(line + Array.from({ length: 300_000 }, (_, index) => `{"seq":${index + 2},"hash":""}`).join('\n')));
    expect(await verify()).toMatchObject({ problem: { kind: 'tail_missing', from: 2, to: 300_001 } });
  });

  test('is not called sound while old rows wait for the sealer, which nothing should keep from them', async () => {
    await seal(1);
    await act(2);
    const id = await lastId();
    await database.owner('audit_log').where({ id: id - 1 }).update({ at: new Date(Date.now() - 3_600_000) });
    expect(await verify()).toEqual({ sound: false, rows: 1, problem: { kind: 'unsealed', auditId: id - 1 } });
  });

  test('is not called sound when a row was deleted before it was sealed', async () => {
    await seal(1);
    await act(2);
    const id = await lastId();
    await database.owner('audit_log').where({ id }).delete();
    expect(await verify()).toEqual({ sound: false, rows: 1, problem: { kind: 'row_missing', auditId: id } });
    await seal(0);
    expect(await verify()).toEqual({ sound: false, rows: 2, problem: { kind: 'row_missing', auditId: id } });
  });

  test('is not called sound without the heads of old rows, as when another archive is looked at', async () => {
    await act(3);
    await database.owner('audit_log').update({ at: new Date(Date.now() - 3_600_000) });
    await seal(2);
    expect(await verify()).toMatchObject({ sound: true, rows: 5 });
    await rm(join(dir, 'audit'), { recursive: true });
    expect(await verify()).toEqual({ sound: false, rows: 5, problem: { kind: 'unanchored', seq: 1 } });
  });

  test('gets the head that a killed process has kept out of the archive as soon as the next one starts', async () => {
    await act(3);
    await database.owner('audit_log').update({ at: new Date(Date.now() - 3_600_000) });
    await seal(0);
    await rm(join(dir, 'audit'), { recursive: true });
    startSealer();
    await eventually(async () => expect(await verify()).toMatchObject({ sound: true, rows: 3 }));
  });

  describe('that somebody with all rights has changed', () => {
    beforeEach(() => seal(10));

    const idAt = async (seq: number): Promise<number> =>
      (await database.owner('audit_chain').where({ seq }).first<{ audit_id: number }>('audit_id')).audit_id;

    test.each(['actor', 'action', 'object', 'outcome', 'surface', 'trace_id', 'at', 'details', 'bot_id', 'actor_roles'])('in %s names the row', async (column) => {
      const id = await idAt(4);
      const values: Record<string, unknown> = {
        at: new Date(0),
        details: '{}',
        bot_id: 2,
        actor_roles: [],
        outcome: 'denied',
        surface: 'api',
      };
      await database.owner('audit_log').where({ id }).update({ [column]: values[column] ?? 'other' });
      expect(await verify()).toEqual({ sound: false, rows: 3, problem: { kind: 'changed', auditId: id } });
    });

    test('by deleting a row names the row', async () => {
      const id = await idAt(6);
      await database.owner('audit_log').where({ id }).delete();
      expect(await verify()).toEqual({ sound: false, rows: 5, problem: { kind: 'row_missing', auditId: id } });
    });

    test('by deleting a row and its link names the link', async () => {
      await database.owner('audit_log').where({ id: await idAt(6) }).delete();
      await database.owner('audit_chain').where({ seq: 6 }).delete();
      expect(await verify()).toEqual({ sound: false, rows: 5, problem: { kind: 'link_missing', seq: 6 } });
    });

    test('by cutting off the tail names what is missing', async () => {
      await database.owner.raw('delete from audit_log where id in (select audit_id from audit_chain where seq > 7)');
      await database.owner('audit_chain').where('seq', '>', 7).delete();
      expect(await verify()).toEqual({ sound: false, rows: 7, problem: { kind: 'tail_missing', from: 8, to: 10 } });
    });

    test('by emptying it names what is missing, also after new acts', async () => {
      await database.owner.raw('truncate audit_log, audit_chain, audit_unsealed restart identity');
      expect(await verify()).toEqual({ sound: false, rows: 0, problem: { kind: 'tail_missing', from: 1, to: 10 } });
      await seal(4);
      expect(await verify()).toEqual({ sound: false, rows: 4, problem: { kind: 'tail_missing', from: 5, to: 10 } });
      await seal(8);
      expect(await verify()).toMatchObject({ sound: false, problem: { kind: 'rewritten', seq: 10 } });
    });

    test('by adding a row past the log names the row', async () => {
      await database.owner.raw('alter table audit_log disable trigger all');
      await audit(database.owner, BOT_ID, CLAIM);
      const id = await database.owner('audit_log').max('id').first().then((row) => Number(row?.max));
      expect(await verify()).toEqual({ sound: false, rows: 10, problem: { kind: 'row_added', auditId: id } });
    });

    test('by writing the links anew without the key names the first of them', async () => {
      await database.owner.raw(`update audit_chain set hash = sha256(hash) where seq >= 3`);
      expect(await verify()).toEqual({ sound: false, rows: 2, problem: { kind: 'changed', auditId: await idAt(3) } });
    });
  });
});
