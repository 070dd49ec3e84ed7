import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { claim, said, settled, shareScene } from '../support/scene.js';

describe('a moderator with several conversations', () => {
  const scene = shareScene(1);
  let moderator: Phone;
  let alice: Phone;
  let bob: Phone;
  let aliceId: number;
  let bobId: number;
  const keyboard = async (): Promise<string[]> =>
    (await moderator.chat()).reply_keyboard?.keyboard.flat().map(({ text }) => text) ?? [];
  const quiet = (): Promise<void> => settled(scene.teller);

  beforeAll(async () => {
    moderator = scene.first;
    [alice, bob] = await Promise.all([scene.customer('Alice'), scene.customer('Bob')]);
    aliceId = await scene.connect(alice, moderator);
    bobId = await scene.connect(bob, moderator);
  });

  test('the keyboard shows all of them and who is selected: the one accepted last', async () => {
    await quiet();
    expect(await keyboard()).toEqual([`💬 Alice · Request\u00a0#${aliceId}`, `✍️ Bob · Request\u00a0#${bobId}`]);
  });

  test('it stays when the moderator shares a number or asks for help themselves', async () => {
    const keys = await keyboard();
    await moderator.send('/help');
    await moderator.shareContact();
    await moderator.waitFor(/you are registered/);
    await quiet();
    expect(await keyboard()).toEqual(keys);
    await moderator.send('/help');
    await moderator.waitFor(/You are next in line/);
    await moderator.press('No longer needed');
    await moderator.waitFor(/cancelled the call/);
    await quiet();
    expect(await keyboard()).toEqual(keys);
  });

  test('a message goes to the selected one, a reply to the one it replies to', async () => {
    await alice.send('from alice');
    const copy = await moderator.waitFor(/from alice/);
    await moderator.send('to the selected');
    await bob.waitFor('to the selected');
    await moderator.send('to alice', { reply_to_message_id: copy.message_id });
    await alice.waitFor('to alice');
    expect(await said(bob)).not.toContain('to alice');
    expect(await said(alice)).not.toContain('to the selected');
  });

  test('pressing a key switches', async () => {
    await moderator.press(`💬 Alice · Request\u00a0#${aliceId}`);
    await moderator.waitFor(/now writing to Alice/);
    expect(await keyboard()).toEqual([`✍️ Alice · Request\u00a0#${aliceId}`, `💬 Bob · Request\u00a0#${bobId}`]);
    await moderator.send('after the switch');
    await alice.waitFor('after the switch');
    expect(await said(bob)).not.toContain('after the switch');
  });

  test('when the selected one has ended, nothing is sent by guess; the choice delivers the message once', async () => {
    await alice.send('/end');
    await moderator.waitFor(/Alice.*ended the conversation/s);
    await quiet();
    expect(await keyboard()).toEqual([`💬 Bob · Request\u00a0#${bobId}`]);
    const pending = await moderator.sendPhoto({}, 'for whom?');
    const question = await moderator.waitFor(/Who should get this/);
    expect(question.reply_to_message?.message_id).toBe(pending.message_id);
    expect(await said(bob)).not.toContain('for whom?');
    await Promise.all([
      moderator.pressData(question.message_id, `deliver:${bobId}`),
      moderator.pressData(question.message_id, `deliver:${bobId}`),
    ]);
    await bob.waitFor('for whom?');
    await moderator.pressData(question.message_id, `deliver:${bobId}`);
    await moderator.pressData(question.message_id, `deliver:${aliceId}`);
    await quiet();
    expect((await said(bob)).filter((text) => text === 'for whom?')).toHaveLength(1);
    expect(await said(alice)).not.toContain('for whom?');
  });

  test('a choice for something that cannot be passed on says so, and not that it was sent', async () => {
    const chat = { id: moderator.userId, type: 'private', first_name: 'Mod1' };
    const waiting = { message_id: 900_001, date: 1, chat, poll: { id: '1', question: 'x', options: [] } };
    const question = { message_id: 900_002, date: 1, chat, text: 'Who?', reply_to_message: waiting };
    const from = { id: moderator.userId, is_bot: false, first_name: 'Mod1', language_code: 'en' };
    const press = { id: '900003', from, chat_instance: '1', data: `deliver:${bobId}`, message: question };
    await fetch(`${scene.teller.simulator.url}/sim/updates/${moderator.botId}`, {
      method: 'POST',
      body: JSON.stringify({ updates: [{ callback_query: press }] }),
      headers: { 'content-type': 'application/json' },
    });
    await moderator.waitFor(/cannot be passed on/);
    await quiet();
    const edits = scene.teller.simulator.calls('editMessageText').filter(({ params }) => params['message_id'] === 900_002);
    expect(edits).toEqual([]);
  });

  test('a key of a conversation that has ended is no message to somebody else', async () => {
    await moderator.press(`💬 Bob · Request\u00a0#${bobId}`);
    await moderator.waitFor(/now writing to Bob/);
    await moderator.send(`✍️ Alice · Request\u00a0#${aliceId}`);
    await moderator.waitFor(/that conversation has ended/);
    await quiet();
    expect((await said(bob)).filter((text) => /Alice/.test(text))).toEqual([]);
  });

  test('a reply to a conversation that has ended is refused, one to a notice nobody accepted too', async () => {
    const old = (await moderator.messages()).find(({ text }) => /from alice/.test(text ?? ''));
    await moderator.send('too late', { reply_to_message_id: old?.message_id });
    await moderator.waitFor(/Not sent: that conversation has ended/);
    const carol = await scene.customer('Carol');
    const id = await scene.queue(carol);
    const notice = await moderator.waitFor(/Carol · Request\u00a0#/);
    await moderator.send('not accepted', { reply_to_message_id: notice.message_id });
    await moderator.waitFor(/Not sent: accept the conversation first/);
    await quiet();
    for (const customer of [alice, bob, carol]) expect((await said(customer)).join()).not.toMatch(/too late|not accepted/);
    await claim(moderator, id);
    await carol.waitFor(/A person is with you/);
  });

  test('/end ends the selected one; without one it asks which', async () => {
    await moderator.send('/end');
    await moderator.waitFor(/conversation with Carol.*has ended/s);
    await quiet();
    const [dan, eve] = await Promise.all([scene.customer('Dan'), scene.customer('Eve')]);
    const danId = await scene.connect(dan, moderator);
    await scene.connect(eve, moderator);
    await eve.send('/end');
    await quiet();
    expect(await keyboard()).toEqual([`💬 Bob · Request\u00a0#${bobId}`, `💬 Dan · Request\u00a0#${danId}`]);
    await moderator.send('/end');
    await moderator.waitFor(/Which conversation shall I end/);
    await moderator.press(`Dan · Request\u00a0#${danId}`);
    await dan.waitFor(/has ended/);
    expect(await scene.handoff(danId)).toMatchObject({ state: 'ended', ended_by: 'moderator' });
    expect(await scene.handoff(bobId)).toMatchObject({ state: 'active' });
    await moderator.send('/end');
    await bob.waitFor(/has ended/);
    await quiet();
    expect(await keyboard()).toEqual([]);
  });

  test('a moderator without a conversation gets a hint; nobody else gets anything', async () => {
    await moderator.send('Сколько стоит карта?');
    await moderator.waitFor(/no open conversation/);
    await moderator.send('/end');
    await moderator.waitFor(/no open conversation/);
    await moderator.send('+7 727 244 11 11');
    await moderator.waitFor(/no open conversation/);
    const answers = await scene.teller.database.owner('answers').select('id');
    expect(answers).toEqual([]);
  });
});
