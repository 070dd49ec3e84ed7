import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findUnsupported } from '../../src/modules/answers/grounding.js';
import type { Language } from '../../src/platform/text/index.js';

interface Place {
  readonly title?: string;
  readonly section?: string;
  readonly question?: string;
}

function unsupported(claim: string, text: string, lang: Language, { title = '', section = '', question }: Place = {}): string[] {
  const found = findUnsupported([{ text: claim, citations: [1] }], [{ title, section, text, lang }], question);
  return found.filter(({ kind }) => kind !== 'claim').map(({ raw }) => raw);
}

/** What an answer says, and what the passage says. */
type Pairs = Readonly<Record<Language, readonly (readonly [string, string])[]>>;

const HELD: Pairs = {
  ru: [
    ['Ставка пять процентов', 'Ставка 5 %'],
    ['Ставка 5 %', 'Ставка — пять процентов годовых'],
    ['На двадцать четыре месяца', 'Срок — 24 месяца'],
    ['На полгода', 'Срок вклада: 6 месяцев'],
    ['Срок 6 месяцев', 'Вклад открывается на полгода'],
    ['На полтора года', 'до 18 месяцев'],
    ['До полутора миллионов тенге', 'до 1 500 000 ₸'],
    ['Два с половиной процента', 'комиссия 2,5 %'],
    ['Полпроцента от суммы', 'комиссия 0,5 %'],
    ['Четверть процента', 'комиссия составляет 0,25 %'],
    ['Ноль целых пять десятых процента', 'комиссия 0,5%'],
    ['Сто пятьдесят тысяч тенге', 'не менее 150 000 ₸'],
    ['Полмиллиона тенге', 'лимит 500 000 ₸'],
    ['Двести пятьдесят тенге за операцию', 'не менее 250 ₸ за операцию'],
    ['За полчаса', 'ожидание до 30 минут'],
    ['В течение двух недель', 'срок рассмотрения — 14 дней'],
    ['2 часа', 'не дольше 120 минут'],
    ['от пяти до десяти процентов', 'ставка от 5 до 10 %'],
    ['От 5 до 10 %', 'от пяти до десяти процентов'],
    ['Два-три дня', 'за 2–3 дня'],
    ['Не более 500 000 ₸', 'до 500 000 ₸'],
    ['Максимум 500 000 тенге', 'не больше 500 000 ₸ в день'],
    ['До 500 000 ₸ в день', 'Лимит на снятие — 500 000 ₸ в сутки'],
    ['Минимальная сумма — 10 000 ₸', 'от 10 000 ₸'],
    ['Не менее 10 000 тенге', 'Минимальная сумма вклада 10 000 ₸'],
    ['С 18 лет', 'Карту выдаём не младше 18 лет, от 18 лет'],
    ['9 900 ₸ в год', 'Годовое обслуживание — 9 900 ₸'],
    ['Годовое обслуживание стоит 9 900 ₸', '9 900 ₸ в год'],
    ['Обслуживание стоит 9 900 ₸', '9 900 ₸ в год'],
    ['Ежемесячно 350 ₸', '350 ₸ в месяц'],
    ['14 % годовых', 'Ставка по вкладу 14 %'],
    ['Выпуск бесплатный', 'Выпуск карты — 0 ₸'],
    ['Комиссия 0 %', 'Переводы без комиссии'],
    ['Комиссия не взимается', 'Переводы бесплатны'],
    ['5 рабочих дней', 'до пяти рабочих дней'],
    ['15 календарных дней', 'не позднее чем за 15 календарных дней'],
    ['5 дней', 'за 5 рабочих дней'],
    ['На 0,5 процентного пункта', 'снижается на 0,5 процентного пункта'],
    ['Один раз в год', 'раз в год, 1 раз бесплатно'],
    ['В первый день месяца', 'первого числа'],
    ['Лимит в день 500 000 ₸, в месяц 3 000 000 ₸', 'До 500 000 ₸ в день и до 3 000 000 ₸ в месяц'],
    ['За перевод 150 ₸', '150 ₸ за каждый перевод'],
    ['Ежеквартально 1 200 ₸', '1 200 ₸ в квартал'],
  ],
  kk: [
    ['Бес пайыз', 'Мөлшерлеме 5 %'],
    ['Бес пайызбен', 'Мөлшерлеме — 5 %'],
    ['Жиырма төрт айға', 'Мерзімі 24 ай'],
    ['Жарты жылға', 'Мерзімі 6 ай'],
    ['Бір жарым миллион теңгеге дейін', '1 500 000 ₸-ге дейін'],
    ['Екі жарым пайыз', 'комиссия 2,5 %'],
    ['Он күннен кейін', '10 күннен кейін'],
    ['Он бес күн ішінде', '15 күн ішінде'],
    ['Екі жылға', 'Мерзімі 24 ай'],
    ['Жүз елу мың теңге', '150 000 ₸'],
    ['Бестен онға дейін пайыз, яғни 5–10 %', '5–10 %'],
    ['Жарты пайыз', 'комиссия 0,5 %'],
    ['Нөл бүтін оннан бес пайыз', '0,5 %'],
    ['500 000 теңгеге дейін', 'ең көбі 500 000 ₸'],
    ['Кемінде 10 000 ₸', '10 000 ₸-ден бастап'],
    ['Ең аз сома — 10 000 теңге', 'кемінде 10 000 ₸'],
    ['Жылына 9 900 ₸', 'Жылдық қызмет көрсету — 9 900 ₸'],
    ['Айына 350 ₸', 'айына 350 ₸'],
    ['Жылдық 14 %', 'Мөлшерлеме 14 %'],
    ['Тегін', 'Шығару — 0 ₸'],
    ['Комиссия алынбайды', 'Аударым комиссиясыз'],
    ['Үш жұмыс күнінде', '3 жұмыс күні'],
    ['Жарты сағатта', '30 минут'],
    ['18 жастан', '18 жастан бастап'],
    ['Күніне 500 000 теңге', 'тәулігіне 500 000 ₸'],
  ],
  en: [
    ['Five percent', 'The rate is 5%'],
    ['Five per cent a year', '5% a year'],
    ['Twenty-four months', 'for 24 months'],
    ['Half a year', 'for 6 months'],
    ['Two years', 'for 24 months'],
    ['One and a half million tenge', 'up to 1,500,000 ₸'],
    ['Two hundred and fifty thousand tenge', 'from 250,000 ₸'],
    ['Half a percent', 'the fee is 0.5%'],
    ['A quarter of a percent', 'the fee is 0.25%'],
    ['Two and a half percent', '2.5%'],
    ['Zero point five percent', '0.5%'],
    ['Half an hour', 'within 30 minutes'],
    ['A million tenge', '1,000,000 ₸'],
    ['Between five and ten percent', 'from 5% to 10%'],
    ['At most 500,000 tenge', 'up to 500,000 ₸'],
    ['No more than 500,000 ₸ a day', 'The daily limit is 500,000 ₸'],
    ['At least 10,000 ₸', 'The minimum amount is 10,000 ₸'],
    ['The annual fee is 9,900 ₸', '9,900 ₸ a year'],
    ['350 ₸ a month', 'Monthly fee: 350 ₸'],
    ['Free of charge', 'The fee is 0 ₸'],
    ['No fee', 'Issuing is free'],
    ['3 working days', 'three business days'],
    ['Two weeks', 'within 14 days'],
    ['250 ₸ per transaction', 'minimum 250 ₸ per transaction'],
  ],
};

const BROKEN: Pairs = {
  ru: [
    ['Ставка шесть процентов', 'Ставка 5 %'],
    ['На двадцать пять месяцев', 'Срок — 24 месяца'],
    ['На полгода', 'Срок — 12 месяцев'],
    ['На полтора года', 'до 12 месяцев'],
    ['До полутора миллионов тенге', 'до 150 000 ₸'],
    ['Два с половиной процента', 'комиссия 2 %'],
    ['Полпроцента', 'комиссия 5 %'],
    ['0,5 % от суммы', 'снижается на 0,5 процентного пункта'],
    ['На 2 процентных пункта', 'на 2 %'],
    ['9 900 ₸ в месяц', 'Обслуживание — 9 900 ₸ в год'],
    ['350 ₸ в год', 'SMS-уведомления — 350 ₸ в месяц'],
    ['5 % в месяц', '5 % годовых'],
    ['Ежемесячно 9 900 ₸', 'Годовое обслуживание 9 900 ₸'],
    ['9 900 ₸ в год', 'Обслуживание карты — 9 900 ₸'],
    ['250 ₸ в месяц', 'не менее 250 ₸ за операцию'],
    ['250 ₸ за операцию', '250 ₸ в месяц'],
    ['От 500 000 ₸', 'до 500 000 ₸'],
    ['До 10 000 ₸', 'от 10 000 ₸'],
    ['Максимальная сумма 10 000 ₸', 'Минимальная сумма — 10 000 ₸'],
    ['Минимум 500 000 ₸', 'не более 500 000 ₸'],
    ['Не менее 500 000 ₸', 'Лимит 500 000 ₸ в день'],
    ['От 10 до 15 %', 'от 5 до 10 %, потом до 15 %'],
    ['Бесплатно', 'Комиссия 1 %'],
    ['Без комиссии', 'Комиссия составляет 500 ₸'],
    ['Комиссия 0 ₸', 'Комиссия 500 ₸'],
    ['Бесплатно', 'Услуга не бесплатна: 500 ₸'],
    ['5 календарных дней', 'за 5 рабочих дней'],
    ['15 рабочих дней', 'за 15 календарных дней'],
    ['Три недели', 'за 14 дней'],
    ['до 65 лет', 'от 65 лет'],
    ['Ежеквартально 1 200 ₸', '1 200 ₸ ежемесячно'],
  ],
  kk: [
    ['Алты пайыз', 'Мөлшерлеме 5 %'],
    ['Жиырма бес айға', 'Мерзімі 24 ай'],
    ['Жарты жылға', 'Мерзімі 12 ай'],
    ['Бір жарым миллион теңге', '150 000 ₸'],
    ['Он күннен кейін', '11 күннен кейін'],
    ['Айына 9 900 ₸', 'жылына 9 900 ₸'],
    ['500 000 теңгеден бастап', '500 000 ₸-ге дейін'],
    ['10 000 ₸-ге дейін', 'кемінде 10 000 ₸'],
    ['Тегін', 'комиссия 1 %'],
    ['Комиссиясыз', 'комиссия 500 ₸'],
    ['5 күнтізбелік күн', '5 жұмыс күні'],
    ['Ең көп сома — 10 000 ₸', 'Ең аз сома — 10 000 ₸'],
  ],
  en: [
    ['Six percent', 'The rate is 5%'],
    ['Half a year', 'for 12 months'],
    ['One and a half million tenge', 'up to 150,000 ₸'],
    ['9,900 ₸ a month', '9,900 ₸ a year'],
    ['5% a month', '5% a year'],
    ['From 500,000 ₸', 'up to 500,000 ₸'],
    ['At most 10,000 ₸', 'at least 10,000 ₸'],
    ['The maximum is 10,000 ₸', 'The minimum amount is 10,000 ₸'],
    ['Free', 'The fee is 1%'],
    ['No fee', 'It costs 500 ₸'],
    ['5 calendar days', '5 working days'],
    ['0.5%', 'lower by 0.5 percentage points'],
    ['250 ₸ a day', '250 ₸ per transaction'],
  ],
};

function cases(pairs: Pairs): [string, string, Language][] {
  return (Object.keys(pairs) as Language[]).flatMap((lang) =>
    pairs[lang].map(([claim, passage]): [string, string, Language] => [claim, passage, lang]),
  );
}

describe('words, units and bounds', () => {
  test.each(cases(HELD))('"%s" is borne out by "%s"', (claim, passage, lang) => {
    expect(unsupported(claim, passage, lang)).toEqual([]);
  });
  test.each(cases(BROKEN))('"%s" is not borne out by "%s"', (claim, passage, lang) => {
    expect(unsupported(claim, passage, lang)).not.toEqual([]);
  });
});

const CARDS = [
  'Карта: Classic — Обслуживание в год: 2 900 ₸; Снятие в день: 500 000 ₸; Кешбэк: 1 %',
  'Карта: Gold — Обслуживание в год: 9 900 ₸; Снятие в день: 1 000 000 ₸; Кешбэк: 1,5 %',
  'Карта: Premium — Обслуживание в год: 29 900 ₸; Снятие в день: 3 000 000 ₸; Кешбэк: 2 %',
].join('\n');
const DEPOSITS = [
  'Вклад: «Жинақ» — Валюта: тенге; Срок: 3 месяца; Ставка: 14 %',
  'Вклад: «Жинақ» — Валюта: тенге; Срок: 12 месяцев; Ставка: 16 %',
  'Вклад: «Жинақ» — Валюта: доллары США; Срок: 12 месяцев; Ставка: 1 %',
  'Вклад: «Еркін» — Валюта: тенге; Срок: 12 месяцев; Ставка: 13 %',
].join('\n');
const SENTENCE = 'Обслуживание карты Classic стоит 2 900 ₸ в год, карты Gold — 9 900 ₸, карты Premium — 29 900 ₸.';
const DEPOSIT = { title: 'Вклады «Жинақ», «Еркін» и «Болашақ»' };
const ERKIN = 'Ставка по вкладу «Еркін» — 13 % годовых в тенге и 0,5 % в долларах, срок 12 месяцев.';
const GOLD = 'Сколько стоит Gold?';

const OWN: readonly (readonly [string, string, Language, Place?])[] = [
  ['Обслуживание карты Gold стоит 9 900 ₸ в год', CARDS, 'ru'],
  ['Classic стоит 2 900 ₸, а Gold — 9 900 ₸', CARDS, 'ru'],
  ['По карте Gold обслуживание 9 900 ₸ в год, снимать можно до 1 000 000 ₸ в день', CARDS, 'ru'],
  ['Classic и Gold стоят 2 900 и 9 900 ₸ соответственно', CARDS, 'ru'],
  ['2 900 ₸ за Classic и 9 900 ₸ за Gold', CARDS, 'ru'],
  ['Gold картасына қызмет көрсету жылына 9 900 ₸', CARDS, 'ru'],
  ['The Gold card costs 9,900 ₸ a year', CARDS, 'ru'],
  ['Обслуживание стоит 9 900 ₸ в год', CARDS, 'ru', { question: GOLD }],
  ['Самая дорогая карта стоит 29 900 ₸ в год', CARDS, 'ru'],
  ['Карта Gold обойдётся в 9 900 ₸ в год', SENTENCE, 'ru'],
  ['Обслуживание стоит 9 900 ₸ в год', SENTENCE, 'ru', { question: GOLD }],
  ['По вкладу «Жинақ» в тенге на 12 месяцев ставка 16 %', DEPOSITS, 'ru'],
  ['«Жинақ» в долларах — 1 %', DEPOSITS, 'ru'],
  ['По «Еркін» платим 13 %', DEPOSITS, 'ru', DEPOSIT],
  ['По вкладу «Еркін» в долларах — 0,5 %', ERKIN, 'ru', DEPOSIT],
  ['Минимальный остаток 10 000 тенге или 50 долларов', 'Оставлять не меньше 10 000 ₸ (или 50 USD).', 'ru'],
  ['Выпуск карты Gold бесплатный', 'Выпуск любой карты бесплатный: Classic, Gold или Premium.', 'ru'],
  ['Комиссия по Gold в чужих банкоматах 1 %', 'В банкоматах других банков комиссия 1 % по всем картам.', 'ru', { section: 'Банкоматы' }],
];
const ANOTHERS: readonly (readonly [string, string, Language, Place?])[] = [
  ['Обслуживание карты Gold стоит 2 900 ₸ в год', CARDS, 'ru'],
  ['Карта Classic стоит 29 900 ₸', CARDS, 'ru'],
  ['Classic стоит 9 900 ₸, а Gold — 2 900 ₸', CARDS, 'ru'],
  ['Gold картасына қызмет көрсету жылына 2 900 ₸', CARDS, 'ru'],
  ['The Gold card costs 2,900 ₸ a year', CARDS, 'ru'],
  ['Обслуживание стоит 2 900 ₸ в год', CARDS, 'ru', { question: GOLD }],
  ['Кешбэк по карте Premium — 1 %', CARDS, 'ru'],
  ['Снятие по карте Gold — 9 900 ₸', CARDS, 'ru'],
  ['Карта Gold обойдётся в 2 900 ₸ в год', SENTENCE, 'ru'],
  ['Обслуживание стоит 29 900 ₸ в год', SENTENCE, 'ru', { question: GOLD }],
  ['Gold is 2,900 ₸ a year', 'The Classic card costs 2,900 ₸ a year, the Gold card 9,900 ₸.', 'en'],
  ['По вкладу «Жинақ» в тенге на 3 месяца ставка 16 %', DEPOSITS, 'ru'],
  ['«Жинақ» в долларах — 16 %', DEPOSITS, 'ru'],
  ['По вкладу «Еркін» в долларах — 13 %', ERKIN, 'ru', DEPOSIT],
  ['По вкладу «Жинақ» ставка 13 %', ERKIN, 'ru', DEPOSIT],
  ['Карта стоит 2 900 ₸', 'Обслуживание стоит 2 900 ₸.', 'ru', { title: 'Карты Classic и Gold', section: 'Карта Classic', question: GOLD }],
];

function placed([claim, passage, lang, place = {}]: (typeof OWN)[number]): [string, string, Language, Place] {
  return [claim, passage, lang, place];
}

describe('a number', () => {
  test.each(OWN.map(placed))('is taken where it is said of what the passage says it of: "%s"', (claim, passage, lang, place) => {
    expect(unsupported(claim, passage, lang, place)).toEqual([]);
  });
  test.each(ANOTHERS.map(placed))('is found out where the passage says it of another: "%s"', (claim, passage, lang, place) => {
    expect(unsupported(claim, passage, lang, place)).not.toEqual([]);
  });
});

const RU_UNITS = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'];
const RU_TENS = ['', '', 'двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто'];
const KK_UNITS = ['', 'бір', 'екі', 'үш', 'төрт', 'бес', 'алты', 'жеті', 'сегіз', 'тоғыз'];
const KK_TENS = ['', 'он', 'жиырма', 'отыз', 'қырық', 'елу', 'алпыс', 'жетпіс', 'сексен', 'тоқсан'];
const EN_UNITS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const EN_TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const WRITTEN: Readonly<Record<Language, readonly [readonly string[], readonly string[], readonly string[]]>> = {
  ru: [RU_TENS, RU_UNITS, ['процентов', 'дней', 'месяцев', 'тысяч тенге', 'миллионов тенге']],
  kk: [KK_TENS, KK_UNITS, ['пайыз', 'күн', 'ай', 'мың теңге', 'миллион теңге']],
  en: [EN_TENS, EN_UNITS, ['percent', 'days', 'months', 'thousand tenge', 'million tenge']],
};

describe('a number word and its figure', () => {
  const number = fc.record({
    value: fc.integer({ min: 20, max: 99 }),
    lang: fc.constantFrom<Language>('ru', 'kk', 'en'),
    unit: fc.nat(4),
  });
  const inWords = (value: number, lang: Language): string => {
    const [tens, units] = WRITTEN[lang];
    return [tens[Math.floor(value / 10)], units[value % 10]].filter(Boolean).join(' ');
  };

  test('are the same, whichever of them the answer has', () => {
    fc.assert(
      fc.property(number, ({ value, lang, unit }) => {
        const what = WRITTEN[lang][2][unit] ?? '';
        const [words, figure] = [`${inWords(value, lang)} ${what}`, `${value} ${what}`];
        expect(unsupported(words, figure, lang)).toEqual([]);
        expect(unsupported(figure, words, lang)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('are no other number and no other unit', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 79 }), fc.integer({ min: 1, max: 4 }), ({ value, lang, unit }, by, shift) => {
        const units = WRITTEN[lang][2];
        const other = 20 + ((value - 20 + by) % 80);
        expect(unsupported(`${inWords(other, lang)} ${units[unit]}`, `${value} ${units[unit]}`, lang)).not.toEqual([]);
        expect(unsupported(`${inWords(value, lang)} ${units[(unit + shift) % 5]}`, `${value} ${units[unit]}`, lang)).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
