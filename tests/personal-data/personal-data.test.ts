import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { somebodyWaits } from '../support/database.js';
import { Eraser } from '../../src/modules/personal-data/eraser.js';
import { createTexts } from '../../src/locales/index.js';
import { type Database, connectDatabase } from '../../src/platform/db/database.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { tablesOf } from '../privacy/planting.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { settled, shareScene } from '../support/scene.js';

const log = createLogger({ console: false });

describe('personal data', () => {
  const desk = shareScene(1);
  let db: Database;

  beforeAll(() => {
    db = connectDatabase({ url: desk.teller.database.url, role: 'teller_transport' });
  });
  afterAll(() => db.destroy());

  const eraser = (retentionDays = 0): Eraser =>
    new Eraser({ db, texts: createTexts('en'), defaultLocale: 'en', retentionDays, log });
  const personOf = async (phone: Phone): Promise<Record<string, unknown>> =>
    (await desk.teller.database.owner('persons').where({ telegram_id: phone.userId }).first<Record<string, unknown> | undefined>()) ?? {};
  const tag = async (phone: Phone, words: string): Promise<unknown> => {
    const { id, bot_id } = await personOf(phone);
    return desk.teller.database.owner('person_tags').insert({ bot_id, person_id: id, tag: words });
  };
  const actsOn = async (phone: Phone): Promise<string[]> => {
    const { id } = await personOf(phone);
    const acts = await desk.teller.database.owner('audit_log').where({ object: `person:${String(id)}` }).orderBy('id').select<{ action: string; outcome: string }[]>();
    return acts.map(({ action, outcome }) => (outcome === 'denied' ? `${action} denied` : action));
  };
  const askErasing = async (phone: Phone): Promise<SeenMessage> => {
    await phone.send('/privacy');
    await phone.waitFor(/Your data and you/);
    await phone.press('🗑 Erase my data');
    await phone.waitFor(/Erase your name/);
    await phone.press('Yes, erase');
    return phone.waitFor(/will be erased in a day/);
  };
  const aDayLater = (phone: Phone): Promise<unknown> =>
    desk.teller.database.owner.raw(`update persons set erase_after = erase_after - interval '1 day' where telegram_id = ?`, [phone.userId]);

  test('come as a file that is made when it is sent, and stands in no queue', async () => {
    const customer = await desk.customer('Exporter');
    await customer.send('What does a Gold card cost?');
    await desk.connect(customer, desk.first);
    await customer.send('/end');
    await customer.waitFor(/ended/);
    await settled(desk.teller);
    await customer.send('/privacy');
    const told = await customer.waitFor(/messages for 1095 days/);
    expect(told.text).toContain('What we keep');
    await tag(customer, 'Salary client');
    await customer.press('📄 Export my data');
    const { document, caption } = await customer.waitFor(({ document: file }) => file !== undefined);
    expect([document?.file_name, caption]).toEqual(['my-data.json', 'Here is everything we keep about you.']);
    const { result } = await desk.teller.simulator.api<{ file_path: string }>('getFile', { file_id: document?.file_id });
    const { simulator, database } = desk.teller;
    const file = await fetch(`${simulator.url}/file/bot${simulator.token}/${String(result?.file_path)}`);
    const kept = (await file.json()) as {
      person: { firstName: string; phone: string; tags: string[]; lastSeenOn: string };
      messages: { content: { text: string } }[];
      requests: object[];
    };
    expect(kept.person).toMatchObject({ firstName: 'Exporter', telegramId: customer.userId });
    expect(kept.person.phone).toMatch(/^\+7\d{10}$/);
    expect(kept.person).toMatchObject({ tags: ['Salary client'], lastSeenOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(kept.messages[0]?.content.text).toBe('What does a Gold card cost?');
    const at = expect.stringMatching(/^\d{4}-/);
    expect(kept.requests).toEqual([{ number: expect.any(Number), calledAt: at, acceptedAt: at, endedAt: at, endedBy: 'customer' }]);
    const places = (await tablesOf(database)).filter(({ text }) => text.includes(kept.person.phone));
    expect(places).toEqual([]);
    expect(await actsOn(customer)).toEqual(['person.export']);
  });

  test('are erased a day after their owner asked, everywhere, and a newcomer begins anew', async () => {
    const customer = await desk.customer('Vanishing');
    await customer.send('A sentence to forget');
    await desk.connect(customer, desk.first);
    await customer.send('Another sentence to forget');
    await desk.first.waitFor(/Another sentence/);
    await desk.first.send('A moderator speaks to Vanishing');
    await customer.waitFor(/moderator speaks/);
    await customer.send('/end');
    await customer.waitFor(/ended/);
    await tag(customer, 'Tagged as Vanishing');
    await askErasing(customer);
    await settled(desk.teller);
    await eraser().sweep();
    expect(await personOf(customer)).toMatchObject({ first_name: 'Vanishing' });
    await aDayLater(customer);
    await eraser().sweep();
    const person = await personOf(customer);
    expect(person).toMatchObject({ first_name: '', phone_sealed: null, phone_index: null, registered_at: null, locale: 'en', erase_after: null });
    const left = (await tablesOf(desk.teller.database)).filter(({ text }) => /Vanishing|sentence to forget|moderator speaks/.test(text));
    expect(left).toEqual([]);
    expect(await actsOn(customer)).toEqual(['person.erase.ask', 'person.erase.confirm', 'person.erase']);
    await customer.waitFor('Your data have been erased. If you write to us again, we start anew.');
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    expect(await personOf(customer)).toMatchObject({ id: person['id'], first_name: 'Vanishing', registered_at: null });
  });

  test('are erased beside a message that is just being stored, and neither breaks the other', async () => {
    const customer = await desk.customer('Writing');
    await customer.send('What does a Gold card cost?');
    await settled(desk.teller);
    await askErasing(customer);
    await settled(desk.teller);
    await aDayLater(customer);
    const { owner } = desk.teller.database;
    const { id, bot_id } = await personOf(customer);
    const storing = await owner.transaction();
    const conversation = await storing('conversations').where({ person_id: id }).whereNot({ state: 'closed' }).forUpdate().first<{ id: number }>('id');
    const swept = eraser().sweep();
    await somebodyWaits(owner);
    const content = { kind: 'text', text: 'A last word' };
    await storing('messages').insert({ bot_id, conversation_id: conversation.id, author: 'customer', author_id: id, content });
    await storing.commit();
    await swept;
    expect(await personOf(customer)).toMatchObject({ first_name: '', erase_after: null });
  });

  test('stay erased when a moderator edits what they had said to their owner', async () => {
    const customer = await desk.customer('Forgotten');
    await desk.connect(customer, desk.first);
    const said = await desk.first.send('Hello, dear guest');
    await customer.waitFor(/dear guest/);
    await customer.send('/end');
    await customer.waitFor(/ended/);
    await askErasing(customer);
    await settled(desk.teller);
    await aDayLater(customer);
    await eraser().sweep();
    await desk.first.edit(said.message_id, 'Hello, dear Forgotten');
    await settled(desk.teller);
    expect((await tablesOf(desk.teller.database)).filter(({ text }) => /Forgotten/.test(text))).toEqual([]);
  });

  test('stay erased when their owner then blocks the bot', async () => {
    const customer = await desk.customer('Leaving');
    await askErasing(customer);
    await settled(desk.teller);
    await aDayLater(customer);
    await eraser().sweep();
    await settled(desk.teller);
    await customer.block();
    await settled(desk.teller);
    expect(await personOf(customer)).toMatchObject({ first_name: '', unreachable_at: expect.any(Date) });
    await customer.unblock();
    await settled(desk.teller);
    expect(await personOf(customer)).toMatchObject({ first_name: '', unreachable_at: null });
  });

  test('that cannot be erased keep nobody else from being erased', async () => {
    const [stuck, customer] = [await desk.customer('Stuck'), await desk.customer('Behind')];
    for (const phone of [stuck, customer]) {
      await askErasing(phone);
      await settled(desk.teller);
      await aDayLater(phone);
    }
    const { owner } = desk.teller.database;
    await owner.raw(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
      create trigger refuse before update on persons for each row when (old.first_name = 'Stuck' and new.first_name = '')
        execute function refuse()`);
    await eraser().sweep();
    await owner.raw('drop trigger refuse on persons');
    expect(await personOf(stuck)).toMatchObject({ first_name: 'Stuck' });
    expect(await personOf(customer)).toMatchObject({ first_name: '' });
    await eraser().sweep();
    expect(await personOf(stuck)).toMatchObject({ first_name: '' });
  });

  test('stay when their owner thinks better of it', async () => {
    const customer = await desk.customer('Staying');
    await askErasing(customer);
    await customer.press('Keep my data');
    await customer.waitFor('Fine, your data stay.');
    await settled(desk.teller);
    expect(await personOf(customer)).toMatchObject({ erase_after: null });
    await eraser().sweep();
    expect(await personOf(customer)).toMatchObject({ first_name: 'Staying' });
    expect(await actsOn(customer)).toEqual(['person.erase.ask', 'person.erase.confirm', 'person.erase.withdraw']);
  });

  test('wait while their owner waits for a person, and are never erased of staff', async () => {
    const customer = await desk.customer('Queueing');
    await askErasing(customer);
    await desk.queue(customer);
    await aDayLater(customer);
    await eraser().sweep();
    expect(await personOf(customer)).toMatchObject({ first_name: 'Queueing' });
    await customer.send('/end');
    await settled(desk.teller);
    await eraser().sweep();
    expect(await personOf(customer)).toMatchObject({ first_name: '' });
    await desk.first.send('/privacy');
    await desk.first.waitFor(/Your data and you/);
    await desk.first.press('🗑 Erase my data');
    await desk.first.waitFor(/While you work here/);
    expect(await actsOn(desk.first)).toEqual(['person.erase.ask denied']);
    await desk.teller.database.owner('persons').where({ telegram_id: desk.first.userId }).update({ erase_after: new Date(0) });
    await eraser().sweep();
    expect(await personOf(desk.first)).toMatchObject({ first_name: 'Mod1' });
  });

  test('messages older than the bank keeps them are emptied, those of an open talk are not', async () => {
    const old = await desk.customer('Old');
    const talking = await desk.customer('Talking');
    for (const phone of [old, talking]) await phone.send('an old sentence');
    await desk.queue(talking);
    await settled(desk.teller);
    await desk.teller.database.owner.raw(`update messages set created_at = now() - interval '31 days' where text = 'an old sentence'`);
    await old.send('a new sentence');
    await settled(desk.teller);
    await eraser(30).sweep();
    const kept = await desk.teller.database.owner('messages').whereIn('text', ['an old sentence', 'a new sentence']).orderBy('id').pluck<string[]>('text');
    expect(kept).toEqual(['an old sentence', 'a new sentence']);
    const emptied = await desk.teller.database.owner('messages').whereNotNull('emptied_at').andWhere('created_at', '<', new Date(Date.now() - 30 * 86_400_000)).select('content');
    expect(emptied).toEqual([{ content: { kind: 'text', text: '' } }]);
  });

  test('updates and calls that failed before the bank’s time is over keep what they hold, older ones do not', async () => {
    const { owner } = desk.teller.database;
    const { botId } = desk.teller.simulator;
    const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    const payload = JSON.stringify({ text: 'an old word' });
    const common = { bot_id: botId, chat_id: 1, payload, error: 'no', finished_at: ago(1) };
    const update = (update_id: number, days: number) => ({ ...common, update_id, state: 'dead', received_at: ago(days) });
    const call = (ref: string, days: number) => ({ ...common, ref, method: 'sendMessage', state: 'failed', created_at: ago(days) });
    await owner('inbox').insert([update(1, 31), update(2, 29)]);
    await owner('outbox').insert([call('old', 31), call('new', 29)]);
    await eraser(30).sweep();
    const updates = await owner('inbox').whereIn('update_id', [1, 2]).orderBy('update_id').select('state', 'payload');
    const calls = await owner('outbox').whereIn('ref', ['old', 'new']).orderBy('id').select('state', 'payload');
    const kept = { text: 'an old word' };
    expect(updates).toEqual([{ state: 'done', payload: {} }, { state: 'dead', payload: kept }]);
    expect(calls).toEqual([{ state: 'cancelled', payload: {} }, { state: 'failed', payload: kept }]);
  });
});
