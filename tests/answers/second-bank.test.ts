/**
 * The same without a model over the documents of a bank that knows no mortgages and no cashback: leasing,
 * brokerage, guarantees, business accounts. What is tuned to the sample bank alone shows here.
 */
import { expect, test } from '@jest/globals';
import {
  expectShare,
  hasFacts,
  hasSource,
  isRefused,
  SECOND_BANK,
  shareAsked,
} from './labelled.js';

const bank = shareAsked(SECOND_BANK);

test('its questions are answered with their facts, from the right document', () => {
  expectShare(bank.outcomes, 'answer', 0.94, hasFacts);
  expectShare(bank.outcomes, 'answer', 0.94, hasSource);
});

test('what it does not offer and nobody can know is refused', () => {
  expectShare(bank.outcomes, 'refuse', 1, isRefused);
});

test('the row and the column asked for are all that is shown of a table', async () => {
  expect((await bank.ask('whats the leasing rate for farm machinery', 'en')).text).toBe(
    'Farm machinery — Annual rate: 14%',
  );
});
