import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectLanguage } from '../../src/platform/text/index.js';

type Case = readonly [string, 'ru' | 'kk' | 'en' | undefined];

const RUSSIAN: readonly Case[] = [
  ['Как открыть вклад?', 'ru'],
  ['сколько стоит обслуживание', 'ru'],
  ['Где ближайший банкомат', 'ru'],
  ['потеряла карту, помогите', 'ru'],
  ['курс доллара на сегодня', 'ru'],
  ['досрочное погашение ипотеки', 'ru'],
  ['Здравствуйте', 'ru'],
  ['ОПЕРАТОР', 'ru'],
  ['нужна справка о задолженности', 'ru'],
  ['почему списали 350 тенге', 'ru'],
  ['можно ли поменять пин', 'ru'],
  ['график работы на Абая', 'ru'],
  ['мне пришла смс с кодом', 'ru'],
];

const KAZAKH: readonly Case[] = [
  ['Депозитті қалай ашуға болады?', 'kk'],
  ['несие алу үшін не керек', 'kk'],
  ['Сәлеметсіз бе', 'kk'],
  ['картамды жоғалттым', 'kk'],
  ['аударым комиссиясы қанша', 'kk'],
  ['жақын бөлімше қайда', 'kk'],
  ['Рахмет', 'kk'],
  ['пайыз мөлшерлемесі', 'kk'],
  ['картаның лимиті', 'kk'],
  ['оператормен сөйлескім келеді', 'kk'],
  ['банкоматтан ақша шешу', 'kk'],
  ['менің шотым бұғатталған', 'kk'],
];

const KAZAKH_PLAIN_LETTERS: readonly Case[] = [
  ['депозитти калай ашамын', 'kk'],
  ['карта ашу ушин не керек', 'kk'],
  ['банкомат кайда', 'kk'],
  ['канша пайыз', 'kk'],
  ['несие алуга бола ма', 'kk'],
  ['картамды жогалттым', 'kk'],
  ['салем', 'kk'],
  ['комиссия бар ма', 'kk'],
  ['бул карта туралы айтыныз', 'kk'],
  ['маган оператор керек', 'kk'],
  ['бiр карта керек', 'kk'],
];

const ENGLISH: readonly Case[] = [
  ['How do I open a deposit?', 'en'],
  ['what are your opening hours', 'en'],
  ['I lost my card', 'en'],
  ['mortgage rates', 'en'],
  ['Can I talk to a human', 'en'],
  ['hello', 'en'],
  ['transfer fee to another bank', 'en'],
  ['withdrawal limit abroad', 'en'],
  ["I can't log in", 'en'],
  ['exchange rate today', 'en'],
];

const TRANSLITERATED: readonly Case[] = [
  ['kak otkryt vklad', 'ru'],
  ['skolko stoit obsluzhivanie karty', 'ru'],
  ['gde blizhayshiy bankomat', 'ru'],
  ['poteryal kartu chto delat', 'ru'],
  ['mozhno li zakryt kredit dosrochno', 'ru'],
  ['privet', 'ru'],
  ['kakoy kurs dollara', 'ru'],
  ['qalai karta ashuga bolady', 'kk'],
  ['nesie alu ushin ne kerek', 'kk'],
  ['bankomat qaida', 'kk'],
  ['kansha paiyz', 'kk'],
  ['salem, kartany zhogalttym', 'kk'],
  ['depozit ashu kerek', 'kk'],
];

const MIXED: readonly Case[] = [
  ['Сколько стоит карта Gold Premium Visa?', 'ru'],
  ['можно ли платить Apple Pay в Турции', 'ru'],
  ['Gold картасын қалай аламын', 'kk'],
  ['Visa Platinum картаның жылдық ақысы', 'kk'],
  ['What does карта "Алтын" cost?', 'en'],
  ['how do I open депозит', 'en'],
  ['Сәлем! карта закрыть ету керек, қалай істеймін', 'kk'],
  ['мне нужна карта Жібек', 'ru'],
  ['отправьте на test@example.com пожалуйста', 'ru'],
];

const UNTELLING: readonly Case[] = [
  ['', undefined],
  ['12345', undefined],
  ['🙂🙂', undefined],
  ['карта', undefined],
  ['депозит', undefined],
  ['Visa Gold', undefined],
  ['你好，我要开户', undefined],
  ['https://example.com/kak-otkryt', undefined],
  ['?!', undefined],
];

describe('detectLanguage', () => {
  const table = { RUSSIAN, KAZAKH, KAZAKH_PLAIN_LETTERS, ENGLISH, TRANSLITERATED, MIXED, UNTELLING };
  for (const [group, cases] of Object.entries(table)) {
    test.each(cases)(`${group.toLowerCase().replaceAll('_', ' ')}: "%s" is %s`, (text, language) => {
      expect(detectLanguage(text)).toBe(language);
    });
  }

  test.each([
    ['шетелде', 'kk', 'kk'],
    ['рассрочка', 'kk', 'kk'],
    ['ал доллармен ше?', 'ru', 'kk'],
    ['ipoteka 2026', 'ru', 'ru'],
    ['Apple Pay', 'ru', 'ru'],
    ['карта', 'en', 'en'],
    ['Сколько стоит карта?', 'kk', 'ru'],
    ['How much is the card?', 'ru', 'en'],
    ['қанша тұрады', 'ru', 'kk'],
    ['12345', 'kk', 'kk'],
  ] as const)('"%s" of somebody who has chosen %s is %s', (text, likely, language) => {
    expect(detectLanguage(text, likely)).toBe(language);
  });

  test('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(['ru', 'kk', 'en', undefined]).toContain(detectLanguage(text));
      }),
    );
  });

  test('does not depend on case or surrounding space', () => {
    for (const [text, language] of [...RUSSIAN, ...KAZAKH, ...ENGLISH]) {
      expect(detectLanguage(`  ${text.toUpperCase()}\n`)).toBe(language);
    }
  });
});
