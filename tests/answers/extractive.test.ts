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
  return quote({ text, lang: 'ru', focus }, [TARIFFS])?.text;
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
    const found = quote({ text: 'Какая ставка по вкладу на 12 месяцев?', lang: 'ru', focus: [] }, [
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
    const found = quote({ text: 'когда открыто отделение', lang: 'ru', focus: [] }, [TARIFFS, other]);
    expect(found).toEqual({ text: other.text, passage: 1 });
  });

  test('is missing where there is nothing to quote', () => {
    expect(quote({ text: 'карта', lang: 'ru', focus: [] }, [])).toBeUndefined();
    expect(quote({ text: 'карта', lang: 'ru', focus: [] }, [{ lang: 'ru', text: ' \n' }])).toBeUndefined();
  });
});
