import { describe, expect, test } from '@jest/globals';
import { quote } from '../../src/modules/answers/extractive.js';

const TARIFFS = {
  lang: 'ru' as const,
  text: [
    'Банк выпускает дебетовые карты. Обслуживание карты Classic стоит 2 900 ₸ в год.',
    'Обслуживание карты Gold стоит 9 900 ₸ в год. Категории кешбэка выбираются в приложении до пятого числа.',
    '',
    'Для оформления нужны:',
    '- удостоверение личности;',
    '- номер телефона.',
    '',
    'Карта: Gold — Снятие в день: 1 000 000 ₸; Покупки в день: 5 000 000 ₸',
    'Карта: Premium — Снятие в день: 3 000 000 ₸; Покупки в день: 15 000 000 ₸',
  ].join('\n'),
};

function ask(text: string, focus: string[] = []): string | undefined {
  return quote({ text, lang: 'ru', focus }, [TARIFFS])[0]?.text;
}

describe('a quotation', () => {
  test('is the sentence that answers, word for word', () => {
    expect(ask('Сколько стоит обслуживание карты Gold?')?.split('\n')[0]).toContain('9 900 ₸ в год');
    expect(ask('до какого числа выбирают категории кешбэка')).toBe(
      'Категории кешбэка выбираются в приложении до пятого числа.',
    );
  });

  test('is the row of a table', () => {
    expect(ask('снятие в день по карте Premium')).toContain('3 000 000 ₸');
  });

  test('is the row whose figure the question names', () => {
    const text = [3, 6, 12]
      .map((n) => `Вклад: «Рост» — Срок: ${n} месяцев; Ставка годовых: ${n + 2}%`)
      .join('\n');
    const [found] = quote({ text: 'Какая ставка по вкладу на 12 месяцев?', lang: 'ru', focus: [] }, [
      { lang: 'ru', text },
    ]);
    expect(found?.text.split('\n')).toEqual([expect.stringContaining('14%')]);
  });

  test('keeps a list together with its introduction', () => {
    expect(ask('что нужно для оформления?')).toBe(
      'Для оформления нужны:\n- удостоверение личности;\n- номер телефона.',
    );
    expect(ask('нужен номер телефона?')).toContain('Для оформления нужны:');
  });

  test('of a table has the column asked for, one row a line, in tenge where no currency is named', () => {
    const rows = [
      'тенге; Срок: 6 месяцев; Ставка: 15%',
      'тенге; Срок: 12 месяцев; Ставка: 16%',
      'доллары США; Срок: 12 месяцев; Ставка: 1%',
    ];
    const text = rows.map((row) => `Вклад: «Рост» — Валюта: ${row}; Минимум: 100`).join('\n');
    const told = (question: string): string[] =>
      quote({ text: question, lang: 'ru', focus: [] }, [{ lang: 'ru', text }]).map((found) => found.text);
    expect(told('какая ставка по вкладу')).toEqual([
      'Ставка:\n«Рост», тенге, 6 месяцев — 15%\n«Рост», тенге, 12 месяцев — 16%',
    ]);
    expect(told('ставка по вкладу в долларах')).toEqual(['«Рост», доллары США, 12 месяцев — Ставка: 1%']);
  });

  test('of two things asked gives both, from wherever they stand', () => {
    const fee = { lang: 'ru' as const, text: 'Комиссия за снятие наличных — 1%.' };
    const limit = { lang: 'ru' as const, text: 'Лимит на снятие наличных — 500 000 ₸ в день.' };
    const asked = { text: 'снятие наличных: комиссия и лимит в день', lang: 'ru' as const, focus: [] };
    expect(quote(asked, [fee, limit])).toEqual([
      { text: fee.text, passage: 0 },
      { text: limit.text, passage: 1 },
    ]);
  });

  test('of two things asked is not put together from different documents', () => {
    const fee = { lang: 'ru' as const, document: 'a.md', text: 'Комиссия за снятие наличных — 1%.' };
    const limit = { lang: 'ru' as const, document: 'b.md', text: 'Лимит на снятие наличных — 500 000 ₸.' };
    const asked = { text: 'снятие наличных: комиссия и лимит', lang: 'ru' as const, focus: [] };
    expect(quote(asked, [fee, limit])).toHaveLength(1);
  });

  test('covers a question by its headings too', () => {
    const passage = {
      lang: 'ru' as const,
      title: 'Инкассация',
      section: 'Тарифы',
      text: 'Заезд стоит 3 500 ₸.',
    };
    expect(quote({ text: 'тарифы инкассации', lang: 'ru', focus: [] }, [passage])[0]?.text).toBe(passage.text);
  });

  test.each([
    ['about another thing the bank offers', 'где банкомат', 'Отделение открыто, адрес: ул. Абая, 1.'],
    ['about another year', 'ставка по вкладу в 2024 году', 'Ставка по вкладу — 14% годовых.'],
    ['that has too little of what was asked', 'вклад в юанях', 'Вклад открывается в приложении.'],
  ])('is never one %s', (_, question, text) => {
    expect(quote({ text: question, lang: 'ru', focus: [] }, [{ lang: 'ru', text }])).toEqual([]);
  });

  test('is not led by the amount the customer names', () => {
    const rate = { lang: 'ru' as const, text: 'Кредит выдаём по ставке 24% годовых.' };
    const terminal = { lang: 'ru' as const, text: 'Терминал: оборот от 500 000 ₸, скидка на кредит 2%.' };
    const asked = { text: 'Нужен кредит 500000, какой процент?', lang: 'ru' as const, focus: [] };
    expect(quote(asked, [terminal, rate])[0]?.text).toBe(rate.text);
  });

  test('follows the newest words of a follow-up question', () => {
    expect(ask('gold обслуживание classic стоит', ['gold'])).toContain('9 900 ₸');
  });

  test('has at most three sentences, each of the passage', () => {
    const lines = ask('карта')?.split('\n') ?? [];
    expect(lines.length).toBeLessThanOrEqual(3);
    for (const line of lines) expect(TARIFFS.text).toContain(line);
  });

  test('comes from a later passage when only that one knows the words', () => {
    const other = { lang: 'ru' as const, text: 'Отделение открыто с 9:00 до 18:00.' };
    const [found] = quote({ text: 'когда открыто отделение', lang: 'ru', focus: [] }, [TARIFFS, other]);
    expect(found).toEqual({ text: other.text, passage: 1 });
  });

  test('is missing where there is nothing to quote', () => {
    expect(quote({ text: 'карта', lang: 'ru', focus: [] }, [])).toEqual([]);
    expect(quote({ text: 'карта', lang: 'ru', focus: [] }, [{ lang: 'ru', text: ' \n' }])).toEqual([]);
  });
});
