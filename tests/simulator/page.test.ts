import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';
import { launchBrowser } from '../support/browser.js';

let browser: Browser;
let simulator: TestSimulator;
let page: Page;
let customer: Phone;
let faults: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  simulator = await startTestSimulator();
  customer = simulator.phone({ first_name: 'Dana', language_code: 'ru', sim_role: 'customer' });
  page = await browser.newPage({ locale: 'en-GB' });
  page.setDefaultTimeout(10_000);
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
});
afterEach(async () => {
  await page.close();
  await simulator.close();
  expect(faults).toEqual([]);
});

const phoneOf = (userId: number): Locator => page.getByTestId(`phone-${userId}`);
const onPhone = (testId: string): Locator => phoneOf(customer.userId).getByTestId(testId);
const open = (): Promise<unknown> => page.goto(simulator.url);

async function say(text: string, reply_markup?: object): Promise<void> {
  await simulator.api('sendMessage', { chat_id: customer.userId, text, reply_markup });
}

/** The language that the caption over a phone tells. */
const caption = (language: string, userId = customer.userId): Locator =>
  phoneOf(userId).locator('.caption').getByText(language, { exact: true });

test("the guide and the phones of those who have not written follow the language of the page", async () => {
  const moderator = simulator.phone({ first_name: 'Erlan', language_code: 'ru', sim_role: 'moderator' });
  const guest = simulator.phone({ first_name: 'Guest', language_code: 'de' });
  await open();
  for (const { userId } of [customer, moderator]) await caption('en', userId).waitFor();
  await page.getByTestId('ui-kk').click();
  for (const { userId } of [customer, moderator]) await caption('kk', userId).waitFor();
  await caption('de', guest.userId).waitFor();
  await page.getByText('Gold картасы қанша тұрады?').click();
  await onPhone('start').click();
  expect(await onPhone('composer').inputValue()).toBe('Gold картасы қанша тұрады?');
  await customer.waitForChat(({ messages }) => messages.at(-1));
  expect((await customer.lastMessage())?.from.language_code).toBe('kk');
  await page.getByTestId('ui-ru').click();
  await caption('ru', moderator.userId).waitFor();
  await caption('kk').waitFor();
});

test('a customer who is talking keeps their language when the page is opened', async () => {
  await customer.send('/start');
  await open();
  await onPhone('bubble').waitFor();
  await caption('ru').waitFor();
});

test('the guide stays away once it was put away, and can be called back', async () => {
  await open();
  await page.getByTestId('guide-close').click();
  await page.reload();
  await page.getByTestId('guide-open').click();
  await page.getByTestId('guide').waitFor();
});

test('new people and a reset show without a reload', async () => {
  await customer.send('/start');
  await open();
  await onPhone('bubble').waitFor();
  const moderator = simulator.phone({ first_name: 'Erlan', sim_role: 'moderator' });
  await phoneOf(moderator.userId).waitFor();
  simulator.world.reset();
  await onPhone('start').waitFor();
  await customer.send('once more');
  await onPhone('bubble').getByText('once more').waitFor();
});

test('a first bot shows without a reload', async () => {
  const empty = await startTestSimulator();
  empty.world.bots.clear();
  await page.goto(empty.url);
  await page.getByRole('button', { name: 'Add a bot' }).waitFor();
  empty.world.addBot('55:new', 'new_bot', 'New bot');
  empty.world.addPerson({ id: 5, first_name: 'Dana' });
  await phoneOf(5).getByText('New bot').waitFor();
  await empty.close();
});

test("the bot's reaction is still there after a reload", async () => {
  await customer.send('thanks');
  await open();
  const reaction = [{ type: 'emoji', emoji: '👌' }];
  await simulator.api('setMessageReaction', { chat_id: customer.userId, message_id: 1, reaction });
  await onPhone('reactions').getByText('👌').waitFor();
  await page.reload();
  await onPhone('reactions').getByText('👌').waitFor();
});

test('a forced reply opens the reply line, and what is sent answers the message', async () => {
  await customer.send('/start');
  await open();
  await say('Which city?', { force_reply: true, input_field_placeholder: 'A city' });
  await page.getByPlaceholder('A city').fill('Astana');
  await onPhone('send').click();
  await page.getByPlaceholder('A city').waitFor({ state: 'detached' });
  expect((await customer.lastMessage())?.reply_to_message?.text).toBe('Which city?');
});

test('a persistent keyboard cannot be hidden and says what to write; another can', async () => {
  await customer.send('/start');
  await open();
  const keyboard = [[{ text: 'Yes' }]];
  await say('Sure?', { keyboard, is_persistent: true, input_field_placeholder: 'Yes or no' });
  await page.getByPlaceholder('Yes or no').waitFor();
  await onPhone('stickers').click();
  await onPhone('reply-button').waitFor({ state: 'hidden' });
  await onPhone('stickers').click();
  await onPhone('reply-button').waitFor();
  expect(await onPhone('keyboard-toggle').isVisible()).toBe(false);
  await say('Sure?', { keyboard });
  await onPhone('keyboard-toggle').click();
  await onPhone('reply-button').waitFor({ state: 'hidden' });
});

test('long labels of buttons stay inside their buttons', async () => {
  await customer.send('/start');
  await open();
  const text = 'Verylongwordwithoutanyspaces'.repeat(4);
  await say('x', { inline_keyboard: [[{ text, callback_data: 'a' }, { text: 'No', callback_data: 'b' }]] });
  await say('y', { keyboard: [[{ text }, { text: 'No' }]] });
  for (const testId of ['inline-button', 'reply-button']) {
    const button = onPhone(testId).first();
    const fits = await button.evaluate((node) => {
      const { scrollWidth, clientWidth, clientHeight } = node as unknown as Record<string, number>;
      return (scrollWidth ?? 0) <= (clientWidth ?? 0) && (clientHeight ?? 0) < 90;
    });
    expect(fits).toBe(true);
  }
});
