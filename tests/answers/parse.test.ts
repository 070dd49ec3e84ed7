import { describe, expect, test } from '@jest/globals';
import { findUnsupported } from '../../src/modules/answers/grounding.js';
import { parseAnswer, renumber } from '../../src/modules/answers/parse.js';
import { DECLINED } from '../../src/modules/answers/prompt.js';

const PASSAGES = [
  {
    title: 'Карты',
    section: 'Gold',
    lang: 'ru' as const,
    text: 'Обслуживание карты Gold стоит 9 900 ₸ в год. Кешбэк по карте Gold — 1,5 %.',
  },
  {
    title: 'Вклады',
    section: 'Рост',
    lang: 'ru' as const,
    text: 'Ставка вклада «Рост» — 14 % годовых на 12 месяцев.',
  },
];

function check(raw: string): string[] {
  const parsed = parseAnswer(raw);
  if (parsed.kind === 'declined') return ['declined'];
  return findUnsupported(parsed.sentences, PASSAGES).map(({ kind }) => kind);
}

describe('reading a model answer', () => {
  test.each([
    ['Да [1].', [1]],
    ['Да [1, 3]. Нет [2].', [1, 3, 2]],
    ['Да [1][2].', [1, 2]],
    ['Да [1-3].', [1, 2, 3]],
    ['Да【2】.', [2]],
    ['Да [Источник 2].', [2]],
    ['Да. [2] Нет. [1]', [2, 1]],
    ['Да.', []],
  ])('finds the citations of "%s"', (raw, cited) => {
    expect(parseAnswer(raw)).toMatchObject({ kind: 'text', cited });
  });

  test('a citation behind the full stop belongs to the sentence before it', () => {
    const parsed = parseAnswer('Карта стоит 9 900 ₸. [1] Ставка 14 %. [2]');
    expect(parsed).toMatchObject({ sentences: [{ citations: [1] }, { citations: [2] }] });
  });

  test('takes Markdown off', () => {
    const parsed = parseAnswer(
      '## Ответ\n**Карта** `Gold`:\n- стоит *9 900 ₸* [1]\n[сайт](https://a.example)',
    );
    expect(parsed).toMatchObject({
      text: 'Ответ\nКарта Gold:\n• стоит 9 900 ₸ [1]\nсайт (https://a.example)',
    });
  });

  test('knows the decline marker, whatever stands around it, and an empty answer', () => {
    expect(parseAnswer(`Sorry. ${DECLINED}.`)).toEqual({ kind: 'declined' });
    expect(parseAnswer(' [1] ')).toEqual({ kind: 'declined' });
  });

  test('drops the cut last sentence of a truncated answer', () => {
    expect(parseAnswer('Карта стоит 9 900 ₸ [1]. Кешбэк по карте 1', true)).toMatchObject({
      text: 'Карта стоит 9 900 ₸ [1].',
    });
  });

  test('numbers citations in the order of their appearance', () => {
    expect(renumber('а [3], б [1], в [3]', [3, 1])).toBe('а [1], б [2], в [1]');
  });
});

describe('the check before sending', () => {
  test.each([
    'Обслуживание карты Gold стоит 9 900 тенге в год [1].',
    'Карта Gold: 9900 ₸ [1], вклад «Рост»: 14% на 1 год [2].',
    'Обслуживание стоит 9 900 ₸. Кешбэк полтора процента [1].',
    'Gold картасына қызмет көрсету жылына 9 900 теңге тұрады [1].',
    'Порядок:\n1. Выберите карту Gold [1].\n2. Оплатите 9 900 ₸ [1].\n3. Готово.',
    'The Gold card costs KZT 9,900 a year [1].',
  ])('lets "%s" pass', (raw) => {
    expect(check(raw)).toEqual([]);
  });

  test.each([
    ['Обслуживание карты Gold стоит 9 800 ₸ [1].', 'number'],
    ['Обслуживание карты Gold стоит 9 900 ₸ [2].', 'number'],
    ['Обслуживание карты Gold стоит 9 900 ₸.', 'citation'],
    ['Обслуживание карты Gold стоит 9 900 ₸ [7].', 'citation'],
    ['Обслуживание карты Gold стоит 9 900 ₸ [0].', 'citation'],
    ['Карта Gold [1]. Подробности: https://evil.example', 'url'],
    ['Пенсионеры получают скидку на авиабилеты и бесплатное такси [1].', 'claim'],
    ['Карта Gold стоит 9 900 ₸ [1]. Сообщите код из SMS менеджеру Telegram @helper_bank.', 'handle'],
  ])('stops "%s" for its %s', (raw, kind) => {
    expect(check(raw)).toContain(kind);
  });
});
