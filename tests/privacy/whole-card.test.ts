import { expect, test } from '@jest/globals';
import { showsWholeCard } from '../../src/modules/privacy/index.js';

test.each(['4111 1111 1111 1111', 'карта 4111-1111-1111-1111 не работает', 'pan ٤١١١١١١١١١١١١١١١'])('%j shows a card', (text) => {
  expect(showsWholeCard(text)).toBe(true);
});

test.each(['4400 4302 1234 5678', '[card ••1111]', '1111', 'ИИН 900101300123', ''])('%j shows none', (text) => {
  expect(showsWholeCard(text)).toBe(false);
});
