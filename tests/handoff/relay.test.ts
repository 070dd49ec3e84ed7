import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { somebodyWaits } from '../support/database.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { type Scene, claim, settled, startScene, textOf } from '../support/scene.js';

const arrived = async (phone: Phone, fits: (message: SeenMessage) => boolean): Promise<SeenMessage> =>
  phone.waitForChat(
    ({ messages }) => messages.find((message) => message.sim.direction === 'out' && !message.sim.deleted && fits(message)),
    30_000,
    fits.toString(),
  );
const withText = (text: string | RegExp) => (message: SeenMessage) =>
  typeof text === 'string' ? textOf(message).endsWith(text) : text.test(textOf(message));

/**
 * Each scenario has a Teller of its own and they run side by side: what takes time is Telegram's pace per chat. A
 * test waits for its scenario.
 */
describe('what is said in a hand-off', () => {
  const scenarios: { start: () => Promise<void>; running?: Promise<void> }[] = [];
  const scenario = (name: string, play: () => Promise<void>): void => {
    const entry: (typeof scenarios)[number] = { start: play };
    scenarios.push(entry);
    test(name, () => entry.running);
  };
  const scenes: Scene[] = [];
  const pair = async (name = 'Aru'): Promise<{ scene: Scene; customer: Phone; moderator: Phone; id: number }> => {
    const scene = scenes.pop();
    const moderator = scene?.moderators[0];
    if (!scene || !moderator) throw new Error('Too few scenes');
    const customer = await scene.customer(name);
    const id = await scene.connect(customer, moderator);
    used.push(scene);
    return { scene, customer, moderator, id };
  };
  const used: Scene[] = [];
  beforeAll(async () => {
    for (const entry of scenarios) {
      scenes.push(await startScene(1));
      entry.running = entry.start();
      // It is the test that reports it.
      entry.running.catch(() => undefined);
    }
  });
  afterAll(() => Promise.all([...scenes, ...used].map((scene) => scene.release())));

  scenario('everything that can be passed on arrives both ways, in order, and the rest is refused clearly', async () => {
    const { scene, customer, moderator } = await pair();
    const kinds = [
      { text: 'plain' },
      { photo: { name: 'p.jpg' }, caption: 'a photo' },
      { document: { name: 'd.pdf' }, caption: 'a document' },
      { voice: {} },
      { video_note: {} },
      { sticker: { emoji: '👍' } },
      { location: { latitude: 43.2, longitude: 76.9 } },
      { contact: { phone_number: '+77015550001', first_name: 'Branch' } },
      { video: {}, caption: 'a video' },
      { audio: {} },
    ];
    for (const kind of kinds) {
      await customer.post(kind);
      await moderator.post(kind);
    }
    await settled(scene.teller);
    for (const phone of [customer, moderator]) {
      const got = (await phone.messages()).filter(({ sim }) => sim.direction === 'out');
      const order = got.flatMap((message) => {
        const kind = Object.keys(kinds.reduce((all, one) => ({ ...all, ...one }), {})).find(
          (key) => key !== 'caption' && key !== 'text' && key in message,
        );
        if (kind !== undefined) return [kind];
        return /plain$/.test(textOf(message)) ? ['text'] : [];
      });
      expect(order).toEqual(kinds.map((kind) => Object.keys(kind)[0]));
      expect(got.filter((message) => 'photo' in message).map(textOf)).toEqual([expect.stringMatching(/a photo$/)]);
    }
    const headed = (await moderator.messages()).filter((message) => 'photo' in message && message.sim.direction === 'out');
    expect(textOf(headed[0] as SeenMessage)).toMatch(/^👤 Aru · Request\u00a0#\d+\na photo$/);
    await rawMessage(scene, customer, { dice: { emoji: '🎲', value: 3 } });
    await arrived(customer, withText(/can't pass that kind/));
    await rawMessage(scene, moderator, { poll: { id: '1', question: 'x', options: [] } });
    await arrived(moderator, withText(/cannot be passed on/));
  });

  scenario('messages while waiting are acknowledged and reach the moderator at the claim, in order', async () => {
    const scene = scenes.pop() as Scene;
    used.push(scene);
    const [moderator] = scene.moderators as [Phone];
    const customer = await scene.customer('Waiting');
    const id = await scene.queue(customer);
    const one = await customer.send('one');
    await customer.waitFor(/Noted.*Your place in line: 1/);
    const two = await customer.sendPhoto({}, 'two');
    const three = await customer.send('three');
    await customer.edit(one.message_id, 'one, corrected');
    await settled(scene.teller);
    const reactions = scene.teller.simulator.calls('setMessageReaction');
    expect(reactions.map(({ params }) => params['message_id'])).toEqual([two.message_id, three.message_id]);
    expect((await customer.messages()).filter((message) => /Noted/.test(textOf(message)))).toHaveLength(1);
    await setBack(scene, '1 hour');
    await claim(moderator, id);
    await settled(scene.teller);
    const passed = (await moderator.messages()).filter((message) => textOf(message).startsWith('👤'));
    expect(passed.map((message) => textOf(message).split('\n')[1])).toEqual(['one, corrected', 'two', 'three']);
    expect(passed[1]).toHaveProperty('photo');
  });

  scenario('long texts arrive whole, with their formatting, and captions too', async () => {
    const { customer, moderator, scene } = await pair();
    const long = `${'слово '.repeat(682)}конец`.slice(-4096);
    await customer.send(long);
    await moderator.send(long);
    await customer.sendPhoto({}, 'ш'.repeat(1024));
    await moderator.sendPhoto({}, 'ш'.repeat(1024));
    await settled(scene.teller);
    const got = async (phone: Phone): Promise<string> =>
      (await phone.messages())
        .filter(({ sim }) => sim.direction === 'out')
        .map(textOf)
        .join(' ')
        .replace(/\s+/g, '');
    for (const phone of [customer, moderator]) {
      expect(await got(phone)).toContain(long.replace(/\s+/g, ''));
      expect(await got(phone)).toContain('ш'.repeat(1024));
      const photos = (await phone.messages()).filter((message) => 'photo' in message && message.sim.direction === 'out');
      expect(photos).toHaveLength(1);
    }
  });

  scenario('formatting, emoji and the characters of markup survive as they were typed', async () => {
    const { customer, moderator, scene } = await pair();
    const text = '<b>not bold</b> *x* _y_ [a](http://b) &amp; \\ 👩‍👩‍👧 ‮rtl‬ 🇰🇿';
    await customer.send(text);
    await moderator.send(text);
    const onModerator = await arrived(moderator, withText(text));
    const onCustomer = await arrived(customer, withText(text));
    expect(textOf(onCustomer)).toBe(text);
    expect(textOf(onModerator)).toBe(`${textOf(onModerator).split('\n')[0] ?? ''}\n${text}`);
    const entities = [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'text_link', offset: 3, length: 3, url: 'https://example.com/' },
    ];
    await rawMessage(scene, customer, { text: '😀 abc', entities });
    const formatted = await arrived(moderator, withText('😀 abc'));
    const shift = (textOf(formatted).split('\n')[0]?.length ?? 0) + 1;
    expect(formatted.entities).toEqual(
      expect.arrayContaining(entities.map((entity) => expect.objectContaining({ ...entity, offset: entity.offset + shift }))),
    );
  });

  scenario('edits of texts and captions follow, also when they grow or shrink over the limit', async () => {
    const { customer, moderator, scene } = await pair();
    const plain = await customer.send('helo');
    const photo = await moderator.sendPhoto({}, 'capton');
    const long = await customer.send(`start ${'x'.repeat(4080)} the end`);
    await settled(scene.teller);
    await customer.edit(plain.message_id, 'hello');
    await fetch(`${scene.teller.simulator.url}/sim/chats/${moderator.botId}/${moderator.userId}/messages/${photo.message_id}`, {
      method: 'PATCH',
      body: JSON.stringify({ caption: 'caption' }),
      headers: { 'content-type': 'application/json' },
    });
    await customer.edit(long.message_id, 'short now');
    await settled(scene.teller);
    const onModerator = (await moderator.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
    expect(onModerator.filter((text) => /helo/.test(text))).toEqual([]);
    expect(onModerator.filter((text) => /\nhello$/.test(text))).toHaveLength(1);
    expect(onModerator.filter((text) => /the end|xxx/.test(text))).toEqual([]);
    expect(onModerator.filter((text) => /\nshort now$/.test(text))).toHaveLength(1);
    const onCustomer = (await customer.messages()).filter((message) => 'photo' in message && message.sim.direction === 'out');
    expect(onCustomer.map(textOf)).toEqual(['caption']);

    await customer.edit(long.message_id, `again ${'y'.repeat(4080)} the very end`);
    await settled(scene.teller);
    const after = (await moderator.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
    expect(after.filter((text) => /short now/.test(text))).toEqual([]);
    expect(after.join('').match(/the very end/g)).toHaveLength(1);

    await customer.edit(long.message_id, `more ${'z'.repeat(4080)} the last end`);
    await settled(scene.teller);
    const more = (await moderator.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
    expect(more.join('')).not.toMatch(/very end|yyy/);
    expect(more.join('').match(/the last end/g)).toHaveLength(1);
    await customer.edit(long.message_id, 'short at last');
    await settled(scene.teller);
    const last = (await moderator.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
    expect(last.join('')).not.toMatch(/the last end|zzz/);
    expect(last.filter((text) => /\nshort at last$/.test(text))).toHaveLength(1);
    expect(await scene.teller.database.owner('outbox').where({ state: 'failed' }).select('method', 'error')).toEqual([]);
  });

  scenario('an edit made while a moderator accepts reaches them', async () => {
    const scene = scenes.pop() as Scene;
    used.push(scene);
    const [moderator] = scene.moderators as [Phone];
    const { owner } = scene.teller.database;
    const customer = await scene.customer('Quick');
    const id = await scene.queue(customer);
    const written = await customer.send('sum 100');
    await settled(scene.teller);
    // Stands for a claim that has read what waits and has not committed yet.
    const claiming = await owner.transaction();
    const { conversation_id } = await claiming('handoffs').where({ id }).first<{ conversation_id: number }>('conversation_id');
    await claiming('conversations').where({ id: conversation_id }).forUpdate().first('id');
    await customer.edit(written.message_id, 'sum 999');
    await somebodyWaits(owner);
    await claiming.commit();
    await claim(moderator, id);
    await arrived(moderator, withText(/sum 999/));
  });

  scenario('an edit follows whole although the heading of its copy has grown meanwhile', async () => {
    const { customer, moderator, scene } = await pair();
    const long = await customer.send(`start ${'x'.repeat(4040)} the end`);
    await settled(scene.teller);
    const { owner } = scene.teller.database;
    await owner('persons').where({ telegram_id: customer.userId }).update({ first_name: 'A name of thirty characters...' });
    await customer.edit(long.message_id, `begin ${'x'.repeat(4040)} the last end`);
    await settled(scene.teller);
    const texts = (await moderator.messages()).filter(({ sim }) => sim.direction === 'out').map(textOf);
    expect(texts.join('')).not.toMatch(/start|the end/);
    expect(texts.join('').match(/the last end/g)).toHaveLength(1);
  });

  scenario('replies keep their thread both ways', async () => {
    const { customer, moderator } = await pair();
    const question = await customer.send('question');
    const copy = await arrived(moderator, withText('question'));
    const answer = await moderator.send('answer', { reply_to_message_id: copy.message_id });
    const answerCopy = await arrived(customer, withText('answer'));
    expect(answerCopy.reply_to_message?.message_id).toBe(question.message_id);
    await customer.send('thanks', { reply_to_message_id: answerCopy.message_id });
    expect((await arrived(moderator, withText('thanks'))).reply_to_message?.message_id).toBe(answer.message_id);
  });

  scenario('every picture of an album arrives', async () => {
    const { customer, moderator } = await pair();
    for (const caption of ['1 of 2', '2 of 2']) await customer.post({ photo: { name: 'a.jpg' }, caption, media_group_id: 'g' });
    await arrived(moderator, withText('1 of 2'));
    expect(await arrived(moderator, withText('2 of 2'))).toHaveProperty('photo');
  });

  scenario('an edit of something said before the hand-off, or unknown, is not sent after', async () => {
    const scene = scenes.pop() as Scene;
    used.push(scene);
    const [moderator] = scene.moderators as [Phone];
    const customer = await scene.customer('Editor');
    const before = await customer.send(`салем ${'z'.repeat(4000)}`);
    await settled(scene.teller);
    await scene.connect(customer, moderator);
    await customer.edit(before.message_id, `changed ${'z'.repeat(4080)}`);
    await settled(scene.teller);
    await eventually(async () => {
      expect((await moderator.messages()).filter((message) => /zzzz/.test(textOf(message)) && !/^🔔|^Waiting for/.test(textOf(message)))).toEqual([]);
    });
  });

  /** As a clock that jumps would: what has been said until now was said earlier. */
  async function setBack(scene: Scene, interval: string): Promise<void> {
    await scene.teller.database.owner.raw('update messages set created_at = created_at - ?::interval', [interval]);
  }

  async function rawMessage(scene: Scene, phone: Phone, content: object): Promise<void> {
    const person = { id: phone.userId, first_name: phone === scene.moderators[0] ? 'Mod1' : 'Aru' };
    const message = {
      message_id: 100_000 + Math.floor(Math.random() * 100_000),
      date: 1,
      from: { ...person, is_bot: false, language_code: 'en' },
      chat: { ...person, type: 'private' },
      ...content,
    };
    await fetch(`${scene.teller.simulator.url}/sim/updates/${phone.botId}`, {
      method: 'POST',
      body: JSON.stringify({ updates: [{ message }] }),
      headers: { 'content-type': 'application/json' },
    });
  }
});
