import { describe, expect, test } from '@jest/globals';
import { WEEKDAYS } from '../../src/modules/bots/index.js';
import { claim, keepTexts, openHandoffOf, said, settled, shareScene, textOf } from '../support/scene.js';
import { setSettings } from '../support/settings.js';

const EMERGENCY = /Block your card in the app/;

describe('a customer who tells of danger', () => {
  const desk = shareScene(2);

  test('is told at once what to do, and comes before everybody who waits', async () => {
    const [patient, urgent] = await Promise.all([desk.customer('Patient'), desk.customer('Urgent')]);
    const earlier = await desk.queue(patient);
    await urgent.send('My card was stolen, what do I do?');
    const id = await openHandoffOf(desk.teller, urgent, 'waiting');
    await urgent.waitFor(EMERGENCY);
    await urgent.waitFor(/ahead of everybody else/);
    const notice = await desk.first.waitFor(/🚨 Urgent, waiting.*Urgent · Request/s);
    expect(textOf(notice)).toContain('Customer: My card was stolen, what do I do?');
    expect(notice.reply_markup?.inline_keyboard[0]?.[0]).toMatchObject({ callback_data: `claim:${id}` });
    await patient.send('/help');
    await patient.waitFor(/in line already, at place 2/);
    await settled(desk.teller);
    await desk.first.send('/queue');
    const list = await desk.first.waitFor(/^Waiting\n/);
    expect(textOf(list)).toMatch(/🚨 Urgent · .*\nPatient · /);
    expect(list.reply_markup?.inline_keyboard.flat().map((button) => 'callback_data' in button && button.callback_data)).toEqual([
      `claim:${id}`,
      `claim:${earlier}`,
    ]);
    await patient.send('/end');
    await urgent.send('/end');
    await urgent.waitFor(/cancelled the call/);
  });

  test('needs no phone for it: the phone is asked for while a person is called', async () => {
    const stranger = desk.teller.simulator.phone({ first_name: 'Stranger', language_code: 'en' });
    await stranger.send('I told a caller the code from the text message');
    const id = await openHandoffOf(desk.teller, stranger, 'waiting');
    await stranger.waitFor(EMERGENCY);
    await stranger.waitFor(/share your phone number with the button below/);
    await stranger.shareContact();
    await stranger.waitFor(/in line already, at place 1/);
    expect(await claim(desk.first, id)).toBeUndefined();
    await stranger.waitFor(/A person is with you now/);
    await desk.first.send('Is the money still there?');
    await stranger.waitFor('Is the money still there?');
    await stranger.send('/end');
    await stranger.waitFor(/has ended/);
  });

  test('while waiting is moved to the front, once, and is not told the same again', async () => {
    const textsFor = await keepTexts(desk.teller);
    const customer = await desk.customer('Waiting');
    await desk.queue(customer);
    await desk.first.waitFor(/🔔.*Waiting · Request/s);
    await customer.send('somebody has hacked my account');
    await customer.waitFor(EMERGENCY);
    await desk.first.waitFor(/🚨 Urgent.*Waiting · Request.*hacked/s);
    await customer.send('my money is gone, I have been scammed');
    await settled(desk.teller);
    expect((await said(customer)).filter((text) => EMERGENCY.test(text))).toHaveLength(1);
    const calls = (await textsFor(desk.second)).filter((text) => /🚨 Urgent.*Waiting · Request.*\nThe previous|🚨 Urgent.*Waiting · .*Customer:/s.test(text));
    expect(calls).toHaveLength(1);
    await customer.send('/end');
    await customer.waitFor(/cancelled the call/);
  });

  test('talks with the person they have: only that person is pointed to it, once', async () => {
    const customer = await desk.customer('Talking');
    await desk.connect(customer, desk.first);
    await customer.send('I lost my wallet with the card');
    await desk.first.waitFor(/🚨 Talking · Request.*looks urgent/);
    await desk.first.waitFor(/Talking.*\nI lost my wallet with the card/s);
    await customer.send('someone is using my card');
    await desk.first.waitFor(/someone is using my card/);
    await settled(desk.teller);
    expect((await said(customer)).some((text) => EMERGENCY.test(text))).toBe(false);
    expect((await said(desk.first)).filter((text) => /Talking.*looks urgent/.test(text))).toHaveLength(1);
    await customer.send('/end');
    await customer.waitFor(/has ended/);
  });

  test('finds those on duty at any hour, in the words of the bank, and help lines where a life is at stake', async () => {
    const closed = Object.fromEntries(WEEKDAYS.map((day) => [day, null]));
    await setSettings(desk.teller, {
      texts: { emergency: { kk: 'Жасыл Банк: 7711 нөміріне қазір қоңырау шалыңыз.' } },
      workingHours: { timeZone: 'UTC', days: closed },
    });
    const robbed = await desk.customer('Aigul', 'kk');
    await robbed.send('картамды ұрлап кетті');
    await robbed.waitFor('Жасыл Банк: 7711 нөміріне қазір қоңырау шалыңыз.');
    await robbed.waitFor(/Қазір жұмыс уақыты емес, бірақ кезекшілерді/);
    await desk.second.waitFor(/🚨.*Aigul · Request/s);
    const despairing = await desk.customer('Pavel', 'ru');
    await despairing.send('не хочу больше жить');
    await despairing.waitFor(/112.*150.*111/s);
    await desk.second.waitFor(/🚨.*Pavel · Request/s);
  });

  test('what is only asked about danger goes to the documents', async () => {
    const customer = await desk.customer('Curious');
    await customer.send('What happens if I lose my card?');
    await customer.waitFor(/cannot confirm|can't confirm|not able|confirm/i);
    expect((await said(customer)).some((text) => EMERGENCY.test(text))).toBe(false);
  });
});
