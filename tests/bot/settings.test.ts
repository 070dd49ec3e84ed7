import { describe, expect, test } from '@jest/globals';
import { WEEKDAYS } from '../../src/modules/bots/index.js';
import { DAY_MS } from '../../src/modules/bots/time-zone.js';
import { createTexts } from '../../src/locales/index.js';
import { handled, keepTexts, pressAnything, said, shareScene } from '../support/scene.js';
import { setSettings } from '../support/settings.js';

/** In UTC: nobody is at work until nine of the day after tomorrow, or of the days after it. */
const days = WEEKDAYS.map((day, index) => [day, (index + 8 - new Date(Date.now() + 2 * DAY_MS).getUTCDay()) % 7 < 3] as const);
const LATER = {
  timeZone: 'UTC',
  days: Object.fromEntries(days.map(([day, works]) => [day, works ? { from: '09:00', to: '18:00' } : null])),
};
const BACK = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  ru: ['в понедельник', 'во вторник', 'в среду', 'в четверг', 'в пятницу', 'в субботу', 'в воскресенье'],
  kk: ['дүйсенбі', 'сейсенбі', 'сәрсенбі', 'бейсенбі', 'жұма', 'сенбі', 'жексенбі'],
};
const backIn = (language: keyof typeof BACK): string => BACK[language][(new Date(Date.now() + 2 * DAY_MS).getUTCDay() + 6) % 7] ?? '';

describe("the bank's greeting", () => {
  const scene = shareScene(1);
  const OWN = 'Сәлем! <b>Demo Bank</b> *қолдау қызметі* {{name}} 100%';

  test('is said as it stands, in the languages that have one', async () => {
    await setSettings(scene.teller, { texts: { greeting: { kk: OWN } } });
    const customer = scene.teller.simulator.phone({ first_name: 'Aigerim', language_code: 'kk' });
    await customer.send('/start');
    const greeting = await customer.waitFor(OWN);
    expect(greeting.entities?.filter(({ type }) => type === 'bold' || type === 'italic') ?? []).toEqual([]);
    const other = scene.teller.simulator.phone({ first_name: 'Пётр', language_code: 'ru' });
    await other.send('/start');
    await other.waitFor(/^Здравствуйте, Пётр! Это служба поддержки/);
  });

  test('is said in the language that somebody chooses, and to whoever comes back', async () => {
    await setSettings(scene.teller, { texts: { greeting: { kk: OWN } } });
    const customer = scene.teller.simulator.phone({ first_name: 'Aigerim', language_code: 'ru' });
    await customer.send('/start');
    await customer.waitFor(/На каком языке/);
    await customer.press('Қазақша');
    await customer.waitFor(/телефон нөміріңізбен бөлісіңіз/);
    expect((await said(customer)).filter((text) => text === OWN)).toHaveLength(1);
    await customer.shareContact();
    await customer.waitFor(/тіркелдіңіз/);
    await customer.send('/start');
    await customer.waitFor(OWN);
  });
});

describe('out of hours', () => {
  const scene = shareScene(1);

  test('a customer is told when people are back, comes into the line all the same, and moderators hear of it', async () => {
    await setSettings(scene.teller, { workingHours: LATER });
    const customer = await scene.customer('Early');
    await customer.send('/help');
    const told = await customer.waitFor(/place 1\./);
    expect(told.text).toBe(
      `It is outside our working hours. Our team will answer from 09:00 on ${backIn('en')}. ` +
        'You are in line, at place 1. Go ahead and describe your question: they will read everything you write.',
    );
    await scene.first.waitFor(/Waiting for a person/);
    await customer.send('/help');
    await customer.waitFor(new RegExp(`To cancel: /end Our team will answer from 09:00 on ${backIn('en')}\\.$`));
    expect(await pressAnything(customer, 'human')).toMatchObject({ text: expect.stringMatching(/in line already.*from 09:00 on/) });
  });

  test.each([
    ['ru', /^Сейчас нерабочее время\. Специалисты ответят с 09:00 (\S+ \S+)\. Вы в очереди, ваше место: /],
    ['kk', /^Қазір жұмыс уақыты емес\. Мамандар (\S+) күні жауап береді, жұмыс басталатын уақыт — 09:00\. Сіз кезекте тұрсыз/],
  ] as const)('a customer is told so in %s', async (language, wanted) => {
    await setSettings(scene.teller, { workingHours: LATER });
    const customer = await scene.customer('Early', language);
    await customer.send('/help');
    const { text = '' } = await customer.waitFor(wanted);
    expect(wanted.exec(text)?.[1]).toBe(backIn(language));
  });

  test("the bank's own sentence is said, and nothing about a return where every day is a day off", async () => {
    const workingHours = { days: Object.fromEntries(WEEKDAYS.map((day) => [day, null])) };
    await setSettings(scene.teller, { workingHours, texts: { outOfHours: { en: 'We celebrate *Nauryz*.' } } });
    const customer = await scene.customer('Early');
    await customer.send('/help');
    await customer.waitFor(/^We celebrate \*Nauryz\*\. You are in line, at place \d/);
  });

  test('a customer who is in line already hears it when their moderator is lost', async () => {
    await setSettings(scene.teller, {});
    const customer = await scene.customer('Late');
    await scene.connect(customer, scene.first);
    await setSettings(scene.teller, { workingHours: LATER });
    await scene.first.block();
    await customer.waitFor(/had to leave\. .* Our team will answer from 09:00/);
    await scene.first.unblock();
  });

  test.each(['ru', 'kk', 'en'] as const)('every day has its own words in %s', (locale) => {
    const t = createTexts(locale)(locale);
    const told = WEEKDAYS.map((day) => t(`handoff.customer.back_${day}`, { time: '09:00' }));
    expect(told.map((text, index) => text.includes(BACK[locale][index] ?? '?'))).toEqual(WEEKDAYS.map(() => true));
  });
});

describe('a limit for the whole bot', () => {
  const scene = shareScene(1);

  test('asks customers once to come back later, and drops nothing that is for a human', async () => {
    const textsFor = await keepTexts(scene.teller);
    const [talker, waiter] = [await scene.customer('Talker'), await scene.customer('Waiter')];
    await scene.connect(talker, scene.first);
    await scene.queue(waiter);
    const customers = [await scene.customer('Anna'), await scene.customer('Boris', 'ru')];
    await setSettings(scene.teller, { limits: { updatesPerMinute: 5 } });
    for (let count = 1; count <= 6; count++) {
      for (const customer of customers) await customer.send('/language');
    }
    await handled(scene.teller);
    for (let count = 1; count <= 4; count++) {
      await talker.send(`to a human ${count}`);
      await waiter.send(`to a human ${count}`);
      await scene.first.send('/queue');
    }
    await handled(scene.teller);
    const stranger = scene.teller.simulator.phone({ first_name: 'Dina', language_code: 'en' });
    await stranger.send('/help');
    await stranger.shareContact();
    await customers[0]?.send('/privacy');
    await handled(scene.teller);
    expect((await textsFor(stranger)).at(-1)).toMatch(/You are next in line|Your place in line/);
    const replies = await Promise.all(customers.map(textsFor));
    expect(replies[0]?.at(-1)).toMatch(/Your data and you/);
    // The watcher's /start was the first of the five.
    expect(replies.flat().filter((text) => /Which language|На каком языке/.test(text))).toHaveLength(4);
    expect(replies.map((texts) => texts.filter((text) => /try again in a minute|через минуту/.test(text)).length)).toEqual([1, 1]);
    expect((await textsFor(scene.first)).filter((text) => text.includes('Waiter'))).not.toEqual([]);
    const { rows } = await scene.teller.database.owner.raw<{ rows: { count: number }[] }>(
      `select count(*) as count from messages where author = 'customer' and text like 'to a human %'`,
    );
    expect(rows[0]?.count).toBe(8);
  });
});

// Counts go on for a minute, so that each test has a Teller of its own.
describe('a limit for the whole bot, and whoever serves', () => {
  const scene = shareScene(1);

  test('drops nothing of theirs, whatever else their role lets them see', async () => {
    const { owner } = scene.teller.database;
    const { bot_id } = await owner('bots').first<{ bot_id: number }>('bot_id');
    const values = { bot_id, name: 'Night shift', permissions: ['bot.use', 'handoff.serve'] };
    const [role] = await owner('roles').insert(values).returning<{ id: number }[]>('id');
    const server = await scene.customer('Server');
    await owner('role_grants').insert({ bot_id, telegram_id: server.userId, role_id: role?.id, granted_by: 'system' });
    const customer = await scene.customer('Served');
    await scene.connect(customer, server);
    await setSettings(scene.teller, { limits: { updatesPerMinute: 60 } });
    const crowd = [await scene.customer('Crowd1'), await scene.customer('Crowd2')];
    for (let count = 1; count <= 35; count++) {
      for (const phone of crowd) await phone.send('/language');
    }
    await handled(scene.teller);
    for (let count = 1; count <= 3; count++) await server.send(`from a human ${count}`);
    await customer.waitFor(/from a human 3/);
  });
});

describe('a limit for the whole bot, and one person who floods it', () => {
  const scene = shareScene(1);

  test('costs the others nothing', async () => {
    await setSettings(scene.teller, { limits: { updatesPerMinute: 250 } });
    const flooder = await scene.customer('Flooder');
    for (let count = 1; count <= 300; count++) await flooder.send('/language');
    await handled(scene.teller);
    const calm = await scene.customer('Calm');
    await calm.send('/language');
    await calm.waitFor(/Which language/);
  });
});
