import { describe, expect, test } from '@jest/globals';
import { tablesOf } from '../privacy/planting.js';
import { eventually } from '../support/eventually.js';
import type { SeenMessage } from '../support/phone.js';
import { OTHER_ADMIN, dataOf, labelsOf, minutesNow, press, shareAdminScene, shows, turn } from './support.js';

const DAY_AGO = (Math.floor(Date.now() / 60_000) - 24 * 60).toString(36);
const NOW = minutesNow();

describe('people in the panel', () => {
  const scene = shareAdminScene();

  test('the panel is one message that is edited in place, and goes back', async () => {
    const panel = await scene.open();
    expect(labelsOf(panel)).toHaveLength(11);
    await turn(scene.admin, '👥 People', /^People/);
    await turn(scene.admin, '⬅️ Back', /^Admin panel/);
    const message = await shows(scene.admin, panel.message_id, /^Admin panel/);
    expect(message.sim.edited).toBe(true);
  });

  test('somebody is found by phone, by a part of the name and by id; only the answer to the question is taken', async () => {
    const customer = await scene.person('Zarina');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    const id = await scene.personId(customer);
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    await scene.admin.press('🔍 Find');
    const asked = await scene.admin.waitFor(/Whom shall I find/);
    const phone = (await customer.messages()).find(({ contact }) => contact)?.contact?.phone_number ?? '';
    for (const words of [phone, 'zari', String(id), String(customer.userId)]) {
      await scene.admin.send(words, { reply_to_message_id: asked.message_id });
      const found = await scene.admin.waitFor(/Search results/);
      expect([words, labelsOf(found)]).toEqual([words, expect.arrayContaining([expect.stringContaining('Zarina')])]);
    }
    await scene.admin.send('Nobody%', { reply_to_message_id: asked.message_id });
    await scene.admin.waitFor(/Nobody was found/);
    await scene.admin.send('zari');
    const answer = await scene.admin.waitFor(() => true);
    expect(answer.text).not.toMatch(/Search results/);
  });

  test('an answer that the panel cannot take goes to no customer', async () => {
    const { owner } = scene.teller.database;
    const customer = await scene.person('Listening');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    await scene.moderator.waitFor(/Listening/);
    const { bot_id } = await owner('roles').first<{ bot_id: number }>('bot_id');
    const permissions = ['bot.use', 'admin.open', 'people.view', 'handoff.serve'];
    const [role] = await owner('roles').insert({ bot_id, name: 'all-rounder', permissions }).returning<{ id: number }[]>('id');
    await owner('role_grants').insert({ bot_id, telegram_id: scene.moderator.userId, role_id: role?.id, granted_by: 'system' });
    await scene.moderator.press('✅ Accept');
    await customer.waitFor(/A person is with you now/);
    await press(scene.teller, scene.moderator, 'p:find');
    const asked = await scene.moderator.waitFor(/Whom shall I find/);
    await owner('role_grants').where({ role_id: role?.id }).delete();
    await owner('roles').where({ id: role?.id }).delete();
    await scene.moderator.send('Secretly sought', { reply_to_message_id: asked.message_id });
    await scene.moderator.waitFor(/not have access/);
    expect((await customer.messages()).map(({ text }) => text)).not.toContainEqual(expect.stringContaining('Secretly sought'));
    await scene.moderator.send('/end');
    await customer.waitFor(/ended|over/i);
  });

  test('words that PostgreSQL cannot store find nobody', async () => {
    await scene.open();
    await press(scene.teller, scene.admin, 'p:find');
    const asked = await scene.admin.waitFor(/Whom shall I find/);
    await scene.admin.send('a\u0000b', { reply_to_message_id: asked.message_id });
    await scene.admin.waitFor(/Nobody was found/);
  });

  test('what was found goes on over pages, whatever was searched for, and each page stands in the audit log', async () => {
    const { bot_id } = await scene.teller.database.owner('bots').first<{ bot_id: number }>('bot_id');
    const words = 'Ұзынсонар Құдайбергенқызы-Сәрсенбайқызы';
    const people = Array.from({ length: 10 }, (_, i) => ({
      ...{ bot_id, telegram_id: 940_001 + i },
      ...{ first_name: 'Ұзынсонар', last_name: `Құдайбергенқызы-Сәрсенбайқызы ${i}` },
    }));
    await scene.teller.database.owner('persons').insert(people);
    const labels = (message: SeenMessage): string[] => labelsOf(message).filter((label) => /👤|◀️|▶️/u.test(label)).map((label) => label.slice(0, 2));
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    await scene.admin.press('🔍 Find');
    const asked = await scene.admin.waitFor(/Whom shall I find/);
    await scene.admin.send(words.toLowerCase(), { reply_to_message_id: asked.message_id });
    const first = await scene.admin.waitFor(/Search results/);
    expect(labels(first)).toEqual([...Array<string>(8).fill('👤'), '▶️']);
    const data = first.reply_markup?.inline_keyboard.flat().map(({ callback_data }) => callback_data).join(' ');
    expect(data).not.toMatch(/ұзын/i);
    await scene.admin.press('▶️');
    const second = await eventually(async () => {
      const message = await shows(scene.admin, first.message_id, /Search results/);
      expect(labels(message)).toEqual(['👤', '👤', '◀️']);
      return message;
    });
    await scene.admin.press('◀️');
    await eventually(async () => expect(labels(await shows(scene.admin, first.message_id, /Search results/))).toHaveLength(9));
    expect((await scene.acts(scene.admin)).slice(0, 3)).toMatchObject(
      [0, 1, 0].map((page) => ({ action: 'people.find', details: { by: 'name', page, shown: page === 0 ? 8 : 2, first: expect.any(String), last: expect.any(String) } })),
    );
    // Made-up data find nobody where nothing was searched for.
    await scene.open();
    expect(await press(scene.teller, scene.admin, dataOf(second, /◀️/))).toMatchObject({ text: expect.stringMatching(/no longer works/) });
  });

  test('a card shows a masked phone; the whole one is shown over the chat, and both stand in the audit log', async () => {
    const customer = await scene.person('Botagoz');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    const id = await scene.personId(customer);
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    expect((await scene.acts(scene.admin))[0]).toMatchObject({ action: 'people.view', object: null, details: { page: 0, shown: expect.any(Number), first: expect.stringMatching(/^person:/), last: expect.stringMatching(/^person:/) } });
    const card = await turn(scene.admin, /Botagoz/, /^Botagoz/);
    expect(card.text).toMatch(/\+7 \*{3} \*{3} \d\d \d\d/);
    const answer = await scene.admin.press('📱 Show the number');
    expect(answer).toMatchObject({ text: expect.stringMatching(/^\+7\d{10}$/), show_alert: true });
    const acts = (await scene.acts(scene.admin)).slice(0, 2).map(({ action, object }) => [action, object]);
    expect(acts).toEqual([['people.phone', `person:${id}`], ['people.view', `person:${id}`]]);
    expect(JSON.stringify(await scene.admin.messages())).not.toContain(answer?.text ?? '-');
    const places = (await tablesOf(scene.teller.database)).filter(({ text }) => text.includes(answer?.text ?? '-'));
    expect(places).toEqual([]);
    const log = await turn(scene.admin, '🔎 Who dealt with their data', new RegExp(`Only: Botagoz \\(${id}\\)\n1\\. .* · Ada \\(\\d+\\) · Number shown → Botagoz`));
    expect(log.text).not.toContain('people.find');
  });

  test('blocking asks first, is done once, and ends what the person was in the middle of', async () => {
    const customer = await scene.person('Rude');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    await customer.waitFor(/getting someone/);
    const id = await scene.personId(customer);
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    await turn(scene.admin, /Rude/, /^Rude/);
    const question = await turn(scene.admin, '🚫 Block', /^Block Rude/);
    const yes = dataOf(question, /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    await customer.send('Hello?');
    await customer.waitFor(/suspended this chat/);
    expect(await scene.teller.database.owner('handoffs').where({ state: 'waiting' })).toEqual([]);
    const blocks = (await scene.acts(scene.admin)).filter(({ action }) => action === 'people.block');
    expect(blocks).toMatchObject([{ object: `person:${id}`, outcome: 'done' }]);
    await turn(scene.admin, '✅ Unblock', /^(?!.*Blocked by the bank)Rude/s);
    await customer.send('/start');
    await customer.waitFor(/Welcome back/);
    // The old "yes" is too old by tomorrow.
    expect(await press(scene.teller, scene.admin, yes.replace(/:block:\w+:/, `:block:${DAY_AGO}:`))).toMatchObject({ text: expect.stringMatching(/no longer works/) });
  });

  test('whoever may block lets nobody in again whose roles allow more than their own', async () => {
    const { owner } = scene.teller.database;
    const helper = await scene.person('Helper');
    const { bot_id } = await owner('roles').first<{ bot_id: number }>('bot_id');
    const [role] = await owner('roles')
      .insert({ bot_id, name: 'guard', permissions: ['bot.use', 'handoff.request', 'admin.open', 'people.view', 'people.block'] })
      .returning<{ id: number }[]>('id');
    await owner('role_grants').insert({ bot_id, telegram_id: helper.userId, role_id: role?.id, granted_by: 'system' });
    const { id } = await owner('persons').where({ telegram_id: OTHER_ADMIN }).first<{ id: number }>('id');
    await owner('persons').where({ id }).update({ blocked_at: new Date() });
    await scene.open(helper);
    expect(await press(scene.teller, helper, `p:unblock:${id}`)).toMatchObject({ text: expect.stringMatching(/do not have yourself/) });
    expect((await scene.acts(helper))[0]).toMatchObject({ action: 'people.unblock', object: `person:${id}`, outcome: 'denied' });
    await scene.open();
    expect(await press(scene.teller, scene.admin, `p:unblock:${id}`)).toMatchObject({ text: 'Done.' });
    await owner('role_grants').where({ role_id: role?.id }).delete();
    await owner('roles').where({ id: role?.id }).delete();
  });

  test('a customer and a moderator who press the same buttons are refused, and that is written down', async () => {
    const customer = await scene.person('Curious');
    const id = await scene.personId(customer);
    for (const phone of [customer, scene.moderator]) {
      const before = (await phone.messages()).map(({ text }) => text);
      const earlier = (await scene.acts(phone)).length;
      for (const data of [`p:start`, `p:person:${id}`, `p:block:${NOW}:${id}`, `p:grant:${id}:1`, 'p:audit:0', 'p:invites:0', 'p:dead:0']) {
        expect(await press(scene.teller, phone, data)).toMatchObject({ text: expect.stringMatching(/not have access/) });
      }
      expect((await phone.messages()).map(({ text }) => text)).toEqual(before);
      const acts = await scene.acts(phone);
      const denied = acts.slice(0, acts.length - earlier).filter(({ outcome }) => outcome === 'denied').map(({ action }) => action);
      expect(denied.sort()).toEqual(['admin.open', 'audit.view', 'people.block', 'people.view', 'queues.repair', 'roles.grant', 'roles.grant']);
    }
    await customer.send('/admin');
    await customer.waitFor(/not have access/);
  });

  test('made-up and stale data change nothing', async () => {
    await scene.open();
    for (const data of ['p:person:999999', 'p:person:x', 'p:person', 'p:grant:1:999999', `p:block:${NOW}:999999`, 'p:role_set:1:toString:1', 'p:talk:99999:0', 'p:act:9999999', 'p:invite:1:5:0']) {
      expect([data, await press(scene.teller, scene.admin, data)]).toEqual([data, { text: expect.stringMatching(/no longer works/) }]);
    }
    expect(await scene.teller.database.owner('inbox').where({ state: 'dead' })).toEqual([]);
  });

  test('a role is given with a press, taken away with a confirmation, and shows in the person’s menu', async () => {
    const colleague = await scene.person('Colleague');
    const commands = async (): Promise<string[]> => (await colleague.chat()).commands.map(({ command }) => command);
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    await turn(scene.admin, /Colleague/, /^Colleague/);
    const roles = await turn(scene.admin, '🎭 Roles', /^Roles: Colleague/);
    expect(labelsOf(roles)).toEqual(['➕ moderator', '➕ admin', '➕ viewer', '⬅️ Back']);
    const give = dataOf(roles, /moderator/);
    expect(await press(scene.teller, scene.admin, give)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, give)).toMatchObject({ text: 'That was done already.' });
    await eventually(async () => expect(await commands()).toEqual(expect.arrayContaining(['queue', 'stats'])));
    expect(await commands()).not.toContain('admin');
    await turn(scene.admin, '✅ moderator', /^Take the role/);
    await scene.admin.press('Yes, go ahead');
    await eventually(async () => expect(await commands()).not.toContain('queue'));
  });

  test('whoever loses the role they serve by gives back those they were talking with', async () => {
    const customer = await scene.person('Patient');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    await scene.moderator.waitFor(/Patient/);
    await scene.moderator.press('✅ Accept');
    await customer.waitFor(/A person is with you now/);
    const { id: roleId } = await scene.teller.database.owner('roles').where({ name: 'moderator' }).first<{ id: number }>('id');
    await scene.open();
    await press(scene.teller, scene.admin, `p:revoke:${NOW}:${await scene.personId(scene.moderator)}:${roleId}`);
    await customer.waitFor(/Your place in line|getting somebody else|in line/i);
    expect(await scene.teller.database.owner('handoffs').where({ state: 'active' })).toEqual([]);
    await scene.moderator.send('/queue');
    await scene.moderator.waitFor(/not have access/);
  });

  test('nobody gives themselves a role, and the last who could give roles stays', async () => {
    const { teller, admin } = scene;
    const own = await scene.personId(admin);
    const roles = await teller.database.owner('roles').select<{ id: number; name: string }[]>('id', 'name');
    const roleId = (name: string): number => roles.find((role) => role.name === name)?.id ?? 0;
    const other = (await teller.database.owner('persons').where({ telegram_id: OTHER_ADMIN }).first<{ id: number }>('id')).id;
    await scene.open();
    expect(await press(teller, admin, `p:grant:${own}:${roleId('moderator')}`)).toMatchObject({ text: expect.stringMatching(/to yourself/) });
    expect(await press(teller, admin, `p:revoke:${NOW}:${other}:${roleId('admin')}`)).toMatchObject({ text: 'Done.' });
    expect(await press(teller, admin, `p:revoke:${NOW}:${own}:${roleId('admin')}`)).toMatchObject({ text: expect.stringMatching(/nobody would be left/) });
    expect(await press(teller, admin, `p:block:${NOW}:${own}`)).toMatchObject({ text: expect.any(String) });
    await scene.open();
  });
});
