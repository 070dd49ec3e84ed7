import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { detectIntent } from '../../src/modules/answers/intent.js';
import { outOfScope } from '../../src/modules/answers/scope.js';

describe('a question the documents cannot answer', () => {
  test.each([
    'какой процент по вкладам в Каспи?',
    'Халық банкінің несие пайызы қанша?',
    'is Halyk cheaper for a mortgage',
    'ставки в других банках выше?',
    'which bank has the best deposits',
    'сколько будет стоить доллар через месяц',
    'will the dollar rise next week',
    'Какая ставка будет в 2027 году?',
    'what will the rate be next year, in 2027?',
    'вырастут ли проценты по вкладам',
    'Келесі жылы несие пайызы қандай болады?',
    'which shares should I buy now',
    'купить ли мне акции или биткоин',
    'should I buy shares',
    'сотқа қалай арыз жазамын',
    'can I sue my landlord',
    'куда жаловаться на работодателя',
  ])('"%s" is out of scope', (question) => {
    expect(outOfScope(question)).toBeDefined();
  });

  test.each([
    'перевод на Каспи по номеру телефона, какая комиссия?',
    'Каспиге ақша аудару қанша тұрады',
    'how do I send money to Kaspi',
    'перевод в другой банк по номеру карты',
    'комиссия за снятие в чужом банкомате',
    'fee at another bank ATM',
    'какой курс доллара в приложении?',
    'какая будет ставка, если взнос 50%?',
    'вы будете работать 1 января 2027 года?',
    'what commission do you take for buying shares',
    'SWIFT в долларах через приложение',
    'можно ли подать в суд на банк, если ответ не устроил',
    'какие акции и бонусы по картам есть сейчас?',
  ])('"%s" is not', (question) => {
    expect(outOfScope(question)).toBeUndefined();
  });
});

describe('of questions labelled by hand in three languages', () => {
  test('those beyond the documents are told apart from those the bank answers', async () => {
    const lines = (await readFile('tests/fixtures/scope.jsonl', 'utf8')).trim().split('\n');
    const asked = lines.map((line) => JSON.parse(line) as { readonly scope: string | null; readonly text: string });
    const isRefused = ({ text }: (typeof asked)[number]): boolean =>
      outOfScope(text) !== undefined || detectIntent(text).kind !== 'question';
    const missed = asked.filter((question) => question.scope !== null && !isRefused(question)).map(({ text }) => text);
    const refused = asked.filter((question) => question.scope === null && isRefused(question)).map(({ text }) => text);
    expect(asked.length).toBeGreaterThanOrEqual(150);
    expect({ isGood: missed.length <= 0.03 * asked.length && refused.length <= 0.02 * asked.length, missed, refused }).toMatchObject({ isGood: true });
  });
});
