import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countWords,
  foldLetters,
  isStopWord,
  stem,
  toCyrillic,
  tokenize,
} from '../../src/platform/text/index.js';

describe('tokenize', () => {
  test.each([
    ['Плата: 9 900 ₸', ['плата', '9900']],
    ['9\u00a0900 or 9,900 or 9900', ['9900', 'or', '9900', 'or', '9900']],
    ['ставка 14,5% годовых', ['ставка', '14.5', 'годовых']],
    ['10.000.000', ['10000000']],
    ['Ещё счёт', ['ещё', 'счёт']],
    ['онлайн-банк', ['онлайн', 'банк']],
    ["What's the card's fee?", ['what', 'the', 'card', 'fee']],
    ['3D-Secure', ['3d', 'secure']],
    ['бiр қaржы', ['бір', 'қаржы']],
    ['', []],
  ] as const)('"%s" falls apart into %j', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  test('gives lower-case letters and digits only, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const token of tokenize(text)) expect(token).toMatch(/^[\p{L}\p{N}.]+$/u);
      }),
    );
  });
});

describe('stem', () => {
  const families = {
    ru: [
      'карта карты карте карту картой карт',
      'вклад вклады вклада вкладов вкладам вкладе',
      'комиссия комиссии комиссию комиссией',
      'обслуживание обслуживания обслуживанию',
      'банкомат банкоматы банкоматах банкомата',
      'счёт счета счете',
    ],
    en: [
      'card cards',
      'branch branches',
      'fee fees',
      'transfer transfers transferring transferred',
      'opening opened',
    ],
    kk: [
      'карта карталар картаның картаны картаға картадан картамен картасы картамды карталардың',
      'депозит депозиттер депозитті депозиттің депозитке депозитте депозиттен депозитім депозитінің',
      'несие несиенің несиені несиеге несиеден несиелер несиесі',
      'банкомат банкоматтар банкоматтан банкоматқа банкоматта',
      'пайыз пайызы пайыздар пайызбен пайыздық',
      'бөлімше бөлімшелер бөлімшесі бөлімшелерінің бөлімшеде',
      'ашу ашуға ашамын ашады ашатын',
      'төлеу төлеймін төледім төлейді',
    ],
  } as const;

  for (const language of ['ru', 'en', 'kk'] as const) {
    test.each(families[language])(`${language}: the forms %s share a stem`, (forms) => {
      expect(new Set(forms.split(' ').map((word) => stem(word, language))).size).toBe(1);
    });
  }

  test.each(['валюта', 'карта', 'плата', 'кредит', 'тариф', 'лимит', 'банк', 'шот'])(
    'kk: %s has no ending to lose',
    (word) => {
      expect(stem(word, 'kk')).toBe(word);
    },
  );

  test.each([
    ['карта', 'карточный'],
    ['салым', 'салық'],
    ['шот', 'шағым'],
    ['несие', 'негіз'],
  ])('kk: %s and %s stay apart', (one, other) => {
    expect(stem(one, 'kk')).not.toBe(stem(other, 'kk'));
  });

  test('kk: a word typed without the Kazakh letters has the stem of the proper one', () => {
    for (const word of ['қаланың', 'мөлшерлемесі', 'үйлерге', 'сақтандыру', 'өтініш']) {
      expect(stem(foldLetters(word), 'kk')).toBe(stem(word, 'kk'));
    }
  });

  test('numbers stay as they are and Latin names are stemmed as English everywhere', () => {
    expect(stem('9900', 'ru')).toBe('9900');
    expect(stem('cards', 'kk')).toBe(stem('cards', 'en'));
  });

  test('never gives an empty stem', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'абвгдеиклмнопрстуыәғқңөұүі'),
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(word, fc.constantFrom('ru', 'kk', 'en'), (text, language) => {
        expect(stem(text, language).length).toBeGreaterThan(0);
      }),
    );
  });
});

test('stop words are known in each language, with and without the Kazakh letters', () => {
  expect(isStopWord('как', 'ru')).toBe(true);
  expect(isStopWord('үшін', 'kk') && isStopWord('ушин', 'kk')).toBe(true);
  expect(isStopWord('the', 'en')).toBe(true);
  expect(isStopWord('вклад', 'ru') || isStopWord('карта', 'kk') || isStopWord('card', 'en')).toBe(false);
});

test.each([
  ['skolko stoit obsluzhivanie', 'ru', 'сколко стоит обслуживание'],
  ['zhiloy shchit', 'ru', 'жилой щит'],
  ['qazaq tili', 'kk', 'казак тили'],
  ['jylu', 'kk', 'жылу'],
  ['уже по-русски', 'ru', 'уже по-русски'],
] as const)('"%s" (%s) reads "%s" in Cyrillic', (latin, language, cyrillic) => {
  expect(toCyrillic(latin, language)).toBe(cyrillic);
});

test('countWords counts what stands between spaces', () => {
  expect(countWords(' one  two\nthree ')).toBe(3);
  expect(countWords(' ')).toBe(0);
});
