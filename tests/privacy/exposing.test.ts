import { expect, test } from '@jest/globals';
import { opensAccounts, showsWholeCard } from '../../src/modules/privacy/index.js';

test.each(['4111 1111 1111 1111', 'карта 4111-1111-1111-1111 не работает', 'pan ٤١١١١١١١١١١١١١١١'])('%j shows a card', (text) => {
  expect(showsWholeCard(text)).toBe(true);
});

test.each(['4400 4302 1234 5678', '[card ••1111]', '1111', 'ИИН 900101300123', ''])('%j shows none', (text) => {
  expect(showsWholeCard(text)).toBe(false);
});

test.each(['код из смс 4821', 'CVV 123', 'менің құпиясөзім Qwerty12'])('%j opens an account', (text) => {
  expect(opensAccounts(text)).toBe(true);
});

test.each(['мой ИИН 900101300123', '+7 701 123 45 67', 'код города 727', '[code]', 'где мой код?', ''])('%j opens none', (text) => {
  expect(opensAccounts(text)).toBe(false);
});
