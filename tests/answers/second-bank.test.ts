/**
 * The same without a model over the documents of a bank that knows no mortgages and no cashback: leasing,
 * brokerage, guarantees, business accounts. What is tuned to the sample bank alone shows here.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBench, type Bench } from '../knowledge/support.js';
import {
  type Ask,
  askAll,
  engineOver,
  expectShare,
  hasFacts,
  hasSource,
  isRefused,
  type Outcome,
  readLabelled,
  SECOND_BANK,
} from './labelled.js';

let bench: Bench;
let ask: Ask;
let outcomes: readonly Outcome[];

beforeAll(async () => {
  bench = await createBench();
  ask = engineOver(bench, SECOND_BANK.documents);
  outcomes = await askAll(ask, await readLabelled(SECOND_BANK.questions));
});

afterAll(() => bench.release());

test('its questions are answered with their facts, from the right document', () => {
  expectShare(outcomes, 'answer', 0.94, hasFacts);
  expectShare(outcomes, 'answer', 0.94, hasSource);
});

test('what it does not offer and nobody can know is refused', () => {
  expectShare(outcomes, 'refuse', 1, isRefused);
});

test('the row and the column asked for are all that is shown of a table', async () => {
  expect((await ask('whats the leasing rate for farm machinery', 'en')).text).toBe(
    'Farm machinery — Annual rate: 14%',
  );
});
