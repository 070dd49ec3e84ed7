import { describe, expect, test } from '@jest/globals';
import { claim, keepTexts, pressAnything, said, settled, shareScene, textOf } from '../support/scene.js';

describe('the line for a human', () => {
  const desk = shareScene(2);

  test('a customer sees their place, moderators get the last turns and a first button that accepts', async () => {
    const [one, two] = await Promise.all([desk.customer('One'), desk.customer('Two')]);
    await one.send('Здравствуйте');
    await one.waitFor(/вопрос/);
    const id = await desk.queue(one);
    await one.waitFor(/You are next in line/);
    await desk.queue(two);
    await two.waitFor(/Your place in line: 2/);
    for (const moderator of [desk.first, desk.second]) {
      const notice = await moderator.waitFor(/🔔.*One · Request\u00a0#/s);
      expect(notice.text).toContain('Customer: Здравствуйте');
      expect(notice.text).toContain('Bot: ');
      expect(notice.reply_markup?.inline_keyboard[0]?.[0]).toMatchObject({ callback_data: `claim:${id}` });
    }
    await one.send('/help');
    await one.waitFor(/in line already, at place 1/);

    await desk.first.press((button) => button.callback_data === `claim:${id}`);
    await one.waitFor(/A person is with you now/);
    await desk.second.waitForChat(({ messages }) => messages.find(({ text }) => /One · Request\u00a0#.*\n.*Taken by Mod1/s.test(text ?? '')));
    await desk.first.waitForChat(({ messages }) => messages.find(({ text }) => /One · Request\u00a0#.*\n.*You took.*Customer: Здравствуйте/s.test(text ?? '')));
    const settledNotices = (await desk.second.messages()).filter(({ text }) => /Taken by Mod1/.test(text ?? ''));
    expect(settledNotices.every(({ reply_markup }) => reply_markup === undefined)).toBe(true);
    await two.send('/end');
    await two.waitFor(/cancelled the call/, 30_000);
    await one.send('/end');
    await one.waitFor(/has ended/);
  });

  test('late, repeated and foreign presses are harmless', async () => {
    const [customer, stranger] = await Promise.all([desk.customer('Late'), desk.customer('Stranger')]);
    const id = await desk.queue(customer);
    expect(await pressAnything(customer, `claim:${id}`)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect(await pressAnything(stranger, `claim:${id}`)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect(await pressAnything(stranger, `finish:${id}`)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect(await pressAnything(stranger, `deliver:${id}`)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect((await desk.handoff(id)).state).toBe('waiting');
    expect(await claim(desk.first, id)).toBeUndefined();
    expect(await claim(desk.first, id)).toMatch(/yours already/);
    expect(await claim(desk.second, id)).toMatch(/colleague/);
    expect(await pressAnything(desk.second, `finish:${id}`)).toMatchObject({ text: expect.stringMatching(/no longer works/) });
    expect((await desk.handoff(id)).state).toBe('active');
    await customer.send('/end');
    await customer.waitFor(/has ended/);
    expect(await claim(desk.second, id)).toMatch(/no longer waiting/);
    expect(await claim(desk.second, 999_999)).toMatch(/no longer waiting/);
  });

  test('the button that gives the call up works while waiting, and is harmless once somebody has come', async () => {
    const customer = await desk.customer('Giveup');
    await desk.queue(customer);
    await customer.waitFor(/next in line|place in line/);
    await customer.press('No longer needed');
    await customer.waitFor(/cancelled the call/, 30_000);
    const id = await desk.queue(customer);
    await claim(desk.first, id);
    await customer.waitFor(/A person is with you now/, 30_000);
    await settled(desk.teller);
    const bubbles = (await customer.messages()).filter(({ text }) => /in line/.test(text ?? ''));
    expect(bubbles.map(({ reply_markup }) => reply_markup)).toEqual([undefined, undefined]);
    for (const { message_id } of bubbles) {
      expect(await customer.pressData(message_id, `leave:${id}`)).toMatchObject({ text: expect.stringMatching(/no longer works/) });
    }
    expect((await desk.handoff(id)).state).toBe('active');
    await customer.send('/end');
    await customer.waitFor(/has ended/);
  });

  test('a moderator who waits for a human cannot accept themselves', async () => {
    await desk.second.shareContact();
    const id = await desk.queue(desk.second);
    expect(await claim(desk.second, id)).toMatch(/your own request/);
    expect((await desk.handoff(id)).state).toBe('waiting');
    await desk.second.send('/end');
    await desk.second.waitFor(/cancelled the call/, 30_000);
  });

  test('/queue shows moderators who waits, and tells customers politely that it is not for them', async () => {
    const customer = await desk.customer('Waiter');
    const id = await desk.queue(customer);
    await settled(desk.teller);
    await desk.first.send('/queue');
    const list = await desk.first.waitFor(/Waiting/);
    expect(textOf(list)).toMatch(/Waiter · Request\u00a0#/);
    expect(list.reply_markup?.inline_keyboard.flat()).toEqual([expect.objectContaining({ callback_data: `claim:${id}` })]);
    expect(textOf(list)).toMatch(/waiting less than a minute/);
    await desk.second.send('/queue');
    const other = await desk.second.waitFor(/Waiting/);
    await desk.first.pressData(list.message_id, `claim:${id}`);
    const after = await desk.first.waitFor(({ message_id }) => message_id === list.message_id);
    expect(textOf(after)).toMatch(/^Nobody is waiting\.\n\nYour conversations\nWaiter/);
    expect(after.reply_markup).toBeUndefined();
    expect(await desk.second.pressData(other.message_id, `claim:${id}`)).toMatchObject({ text: expect.stringMatching(/colleague has/) });
    const emptied = await desk.second.waitFor(({ message_id }) => message_id === other.message_id);
    expect(textOf(emptied)).toMatch(/Nobody is waiting/);
    await customer.send('/queue');
    await customer.waitFor(/not have access/);
    expect((await said(customer)).some((text) => /#\d/.test(text))).toBe(false);
  });
});

describe('two moderators', () => {
  const desk = shareScene(2);

  test('who press at the same moment: one has it and the other is told, 20 times', async () => {
    const textsFor = await keepTexts(desk.teller);
    const customers = await Promise.all(Array.from({ length: 20 }, (_, round) => desk.customer(`Round${round}`)));
    for (const customer of customers) {
      const id = await desk.queue(customer);
      const notices = await Promise.all([claim(desk.first, id), claim(desk.second, id)]);
      expect(notices.filter((notice) => notice === undefined)).toHaveLength(1);
      expect(notices.filter((notice) => /colleague has this/.test(notice ?? ''))).toHaveLength(1);
      const row = await desk.handoff(id);
      expect(row.state).toBe('active');
      for (const [index, moderator] of [desk.first, desk.second].entries()) {
        const texts = await textsFor(moderator);
        const own = texts.filter((text) => text.includes(`${id}`) && /You are with/.test(text));
        expect(own).toHaveLength(notices[index] === undefined ? 1 : 0);
      }
      await customer.send('/end');
    }
  });
});
