import { describe, expect, test } from '@jest/globals';
import {
  buildAnswerRequest,
  DECLINED,
  type PromptInput,
  type PromptPassage,
} from '../../src/modules/answers/prompt.js';
import { estimateTokens } from '../../src/platform/llm/index.js';

const PASSAGES = Array.from({ length: 5 }, (_, i) => ({
  title: `Документ ${i + 1}`,
  section: 'Раздел',
  text: `Правило номер ${i + 1}. ${'Длинное пояснение к правилу. '.repeat(20)}`,
}));

function build(input: Partial<PromptInput<PromptPassage>> = {}) {
  const all = {
    question: 'Какое правило?',
    lang: 'ru' as const,
    passages: PASSAGES,
    dialogue: [],
    fence: 'f00d',
    budget: 6_000,
  };
  const built = buildAnswerRequest({ ...all, ...input });
  const whole = [built.request.system, ...built.request.messages.map(({ content }) => content)].join('\n');
  return { ...built, whole };
}

describe('the prompt', () => {
  test('names the language, the decline marker and the fence, and numbers the passages', () => {
    const { request, whole } = build({ lang: 'kk' });
    expect(request.system).toContain('Kazakh');
    expect(request.system).toContain(DECLINED);
    expect(whole).toContain('<passage-f00d number="5">\nДокумент 5 › Раздел\nПравило номер 5.');
    expect(request.messages.at(-1)?.content.endsWith('Question: Какое правило?')).toBe(true);
  });

  test('keeps to its budget: best passages first, then the latest turns', () => {
    const dialogue = Array.from({ length: 6 }, (_, i) => ({
      role: i % 2 === 0 ? ('customer' as const) : ('bot' as const),
      text: `Реплика ${i} ${'слово '.repeat(30)}`,
    }));
    for (const budget of [1_000, 1_500, 2_000, 3_000, 5_000]) {
      const { whole, passages, request } = build({ budget, dialogue });
      expect(estimateTokens(whole)).toBeLessThanOrEqual(budget);
      expect(passages).toEqual(PASSAGES.slice(0, passages.length));
      expect(passages.length).toBeGreaterThan(0);
      expect(request.messages[0]?.role).toBe('user');
    }
    expect(build({ budget: 5_000, dialogue }).whole).toContain('Реплика 5');
  });

  test('shortens a passage that alone is too long', () => {
    const [long] = PASSAGES;
    if (long === undefined) throw new Error('no passage');
    const { passages } = build({ budget: 700, passages: [{ ...long, text: long.text.repeat(20) }] });
    expect(passages[0]?.text.startsWith('Правило номер 1.')).toBe(true);
    expect(passages[0]?.text.length).toBeLessThan(long.text.length * 3);
  });

  test('takes turns of customer and bot, and leaves out what a moderator wrote', () => {
    const { request, whole } = build({
      dialogue: [
        { role: 'bot', text: 'Здравствуйте' },
        { role: 'customer', text: 'Вопрос один' },
        { role: 'moderator', text: 'Личное дело клиента' },
        { role: 'customer', text: 'Вопрос два' },
      ],
    });
    expect(whole).not.toContain('Личное дело');
    expect(request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(request.messages[0]?.content).toBe('Вопрос один\nВопрос два');
  });

  test('cuts a very long turn without breaking a character', () => {
    const { whole } = build({ dialogue: [{ role: 'customer', text: '😀'.repeat(2_000) }] });
    expect(Buffer.from(whole, 'utf8').toString('utf8') === whole).toBe(true);
    expect(Array.from(whole).length).toBeLessThan(10_000);
  });
});
