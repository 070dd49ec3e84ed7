import { describe, expect, test } from '@jest/globals';
import { isOutOfScope } from '../../src/modules/answers/scope.js';

describe('a question the documents cannot answer', () => {
  test.each([
    'какой процент по вкладам в Каспи?',
    'Халық банкінің несие пайызы қанша?',
    'is Halyk cheaper for a mortgage',
    'ставки в других банках выше?',
    'which bank has the best deposits',
    'сколько будет стоить доллар через месяц',
    'will the dollar rise next week',
    'купить ли мне акции или биткоин',
    'should I buy shares',
    'сотқа қалай арыз жазамын',
    'can I sue my landlord',
    'куда жаловаться на работодателя',
  ])('"%s" is out of scope', (question) => {
    expect(isOutOfScope(question)).toBe(true);
  });

  test.each([
    'перевод на Каспи по номеру телефона, какая комиссия?',
    'Каспиге ақша аудару қанша тұрады',
    'how do I send money to Kaspi',
    'перевод в другой банк по номеру карты',
    'комиссия за снятие в чужом банкомате',
    'fee at another bank ATM',
    'какой курс доллара в приложении?',
    'SWIFT в долларах через приложение',
    'можно ли подать в суд на банк, если ответ не устроил',
    'какие акции и бонусы по картам есть сейчас?',
  ])('"%s" is not', (question) => {
    expect(isOutOfScope(question)).toBe(false);
  });
});
