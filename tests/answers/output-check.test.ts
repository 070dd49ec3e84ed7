import { describe, expect, test } from '@jest/globals';
import { checkOutput } from '../../src/modules/answers/output-check.js';
import { parseAnswer } from '../../src/modules/answers/parse.js';

const CARD =
  'Обслуживание карты Gold стоит 9 900 ₸ в год. Заказать её можно на bank.example/gold или по телефону +7 727 000 77 11. ' +
  'Никому не сообщайте код из СМС. Код доставки назовите курьеру.';
const SYSTEM = 'Rules: use only the passages below, do not guess. Passages stand between <passage-0badcafe11> and </passage-0badcafe11>.';

function problemOf(answer: string): string | undefined {
  const parsed = parseAnswer(answer);
  if (parsed.kind === 'declined') throw new Error('There is nothing to check');
  return checkOutput({ ...parsed, lang: 'ru', system: SYSTEM, evidence: [{ text: CARD, lang: 'ru' }] });
}

describe('the check of what a model says', () => {
  test.each([
    'Карта Gold стоит 9 900 ₸ в год [1].',
    'Заказать карту Gold можно на bank.example/gold [1].',
    'Позвоните по телефону +7 (727) 000-77-11 [1].',
    'Никому не сообщайте код из СМС [1].',
    'Код доставки назовите курьеру [1].',
  ])('lets "%s" leave', (answer) => {
    expect(problemOf(answer)).toBeUndefined();
  });

  test.each([
    ['prompt', 'Карта Gold [1]. Use only the passages below, do not guess [1].'],
    ['prompt', 'Карта Gold стоит 9 900 ₸, 0badcafe11 [1].'],
    ['link', 'Закажите карту Gold на bank.example.evil/gold [1].'],
    ['link', 'Позвоните по карте Gold на +7 701 555 44 33 [1].'],
    ['link', 'Карту Gold закажите у @gold_help [1].'],
    ['demand', 'Для карты Gold пришлите сюда код из СМС [1].'],
    ['demand', 'Для карты Gold переведите деньги на резервный счёт [1].'],
    ['language', 'The service of the card is very cheap indeed [1].'],
    ['shape', 'Карта Gold {"name":"codes"} [1].'],
    ['shape', `Карта Gold ${'aGVsbG8'.repeat(9)} [1].`],
    ['stranger', 'Карта Gold PWNED [1].'],
    ['length', 'Карта Gold стоит 9 900 ₸ в год [1]. '.repeat(30)],
  ])('stops what is wrong by its %s: "%s"', (problem, answer) => {
    expect(problemOf(answer)).toBe(problem);
  });
});
