import { describe, expect, test } from '@jest/globals';
import type { Llm } from '../../src/platform/llm/index.js';
import { LlmUnavailable } from '../../src/platform/llm/index.js';
import { isDependent, makeStandalone } from '../../src/modules/answers/rewrite.js';
import type { Turn } from '../../src/modules/answers/types.js';
import type { Language } from '../../src/platform/text/index.js';

const signal = new AbortController().signal;

async function standalone(question: string, lang: Language, asked: string[], llm?: Llm) {
  const dialogue: Turn[] = asked.flatMap((text) => [
    { role: 'customer', text },
    { role: 'bot', text: 'Ответ банка.' },
  ]);
  return await makeStandalone({ question, lang, dialogue }, { llm, signal, timeoutMs: 1_000 });
}

function modelSaying(answer: string | Error): Llm & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'test',
    asked,
    complete(request) {
      asked.push(request.messages.map(({ content }) => content).join('\n'));
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ text: answer, inputTokens: 1, outputTokens: 2, truncated: false });
    },
  };
}

describe('a follow-up question', () => {
  test.each<[string, Language]>([
    ['а для золотой?', 'ru'],
    ['А по карте Gold?', 'ru'],
    ['и сколько стоит?', 'ru'],
    ['а на год?', 'ru'],
    ['сколько это стоит?', 'ru'],
    ['почему?', 'ru'],
    ['что насчёт Premium?', 'ru'],
    ['подробнее', 'ru'],
    ['а она бесплатная?', 'ru'],
    ['ал алтын картаға ше?', 'kk'],
    ['алтын картаға ше', 'kk'],
    ['ол қанша тұрады?', 'kk'],
    ['неге?', 'kk'],
    ['ал евромен?', 'kk'],
    ['and for gold cards?', 'en'],
    ['what about Premium?', 'en'],
    ['how much is it?', 'en'],
    ['why?', 'en'],
    ['how long?', 'en'],
  ])('"%s" leans on what was said before', (question, lang) => {
    expect(isDependent(question, lang)).toBe(true);
  });

  test.each<[string, Language]>([
    ['Сколько стоит обслуживание карты Gold?', 'ru'],
    ['Какая ставка по вкладу «Рост»?', 'ru'],
    ['А как заблокировать карту через приложение при потере?', 'ru'],
    ['Часы работы отделений', 'ru'],
    ['Gold картасының жылдық ақысы қанша?', 'kk'],
    ['Бөлімшелердің жұмыс уақыты қандай?', 'kk'],
    ['What is the annual fee for the Gold card?', 'en'],
    ['How do I open a deposit online?', 'en'],
  ])('"%s" stands by itself', (question, lang) => {
    expect(isDependent(question, lang)).toBe(false);
  });

  test.each<[string, Language, string, string[]]>([
    [
      'а для золотой?',
      'ru',
      'Сколько стоит обслуживание карты Classic?',
      ['золотой', 'обслуживание', 'карты'],
    ],
    [
      'ал алтын картаға ше?',
      'kk',
      'Classic жылдық қызмет көрсету ақысы қанша?',
      ['алтын', 'картаға', 'жылдық', 'ақысы'],
    ],
    ['and for gold ones?', 'en', 'What is the annual fee of Classic cards?', ['gold', 'annual', 'fee']],
  ])(
    '"%s" takes the words of the question before, without a model',
    async (question, lang, before, words) => {
      const { text, focus } = await standalone(question, lang, [before]);
      expect(text.split(' ')).toEqual(expect.arrayContaining(words));
      expect(text.startsWith(words[0] ?? '?')).toBe(true);
      expect(focus).toContain(words[0]);
    },
  );

  test.each<[string, string, string, string]>([
    ['а Premium?', 'Сколько стоит обслуживание карты Gold?', 'обслуживание', 'gold'],
    ['а в долларах?', 'какая ставка по вкладу в евро', 'вкладу', 'евро'],
    ['а Еркін?', 'Какая ставка по вкладу «Жинақ»?', 'вкладу', 'жинақ'],
  ])('"%s" takes the place of what it is an alternative to', async (question, before, kept, dropped) => {
    const { text } = await standalone(question, 'ru', [before]);
    expect(text).toContain(kept);
    expect(text).not.toContain(dropped);
  });

  test('leans on the last complete question, over follow-ups in between', async () => {
    const { text } = await standalone('а платиновой?', 'ru', [
      'Сколько стоит обслуживание карты Classic?',
      'а золотой?',
    ]);
    expect(text).toContain('обслуживание');
    expect(text).not.toContain('золотой');
  });

  test('without anything before it, or complete by itself, stays as it is and asks no model', async () => {
    const llm = modelSaying('другое');
    expect(await standalone('а для золотой?', 'ru', [], llm)).toEqual({ text: 'а для золотой?', focus: [] });
    const complete = 'Какая ставка по вкладу «Рост»?';
    expect(await standalone(complete, 'ru', ['Сколько стоит карта Gold?'], llm)).toEqual({
      text: complete,
      focus: [],
    });
    expect(llm.asked).toEqual([]);
  });

  test('is rewritten by the model, which sees the dialogue', async () => {
    const llm = modelSaying('«Сколько стоит обслуживание карты Gold?»');
    const found = await standalone(
      'а для золотой?',
      'ru',
      ['Сколько стоит обслуживание карты Classic?'],
      llm,
    );
    expect(found).toMatchObject({
      text: 'Сколько стоит обслуживание карты Gold?',
      usage: { inputTokens: 1, outputTokens: 2 },
    });
    expect(llm.asked[0]).toContain('Classic');
  });

  test.each([
    ['fails', new LlmUnavailable('timeout')],
    ['invents a number', 'Сколько стоит карта Gold за 12 месяцев?'],
    ['talks', 'Вот вопрос:\nСколько стоит?'],
    ['says nothing', '  '],
  ])('is joined from words when the model %s', async (_, answer) => {
    const found = await standalone(
      'а для золотой?',
      'ru',
      ['Сколько стоит обслуживание карты Classic?'],
      modelSaying(answer),
    );
    expect(found.text).toMatch(/^золотой .*обслуживание/);
  });
});
