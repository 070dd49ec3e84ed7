import { expect, test } from '@jest/globals';
import { mask } from '../../src/modules/privacy/index.js';

test.each([
  ['карта 4111 1111 1111 1111 не работает', 'карта [card ••1111] не работает'],
  ['mistyped 4400-4302-1234-5678', 'mistyped [card ••5678]'],
  ['4400430212345678', '[card ••5678]'],
  ['ИИН 900101300123', 'ИИН [IIN]'],
  ['звоните +7 (702) 999-88-77', 'звоните [phone]'],
  ['8 702 999 88 77', '[phone]'],
  ['702 999 88 77', '[phone]'],
  ['счёт KZ86 125K ZT50 0410 0100', 'счёт [IBAN]'],
  ['me@bank.kz', '[e-mail]'],
])('%j is shown as %j', (text, expected) => {
  expect(mask(text)).toBe(expected);
});

test.each(['9 900 ₸', '1 000 000', 'c 2026-01-15 по 2026-02-20', '14,5 %', '12.03.2026', '24/7'])('%j stays', (text) => {
  expect(mask(text)).toBe(text);
});
