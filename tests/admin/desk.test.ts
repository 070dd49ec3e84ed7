import { describe, expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { eventually } from '../support/eventually.js';
import type { SeenMessage } from '../support/phone.js';
import { settled } from '../support/scene.js';
import { CONTEXTS } from '../support/teller.js';
import { dataOf, labelsOf, press, shareAdminScene, turn } from './support.js';

describe('the desk in the panel', () => {
  const scene = shareAdminScene({ CONTEXTS_DIR: CONTEXTS });

  test('/stats gives staff the day in numbers, and customers nothing', async () => {
    const customer = await scene.person('Asker');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('How much is the Gold card per year?');
    await customer.waitFor(/9.900/);
    await customer.send('/help');
    await customer.waitFor(/getting someone/);
    await scene.moderator.send('/stats');
    const day = await scene.moderator.waitFor(/The last 24 hours/);
    expect(day.text).toMatch(/registered: 1\n.*Questions: 1 · answered: 1 · refused: 0\n.*Asked for a person: 1 · accepted: 0\nWaiting now: 1 · talking now: 0/);
    expect(labelsOf(day)).toEqual(['🔄 Refresh']);
    await customer.send('/stats');
    await customer.waitFor(/not have access/);
  });

  test('an open conversation is read page by page, and who read it stands in the audit log', async () => {
    const customer = await scene.person('Talker');
    for (let turnNumber = 1; turnNumber <= 6; turnNumber++) {
      await customer.send(turnNumber === 1 ? 'Hello there' : `Thank you ${turnNumber}`);
      await customer.waitFor(() => true);
    }
    await settled(scene.teller);
    await scene.open();
    await turn(scene.admin, '💬 Conversations', /^Open conversations/);
    const newest = await turn(scene.admin, /🤖 Talker/, /^Conversation #/);
    expect(newest.text).toMatch(/Thank you 6/);
    expect(newest.text).not.toMatch(/Hello there/);
    await turn(scene.admin, '◀️ Earlier', /Hello there/);
    await turn(scene.admin, 'Later ▶️', /Thank you 6/);
    const views = (await scene.acts(scene.admin)).filter(({ action }) => action === 'conversations.view');
    expect(views).toMatchObject([{ details: { page: 0 } }, { details: { page: 1 } }, { details: { page: 0 } }]);
  });

  test('a dead update is handled again, or discarded with what it held, each once', async () => {
    const { botId } = scene.teller.simulator;
    const customer = await scene.person('Unlucky');
    const update = (update_id: number): object => ({
      bot_id: botId,
      update_id,
      chat_id: customer.userId,
      state: 'dead',
      error: 'Error: it was not to be',
      attempts: 5,
      finished_at: new Date(),
      payload: JSON.stringify({
        update_id,
        message: {
          message_id: 1,
          date: 1,
          chat: { id: customer.userId, type: 'private' },
          from: { id: customer.userId, is_bot: false, first_name: 'Unlucky' },
          text: '/language',
        },
      }),
    });
    const inbox = scene.teller.database.owner('inbox');
    await inbox.clone().insert([update(900_000_001), update(900_000_002)]);
    await scene.open();
    await turn(scene.admin, '🧰 Trouble', /^Updates that failed/);
    const one = await turn(scene.admin, /900000001/, /it was not to be/);
    expect(one.text).toMatch(/message · chat/);
    expect(one.text).not.toMatch(/language/);
    const retry = dataOf(one, /Try again/);
    expect(await press(scene.teller, scene.admin, retry)).toMatchObject({ text: 'Done.' });
    await customer.waitFor(/Which language/);
    expect(await press(scene.teller, scene.admin, retry)).toMatchObject({ text: 'That was done already.' });
    await turn(scene.admin, /900000002/, /it was not to be/);
    const yes = dataOf(await turn(scene.admin, '🗑 Discard', /^Discard update/), /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    expect(await inbox.clone().where({ update_id: 900_000_002 }).first('state', 'payload')).toEqual({ state: 'done', payload: {} });
    const acts = (await scene.acts(scene.admin)).map(({ action }) => action).filter((action) => action.startsWith('queues.'));
    expect(acts).toEqual(['queues.discard', 'queues.retry']);
  });

  test('a call that Telegram refused for good is seen without its text, sent again once, or dismissed with what it said', async () => {
    const outbox = scene.teller.database.owner('outbox');
    const customer = await scene.person('Missed');
    const failed = async (chat_id: number, text: string): Promise<number> => {
      const payload = JSON.stringify({ text });
      const row = { bot_id: scene.teller.simulator.botId, chat_id, method: 'sendMessage', payload, state: 'failed' };
      const failure = { error: 'bad_request: it was not to be', finished_at: new Date() };
      const [inserted] = await outbox.clone().insert({ ...row, ...failure }).returning<{ id: number }[]>('id');
      return inserted?.id ?? 0;
    };
    const [resent, again, dismissed] = [await failed(customer.userId, 'Better late'), await failed(1, 'To nobody'), await failed(1, 'Never mind')];
    const open = async (id: number): Promise<SeenMessage> => {
      await scene.open();
      await turn(scene.admin, '🧰 Trouble', /^Updates that failed/);
      await turn(scene.admin, '📤 Refused calls', /^📤 Refused calls/);
      return turn(scene.admin, new RegExp(`^📤 ${id} `), new RegExp(`^Call ${id}\n`));
    };
    const one = await open(resent);
    expect(one.text).toMatch(new RegExp(`sendMessage · chat ${customer.userId} · .*\nbad_request: it was not to be$`));
    const resend = dataOf(one, /Send again/);
    expect(await press(scene.teller, scene.admin, resend)).toMatchObject({ text: 'Done.' });
    await customer.waitFor('Better late');
    expect(await press(scene.teller, scene.admin, resend)).toMatchObject({ text: 'That was done already.' });
    const texts = (await customer.messages()).map(({ text }) => text);
    expect(texts.filter((text) => text === 'Better late')).toHaveLength(1);
    // Whoever still cannot be reached is listed again, with the newer reason.
    await press(scene.teller, scene.admin, dataOf(await open(again), /Send again/));
    expect(await outbox.clone().where({ id: again }).first('state', 'error')).toMatchObject({ state: 'failed', error: expect.stringMatching(/^chat_not_found/) });
    await open(dismissed);
    const yes = dataOf(await turn(scene.admin, '🗑 Dismiss', /^Dismiss call/), /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    expect(await outbox.clone().where({ id: dismissed }).first('state', 'payload')).toEqual({ state: 'cancelled', payload: {} });
    const acts = (await scene.acts(scene.admin)).filter(({ object }) => object?.startsWith('call:'));
    expect(acts.map(({ action, object }) => [action, object])).toEqual([
      ['queues.dismiss', `call:${dismissed}`],
      ['queues.resend', `call:${again}`],
      ['queues.resend', `call:${resent}`],
    ]);
    await scene.open();
    await turn(scene.admin, '🩺 Health', /🟢 Updates waiting: 0 .*🔴 Calls refused: [1-9]/s);
  });

  test('the documents are listed, and read again on request', async () => {
    await scene.open();
    const before = await turn(scene.admin, '📚 Documents', /^Documents\nRead: /);
    expect(before.text).toMatch(/1\. 🟢📁 .+\.md/);
    await turn(scene.admin, '▶️', /^Documents/);
    const readAt = (): Promise<Date[]> => scene.teller.database.owner('knowledge_standing').pluck('read_at');
    const [first] = await readAt();
    await press(scene.teller, scene.admin, 'p:reload');
    await eventually(async () => expect(await readAt()).not.toEqual([first]));
    await eventually(async () => {
      const log = await scene.acts(scene.admin);
      expect(log[0]).toMatchObject({ action: 'knowledge.reload', outcome: 'done' });
    });
  });

  test('the audit log is read by actor and by action', async () => {
    await scene.open();
    await scene.moderator.send('/admin');
    await scene.moderator.waitFor(/not have access/);
    const id = await scene.personId(scene.moderator);
    const list = await turn(scene.admin, '📜 Audit log', /^Audit log/);
    expect(list.text).toMatch(new RegExp(`1\\. ⛔ .* · Mod \\(${id}\\) · Open the panel`));
    await turn(scene.admin, '1', /^Entry #/);
    await turn(scene.admin, '👤 All by the same actor', new RegExp(`Only: Mod \\(${id}\\)`));
    await turn(scene.admin, '1', /^Entry #/);
    const same = await turn(scene.admin, '🏷 All acts of this kind', /Only: Open the panel/);
    expect(labelsOf(same)).toContain('Show everything');
    await turn(scene.admin, 'Show everything', /^(?!.*Only:)Audit log/s);
  });

  test('acts on the whole installation are shown to those who may read the log in every bot, and to no others', async () => {
    const { owner } = scene.teller.database;
    await owner('audit_log').insert({ bot_id: null, actor: 'token:9', actor_roles: [], action: 'tokens.make', outcome: 'done', surface: 'api' });
    await scene.open();
    const own = await turn(scene.admin, '📜 Audit log', /^Audit log/);
    expect(labelsOf(own)).not.toContain('🌐 The whole installation');
    for (const screen of ['audit_wide:0', 'act_wide:1']) {
      expect(await press(scene.teller, scene.admin, `p:${screen}`)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    }
    expect((await scene.acts(scene.admin))[0]).toMatchObject({ action: 'audit.view', outcome: 'denied' });
    await owner('installation_grants').insert({ telegram_id: scene.admin.userId, role: 'admin', granted_by: 'system' });
    await scene.open();
    await turn(scene.admin, '📜 Audit log', /^Audit log\n/);
    const wide = await turn(scene.admin, '🌐 The whole installation', /^Audit log: the whole installation\n1\. ✅ .* · token:9 · API token made$/);
    expect(wide.text).not.toContain('person:');
    await turn(scene.admin, '1', /^Entry #/);
    await turn(scene.admin, '🏷 All acts of this kind', /Only: API token made/);
    await turn(scene.admin, '🤖 This bot only', /^Audit log\n(?!.*token:9)/s);
  });

  test('health says which process runs the bot, when the last update came, and how far the audit log is sealed', async () => {
    const { owner } = scene.teller.database;
    const { botId } = scene.teller.simulator;
    const lease = await owner('leases').where({ bot_id: botId }).first<{ fence: number }>('fence');
    const act = { bot_id: botId, actor: 'system', actor_roles: [], action: 'test', outcome: 'done', surface: 'worker' };
    await owner('audit_log').insert([act, act]);
    await eventually(async () => expect(await owner('audit_chain').where({ seq: 2 })).toHaveLength(1));
    // Keeps the sealer from its work for as long as the test makes up how far it has come.
    const sealing = await owner.transaction();
    await sealing.raw('set local idle_in_transaction_session_timeout = 0');
    await sealing.raw('select pg_advisory_xact_lock(7355609)');
    try {
      const next = owner('audit_chain').where({ seq: 2 });
      await next.clone().update({ sealed_at: new Date() });
      await owner('audit_unsealed').delete();
      await owner('audit_unsealed').insert({ audit_id: 1_000_000_000, added_at: new Date(Date.now() - 90_000) });
      await owner('audit_anchored').insert({ seq: 1, anchored_at: new Date() }).onConflict('only_row').merge();
      await scene.open();
      const health = await turn(scene.admin, '🩺 Health', /^Health/);
      expect(health.text).toContain(`🟢 Run by process ${hostname()}/${process.pid} since `);
      expect(health.text).toContain(` · takeover #${lease.fence}`);
      expect(health.text).toMatch(/🕓 Last update from Telegram: \d+ (second|minute)s? ago/);
      expect(health.text).toMatch(/🔴 Audit entries not yet sealed against changes: 1 \(the oldest for \d+ s\)/);
      expect(health.text).toMatch(/🟢 Check mark of the audit log in the archive: .* · entries it covers: 1/);
      await next.clone().update({ sealed_at: new Date(Date.now() - 61_000) });
      await turn(scene.admin, '🔄 Refresh', /🔴 Check mark of the audit log/);
      await owner('audit_anchored').update({ seq: 1_000_000 });
      await turn(scene.admin, '🔄 Refresh', /🔴 The audit log is shorter than its check mark says: entries missing: 99\d+/);
      await owner('audit_unsealed').delete();
      await owner('audit_anchored').delete();
      await turn(scene.admin, '🔄 Refresh', /🟢 Audit entries not yet sealed against changes: 0 .*The audit log has no check mark/s);
    } finally {
      await sealing.rollback();
    }
  });
});
