/** The product's story clicked through on the simulator's page, as a newcomer would; without and with a model. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PagePhone, launchBrowser, screenshot } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';
import { MODERATOR_IDS, type TestTeller, startTeller } from '../support/teller.js';

const CUSTOMER = 1001;
const MODERATOR = MODERATOR_IDS[0] ?? 0;
const ADMIN = 1003;

describe.each(['extractive', 'openai'] as const)('the story in the browser, answers by %s', (provider) => {
  let teller: TestTeller;
  let model: OpenAiServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    model = await startOpenAiServer();
    const env = { OPENAI_API_KEY: 'test-key', OPENAI_BASE_URL: model.baseUrl, EMBEDDINGS: 'local' };
    teller = await startTeller({ env: provider === 'openai' ? env : {} });
    const { world } = teller.simulator;
    world.addPerson({ id: CUSTOMER, first_name: 'Айгерим', language_code: 'ru' });
    world.addPerson({ id: MODERATOR, first_name: 'Данияр', language_code: 'ru' });
    world.addPerson({ id: ADMIN, first_name: 'Мадина', language_code: 'ru' });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'ru-RU' });
    await page.goto(`${teller.simulator.url}/?users=${CUSTOMER},${MODERATOR},${ADMIN}`);
  });
  afterAll(async () => {
    await browser.close();
    await teller.release();
    await model.close();
  });

  test(
    'register, ask, be refused, reach a human, exchange photos, end',
    async () => {
      const customer = new PagePhone(page, CUSTOMER);
      const moderator = new PagePhone(page, MODERATOR);
      await moderator.start();
      await moderator.sees('Вы сотрудник этой службы поддержки');

      await customer.start();
      await customer.sees('На каком языке вам удобнее?');
      await customer.pressInline('Русский');
      await customer.sees('поделитесь номером телефона');
      await screenshot(page, `${provider}-1-registration`);
      await customer.shareContact();
      await customer.sees('вы зарегистрированы');

      await customer.write('Сколько стоит обслуживание карты Gold в год?');
      expect(await (await customer.sees(/📄 Источник/)).innerText()).toMatch(/9\s900\s₸/);
      await customer.write('Gold картасына жылдық қызмет көрсету қанша тұрады?');
      expect(await (await customer.sees(/📄 Дереккөз/)).innerText()).toMatch(/9\s900\s₸/);
      await screenshot(page, `${provider}-2-answers`);

      await customer.write('Какая погода будет завтра в Лиссабоне?');
      await customer.sees('С этим не помогу');
      await customer.pressInline('Позвать специалиста');
      await customer.sees('Зову специалиста');
      await moderator.sees('Ждёт специалиста');
      await customer.write('Карта не работает за границей');
      await customer.sees('передам специалисту');
      await screenshot(page, `${provider}-3-waiting`);

      await moderator.pressInline('Принять');
      await customer.sees('Специалист на связи');
      await moderator.sees('Карта не работает за границей');
      await moderator.pressInline('Проверить личность');
      await customer.sees('специалисту нужно убедиться');
      await screenshot(page, `${provider}-4-identity-asked`);
      await customer.shareContact();
      await customer.sees('номер подтверждён');
      await moderator.sees(/✅ Айгерим.*подтверждён в/);
      await screenshot(page, `${provider}-5-identity-confirmed`);
      await moderator.write('Здравствуйте! Пришлите, пожалуйста, фото экрана.');
      await customer.sees('Пришлите, пожалуйста, фото экрана.');
      await customer.sendSamplePhoto();
      await eventually(async () => expect(await moderator.photosReceived()).toBe(1));
      await moderator.sendSamplePhoto();
      await eventually(async () => expect(await customer.photosReceived()).toBe(1));
      await screenshot(page, `${provider}-6-human`);

      await moderator.write('/end');
      await customer.sees('Разговор со специалистом завершён');
      await customer.write('Во сколько открываются отделения?');
      await customer.sees(/📄 Источник/);
      await screenshot(page, `${provider}-7-ended`);
    },
    120_000,
  );
});
