import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { CONTEXTS } from '../support/teller.js';
import { openHandoffOf, said, settled, shareScene } from '../support/scene.js';

describe('registration', () => {
  const desk = shareScene(1);
  const newPhone = (fields: { first_name?: string; language_code?: string; phone?: string } = {}): Phone =>
    desk.teller.simulator.phone({ language_code: 'en', ...fields });

  test.each([
    ['ru', /^Здравствуйте, Aru!/],
    ['kk', /^Сәлеметсіз бе, Aru!/],
    ['en', /^Hello, Aru!/],
    ['en-GB', /^Hello, Aru!/],
    ['de', /^Здравствуйте, Aru!/],
  ])('greets somebody whose Telegram speaks %s', async (language_code, greeting) => {
    const phone = newPhone({ first_name: 'Aru', language_code });
    await phone.send('/start');
    await phone.waitFor(greeting);
    const question = await phone.waitFor(({ reply_markup }) => reply_markup !== undefined);
    const buttons = question.reply_markup?.inline_keyboard.flat().map(({ text }) => text);
    expect(buttons).toEqual(['Русский', 'Қазақша', 'English']);
  });

  test('a name is said as it is, whatever it looks like', async () => {
    const first_name = '<b>{{name}}</b> $t(common.failed) *x*';
    const phone = newPhone({ first_name });
    await phone.send('/start');
    const greeting = await phone.waitFor(/^Hello/);
    expect(greeting.text).toContain(`Hello, ${first_name}!`);
    expect(greeting.entities ?? []).toEqual([]);
  });

  test('the chosen language asks for the phone with its purpose and consent; the own contact registers', async () => {
    const phone = newPhone({ first_name: 'Dana' });
    await phone.send('/start');
    await phone.waitFor(/Which language/);
    await phone.press('Қазақша');
    const request = await phone.waitFor(/шифрланған/);
    expect(request.text).toMatch(/келісім бересіз/);
    const { reply_keyboard } = await phone.chat();
    expect(reply_keyboard?.keyboard.flat()).toEqual([expect.objectContaining({ request_contact: true })]);
    await phone.press('📱 Нөмірмен бөлісу');
    await phone.waitFor(/сіз тіркелдіңіз/);
    expect((await phone.chat()).reply_keyboard).toBeNull();
  });

  test.each([
    ['somebody else’s contact', { contact: { user_id: 5, phone_number: '+77015550001', first_name: 'Other' } }, /not your own contact/],
    ['a contact without an account', { contact: { phone_number: '+77015550001', first_name: 'Other' } }, /not your own contact/],
    ['a forwarded contact', { contact: 'own' as const, forward: true }, /not your own contact/],
    ['a typed number', { text: '+7 701 555 00 01' }, /cannot accept a typed number/],
  ])('%s does not register, and the button is offered', async (_what, input, refusal) => {
    const phone = newPhone();
    await phone.post(input);
    await phone.waitFor(refusal);
    const { reply_keyboard } = await phone.chat();
    expect(reply_keyboard?.keyboard.flat()).toEqual([expect.objectContaining({ request_contact: true })]);
    const person = await desk.teller.database.owner('persons').where({ telegram_id: phone.userId }).first();
    expect(person).toMatchObject({ phone_sealed: null, registered_at: null });
  });

  test('an own contact with an impossible number does not register', async () => {
    const phone = newPhone({ phone: '+70001' });
    await phone.shareContact();
    await phone.waitFor(/could not recognise that number/);
  });

  test('a number that another account holds is refused without a hint whose it is', async () => {
    const holder = newPhone({ first_name: 'Holder', phone: '+77015550100' });
    await holder.shareContact();
    await holder.waitFor(/you are registered/);
    const other = newPhone({ first_name: 'Second', phone: '+77015550100' });
    await other.shareContact();
    const refusal = await other.waitFor(/could not be registered/);
    expect(refusal.text).not.toMatch(/Holder|account|another|somebody|taken|already/i);
  });

  test('two accounts that share one number at the same moment: one is registered', async () => {
    const two = ['A', 'B'].map((first_name) => newPhone({ first_name, phone: '+77015550200' }));
    await Promise.all(two.map((phone) => phone.shareContact()));
    await settled(desk.teller);
    const answers = (await Promise.all(two.map(said))).flat();
    expect(answers.filter((text) => /you are registered/.test(text))).toHaveLength(1);
    expect(answers.filter((text) => /could not be registered/.test(text))).toHaveLength(1);
  });

  test('registering again changes nothing, or the number when it is a new one', async () => {
    const phone = newPhone({ phone: '+77015550300' });
    await phone.shareContact();
    await phone.waitFor(/you are registered/);
    await phone.shareContact();
    await phone.waitFor(/registered already/);
    desk.teller.simulator.world.updatePerson(phone.userId, { phone: '+77015550301' });
    await phone.shareContact();
    await phone.waitFor(/number is updated/);
  });

  test('/language changes everything that follows: answers, the menu and what staff’s acts say', async () => {
    const phone = newPhone();
    await phone.shareContact();
    await phone.waitFor(/you are registered/);
    await phone.send('/language');
    await phone.waitFor(/Which language/);
    await phone.press('Русский');
    await phone.waitFor('Язык: русский.');
    await phone.send('/help');
    await phone.waitFor(/Зову специалиста/);
    const { commands } = await phone.chat();
    expect(commands.find(({ command }) => command === 'help')?.description).toBe('Позвать специалиста');
  });

  test('no phone is in clear in the database or in the log', async () => {
    const shared = newPhone({ phone: '+77027771122' });
    await shared.shareContact();
    await shared.waitFor(/you are registered/);
    const second = newPhone({ phone: '+77027771122' });
    await second.shareContact();
    await second.waitFor(/could not be registered/);
    await second.send('8 702 777 11 22');
    await second.waitFor(/typed number/);
    await second.post({ contact: { user_id: shared.userId, phone_number: '77027771122', first_name: 'x' } });
    await second.waitFor(/not your own/);
    await settled(desk.teller);
    const { owner } = desk.teller.database;
    const { rows: tables } = await owner.raw<{ rows: { table_name: string }[] }>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const leaks: string[] = [];
    for (const { table_name } of tables) {
      const { rows } = await owner.raw<{ rows: { line: string }[] }>(`select to_jsonb(t)::text as line from ?? as t`, [table_name]);
      for (const { line } of rows) if (line.replace(/[ ()-]/g, '').includes('7027771122')) leaks.push(`${table_name}: ${line}`);
    }
    expect(leaks).toEqual([]);
    expect(await readFile(desk.teller.logFile, 'utf8')).not.toContain('7027771122');
  });
});

describe('before registering', () => {
  const desk = shareScene(1, { env: { CONTEXTS_DIR: CONTEXTS } });

  test('a general question is answered', async () => {
    const phone = desk.teller.simulator.phone({ language_code: 'ru' });
    await phone.send('Сколько стоит обслуживание карты Gold?');
    expect((await phone.waitFor(/Источник/)).text).toContain('9 900');
  });

  test.each([
    ['/help', (phone: Phone) => phone.send('/help')],
    ['the wish in words', (phone: Phone) => phone.send('позовите оператора')],
    [
      'the button under a refusal',
      async (phone: Phone) => {
        await phone.send('Какой у меня баланс на карте?');
        await phone.waitFor(/недоступны/);
        await phone.press('👤 Позвать специалиста');
      },
    ],
  ])('%s asks for the phone, and the hand-off follows by itself', async (_what, ask) => {
    const phone = desk.teller.simulator.phone({ first_name: 'Новый', language_code: 'ru' });
    await ask(phone);
    await phone.waitFor(/поделитесь номером/i);
    await phone.press('📱 Поделиться номером');
    await openHandoffOf(desk.teller, phone, 'waiting');
    await phone.waitFor(/Зову специалиста/);
    expect((await said(phone)).filter((text) => /\/help/.test(text))).toEqual([]);
  });
});
