/** The admin panel clicked through on the simulator's page. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PagePhone, launchBrowser, screenshot } from '../support/browser.js';
import { type TestTeller, startTeller } from '../support/teller.js';

const CUSTOMER = 1001;
const ADMIN = 1003;

describe('the admin panel in the browser', () => {
  let teller: TestTeller;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    teller = await startTeller({ env: { ADMIN_TELEGRAM_IDS: String(ADMIN) } });
    teller.simulator.world.addPerson({ id: CUSTOMER, first_name: 'Айгерим', language_code: 'ru' });
    teller.simulator.world.addPerson({ id: ADMIN, first_name: 'Мадина', language_code: 'ru' });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1000, height: 900 }, locale: 'ru-RU' });
    await page.goto(`${teller.simulator.url}/?users=${CUSTOMER},${ADMIN}`);
  });
  afterAll(async () => {
    await browser.close();
    await teller.release();
  });

  test(
    'open, find a person, look at them, ask before blocking, go back',
    async () => {
      const [customer, admin] = [new PagePhone(page, CUSTOMER), new PagePhone(page, ADMIN)];
      await customer.start();
      await customer.pressInline('Русский');
      await customer.sees('поделитесь номером телефона');
      await customer.shareContact();
      await customer.sees('вы зарегистрированы');
      await admin.start();
      await admin.sees('Панель управления: /admin');
      await admin.write('/admin');
      await admin.sees('Выберите раздел');
      await screenshot(page, 'admin-1-start');
      await admin.pressInline('Люди');
      await admin.sees('Сначала те, кто написал');
      await admin.pressInline('Айгерим');
      await admin.sees('+7 *** ***');
      await screenshot(page, 'admin-2-person');
      await admin.pressInline('Заблокировать');
      await admin.sees('Заблокировать: Айгерим?');
      await admin.pressInline('Нет, отмена');
      await admin.sees('+7 *** ***');
      await admin.pressInline('Назад');
      await admin.sees('Сначала те, кто написал');
      await admin.pressInline('Назад');
      await admin.sees('Выберите раздел');
      await admin.pressInline('Документы');
      await admin.sees('Прочитаны:');
      await screenshot(page, 'admin-3-documents');
    },
    60_000,
  );
});
