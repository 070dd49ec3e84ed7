import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { blankListMarkers } from '../../src/modules/answers/facts/index.js';
import { findUnsupported } from '../../src/modules/answers/grounding.js';
import { splitSentences } from '../../src/modules/answers/sentences.js';
import type { Language } from '../../src/platform/text/index.js';

function unsupported(answer: string, passage: string, lang: Language = 'ru'): string[] {
  const passages = [{ title: '', section: '', text: passage, lang }];
  return findUnsupported([{ text: answer, citations: [1] }], passages)
    .filter(({ kind }) => kind !== 'claim')
    .map(({ raw }) => raw);
}

const HELD: [string, string][] = [
  ['9 900 ₸ в год', 'Обслуживание стоит 9 900 тенге в год'],
  ['9900 тг', 'Стоимость 9 900 ₸'],
  ['9,900 KZT', 'Цена 9\u00a0900 ₸'],
  ['9\u202f900 теңге', 'Жылына 9 900 ₸'],
  ['KZT 9,900', 'стоит 9 900 ₸'],
  ['1.5%', 'Кешбэк 1,5 % за всё'],
  ['1,5 пайыз', 'кешбэк — 1,5%'],
  ['12 месяцев', 'срок — 1 год'],
  ['1 год', 'от 12 месяцев'],
  ['12 ай', 'Мерзімі 12 ай'],
  ['пять процентов', 'ставка 5 %'],
  ['бес пайыз', 'ставка 5%'],
  ['five percent', 'rate: 5%'],
  ['5 %', 'ставка пять процентов'],
  ['двадцать пять дней', 'в течение 25 календарных дней'],
  ['жиырма бес күн', '25 күн ішінде'],
  ['500 тысяч тенге', 'до 500 000 ₸'],
  ['500 мың теңге', 'до 500 000 ₸'],
  ['1,5 млн ₸', 'не более 1 500 000 тенге'],
  ['$50,000', 'покрытием до 50 000 USD'],
  ['1 января 2026 года', 'с 01.01.2026'],
  ['2026-01-01', 'с 1 января 2026 г.'],
  ['January 1, 2026', 'с 01.01.2026'],
  ['2026 жылғы 1 қаңтар', 'с 1 января 2026 года'],
  ['1 қаңтар', '2026 жылғы 1 қаңтардан бастап'],
  ['1 января', 'Действует с 1 января 2026 года'],
  ['с 1 по 15 марта', 'акция идёт 1–15 марта'],
  ['в 2026 году', 'Тарифы с 01.01.2026'],
  ['с 09:00 до 18:00', 'Отделение работает 9:00–18:00'],
  ['с 9 до 18', 'Отделение работает 09:00–18:00'],
  ['from 9 am to 6 pm', 'Open 9:00–18:00'],
  ['24/7', 'Контакт-центр работает круглосуточно'],
  ['круглосуточно', 'Hotline: 24/7'],
  ['+7 727 258-00-00', 'Звоните: 8 (727) 258 00 00'],
  ['8 800 080 00 00', '+7 800 080-00-00'],
  ['по номеру 7711', 'или по номеру 7711'],
  ['10–15 %', 'от 10 до 15 %'],
  ['от 10 % до 15 %', 'ставка 10–15 %'],
  ['3 месяца', 'на 3, 6 или 12 месяцев'],
  ['5 рабочих дней', 'до пяти рабочих дней'],
  ['в 2 категориях', 'в двух категориях'],
  ['до 5 числа', 'до пятого числа'],
  ['0 ₸', 'Выпуск бесплатный'],
  ['14 %', 'Вклад «Рост» — Ставка, %: 14; Срок, месяцев: 12'],
  ['12 месяцев', 'Вклад «Рост» — Ставка, %: 14; Срок, месяцев: 12'],
  ['1. Откройте приложение\n2. Нажмите «Карты»\n3. Готово', 'Откройте приложение, нажмите «Карты»'],
  ['один из офисов', 'Отделения банка'],
  ['на сайте bank.example', 'https://www.bank.example/tariffs'],
  ['help@bank.example', 'Пишите: Help@bank.example'],
  ['4 года', 'срок действия четыре года'],
  ['18 жастан', 'с 18 лет'],
  ['3 жұмыс күні', '3 рабочих дня'],
  ['от 14 лет', 'с 14 лет'],
  ['30 минут', 'Ожидание: 30 мин'],
  ['10-го числа', 'до 10-го числа'],
];

const BROKEN: [string, string][] = [
  ['19 900 ₸', 'Обслуживание стоит 9 900 ₸'],
  ['9 900 %', 'Обслуживание стоит 9 900 ₸'],
  ['5 %', 'до 5 снятий в месяц'],
  ['5 дней', 'ставка 5 %'],
  ['5 ₸', 'ставка 5 %'],
  ['500 $', 'стоит 500 ₸'],
  ['12 лет', 'на 12 месяцев'],
  ['шесть процентов', 'ставка 5 %'],
  ['six percent', 'rate 5 %'],
  ['алты пайыз', 'ставка 5 %'],
  ['2 января 2026', 'с 01.01.2026'],
  ['1 января 2027', 'с 01.01.2026'],
  ['1 января 2026', 'с 1 января'],
  ['с 10:00', 'с 9:00'],
  ['до 7 pm', 'до 18:00'],
  ['+7 727 258-00-01', '+7 727 258-00-00'],
  ['24/7', 'с 9:00 до 18:00'],
  ['https://evil.example/login', 'https://bank.example/login'],
  ['bank.example/promo', 'bank.example'],
  ['пишите @fake_bank', 'пишите @real_bank'],
  ['help@bank.evil', 'help@bank.example'],
  ['1,5 млн ₸', 'не более 150 000 ₸'],
  ['10–15 %', 'до 10 дней, ставка 15 %'],
  ['7. Банк', 'Банк'],
  ['٥ %', 'ставка 4 %'],
  ['15 %', 'ставка 1,5 %'],
  ['1.5%', 'ставка 15 %'],
  ['в двадцать дней', 'за 25 дней'],
  ['0 ₸', 'стоит 9 900 ₸'],
  ['7 посещений', '7% в трёх категориях'],
  ['до 25:00', 'до 15:00, карта с 25 лет'],
  ['+8 727 258-00-00', '+7 727 258-00-00'],
];

describe('what an answer states against what its passage states', () => {
  test.each(HELD)('"%s" is borne out by "%s"', (answer, passage) => {
    expect(unsupported(answer, passage)).toEqual([]);
  });
  test.each(BROKEN)('"%s" is not borne out by "%s"', (answer, passage) => {
    expect(unsupported(answer, passage)).not.toEqual([]);
  });
});

const UNITS: Record<string, string[]> = {
  percent: ['%', ' %', '\u00a0%', ' процентов', ' пайыз', ' percent'],
  money: [' ₸', '₸', ' тенге', ' тг', ' теңге', ' KZT'],
  days: [' дней', ' рабочих дней', ' күн', ' days', ' business days'],
  months: [' месяцев', ' мес.', ' ай', ' months'],
};
const GROUPS = [' ', '\u00a0', '\u202f', '\u2009', ''];

function grouped(value: number, separator: string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, separator);
}

const amount = fc.integer({ min: 2, max: 9_999_999 });
const written = fc.record({
  value: amount,
  unit: fc.constantFrom(...Object.keys(UNITS)),
  separator: fc.constantFrom(...GROUPS, ','),
  form: fc.nat(),
});

function write(value: number, unit: string, separator: string, form: number): string {
  const forms = UNITS[unit] ?? [''];
  return `${grouped(value, separator)}${forms[form % forms.length]}`;
}

describe('numbers, whatever the value', () => {
  test('every way to write a number bears out every other way', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...GROUPS, ','), fc.nat(), (a, separator, form) => {
        const answer = `Это ${write(a.value, a.unit, separator, form)} по договору`;
        expect(unsupported(answer, `Условие: ${write(a.value, a.unit, a.separator, a.form)} всегда`)).toEqual(
          [],
        );
      }),
      { numRuns: 500 },
    );
  });

  test('a number with one digit changed is always found out', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.integer({ min: 1, max: 9 }), fc.nat(), (a, position, shift, form) => {
        const digits = String(a.value);
        const at = position % digits.length;
        const digit = (Number(digits[at]) + shift) % 10;
        const changed = Number(`${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`);
        const answer = `Это ${write(changed, a.unit, a.separator, form)} по договору`;
        expect(
          unsupported(answer, `Условие: ${write(a.value, a.unit, a.separator, a.form)} всегда`),
        ).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('a decimal with one digit changed is always found out, comma or point', () => {
    const decimal = fc.record({
      whole: fc.nat(99),
      part: fc.integer({ min: 1, max: 99 }),
      comma: fc.boolean(),
    });
    fc.assert(
      fc.property(decimal, fc.integer({ min: 1, max: 98 }), ({ whole, part, comma }, shift) => {
        const other = ((part - 1 + shift) % 99) + 1;
        const text = (fraction: number, sign: string) =>
          `${whole}${sign}${String(fraction).padStart(2, '0')}`;
        const passage = `Ставка ${text(part, comma ? ',' : '.')} % годовых`;
        expect(unsupported(`Ставка ${text(part, comma ? '.' : ',')}%`, passage)).toEqual([]);
        expect(unsupported(`Ставка ${text(other, ',')}%`, passage)).toHaveLength(1);
      }),
    );
  });

  test('another unit is always found out', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...Object.keys(UNITS)), fc.nat(), (a, unit, form) => {
        fc.pre(unit !== a.unit);
        const passage = `Условие: ${write(a.value, a.unit, a.separator, a.form)} всегда`;
        expect(unsupported(`Это ${write(a.value, unit, ' ', form)}`, passage)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test('a date in any form bears out the same date and no other', () => {
    const MONTHS = [
      'января',
      'февраля',
      'марта',
      'апреля',
      'мая',
      'июня',
      'июля',
      'августа',
      'сентября',
      'октября',
      'ноября',
      'декабря',
    ];
    const KAZAKH = [
      'қаңтар',
      'ақпан',
      'наурыз',
      'сәуір',
      'мамыр',
      'маусым',
      'шілде',
      'тамыз',
      'қыркүйек',
      'қазан',
      'қараша',
      'желтоқсан',
    ];
    const ENGLISH = [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ];
    const two = (n: number) => String(n).padStart(2, '0');
    const FORMS = [
      (y: number, m: number, d: number) => `${two(d)}.${two(m)}.${y}`,
      (y: number, m: number, d: number) => `${y}-${two(m)}-${two(d)}`,
      (y: number, m: number, d: number) => `${d} ${MONTHS[m - 1]} ${y} года`,
      (y: number, m: number, d: number) => `${y} жылғы ${d} ${KAZAKH[m - 1]}`,
      (y: number, m: number, d: number) => `${ENGLISH[m - 1]} ${d}, ${y}`,
      (y: number, m: number, d: number) => `${d} ${ENGLISH[m - 1]} ${y}`,
    ];
    const day = fc.record({
      y: fc.integer({ min: 2000, max: 2050 }),
      m: fc.integer({ min: 1, max: 12 }),
      d: fc.integer({ min: 1, max: 28 }),
    });
    const form = fc.nat(FORMS.length - 1);
    fc.assert(
      fc.property(day, day, form, form, (a, b, i, j) => {
        const passage = `Действует с ${FORMS[i]?.(a.y, a.m, a.d)}.`;
        const same = a.y === b.y && a.m === b.m && a.d === b.d;
        expect(unsupported(`С ${FORMS[j]?.(a.y, a.m, a.d)}`, passage)).toEqual([]);
        expect(unsupported(`С ${FORMS[j]?.(b.y, b.m, b.d)}`, passage).length > 0).toBe(!same);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the sample documents', () => {
  const sections = readdirSync('contexts', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|txt)$/.test(name))
    .flatMap((name) => readFileSync(join('contexts', name), 'utf8').split(/^#+ /m));

  test('bear out each of their own sentences', () => {
    expect(sections.length).toBeGreaterThan(50);
    for (const section of sections) {
      for (const sentence of splitSentences(blankListMarkers(section))) {
        expect({ sentence, unsupported: unsupported(sentence, section) }).toEqual({
          sentence,
          unsupported: [],
        });
      }
    }
  });

  test('bear out none of their sentences with a figure changed to one they do not have', () => {
    let changed = 0;
    for (const section of sections) {
      for (const sentence of splitSentences(blankListMarkers(section))) {
        const figure = /(?<![\d.,:/-])[1-9]\d{1,2}(?= ?(?:%|₸|дн|рабоч|month|day|ай|күн))/.exec(
          sentence,
        )?.[0];
        if (figure === undefined) continue;
        changed += 1;
        expect(unsupported(sentence.replace(figure, '7777'), section)).not.toEqual([]);
      }
    }
    expect(changed).toBeGreaterThan(50);
  });
});
