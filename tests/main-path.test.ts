import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestTeller, startTeller } from './support/teller.js';

describe('the main path', () => {
  let teller: TestTeller;
  beforeAll(async () => {
    teller = await startTeller();
  });
  afterAll(() => teller.release());

  test('a question in Russian is answered with a number and its source', async () => {
    const customer = teller.simulator.phone({ language_code: 'ru' });
    await customer.send('/start');
    await customer.waitFor(/На каком языке/);
    await customer.send('Сколько стоит обслуживание карты Gold?');
    const answer = await customer.waitFor(/Источник/);
    expect(answer.text).toContain('9 900 ₸');
    expect(answer.text).toContain('Дебетовые карты');
  });
});
