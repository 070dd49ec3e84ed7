/**
 * The same over documents in another style: long prose, numbered rules, wide tables, headings that ask. Its questions
 * were written before the engine had seen its documents; a third of them have no answer there.
 */
import { expect, test } from '@jest/globals';
import { THIRD_BANK, expectShare, hasFacts, hasSource, isRefused, shareAsked } from './labelled.js';

const bank = shareAsked(THIRD_BANK);

test('its questions are answered with their facts, from the right document', () => {
  expectShare(bank.outcomes, 'answer', 0.86, hasFacts);
  expectShare(bank.outcomes, 'answer', 0.9, hasSource);
});

test('what its documents do not say is mostly refused', () => {
  expectShare(bank.outcomes, 'refuse', 0.89, isRefused);
});

test('a currency that nobody deals in is not answered with the rules of another', async () => {
  expect((await bank.ask('по какому курсу обменять рубли в приложении?', 'ru')).outcome).toBe('refused');
});

test('of a wide table the one cell asked for is shown', async () => {
  const { text } = await bank.ask('какая комиссия по QR при обороте свыше 15 млн?', 'ru');
  expect(text).toMatch(/0,6%/);
  expect(text).not.toMatch(/UnionPay/);
});
