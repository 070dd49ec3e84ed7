import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bench, createBench, until } from './support.js';

const ENTRIES = `
- id: card-block
  lang: ru
  questions: [Как заблокировать карту?, Хочу заблокировать карту]
  answer: Позвоните по номеру 7711.
  category: cards
  priority: high
  department: Cards
- id: card-block
  lang: kz
  questions: [Картаны қалай бұғаттаймын?]
  answer: 7711 нөміріне қоңырау шалыңыз.
- id: old-rate
  lang: ru
  questions: [Какая ставка была раньше?]
  answer: 9 %.
  valid_until: 2026-01-01
`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.release());

describe('frequent questions', () => {
  test('are found in the language they are asked in, while they hold', async () => {
    await bench.write('faq/cards.yaml', ENTRIES);
    const knowledge = bench.open();
    const ask = async (text: string) => (await knowledge.matchFaq({ text }))?.entry;
    expect(await ask('Как заблокировать карту?')).toMatchObject({
      ...{ id: 'card-block', lang: 'ru', category: 'cards', priority: 'high', department: 'Cards', document: 'faq/cards.yaml' },
    });
    expect(await ask('картаны қалай бұғаттаймын')).toMatchObject({ id: 'card-block', lang: 'kk' });
    expect((await ask('Какая ставка была раньше?'))?.id).not.toBe('old-rate');
    expect(knowledge.problems()).toEqual([]);
  });

  test('are guessed best first, and the best is the one that is matched', async () => {
    await bench.write('faq/cards.yaml', `${ENTRIES}
- {id: card-open, lang: ru, questions: [Как открыть карту?], answer: В приложении.}
- {id: hours, lang: ru, questions: [Во сколько открываются отделения?], answer: В 9:00.}
`);
    const knowledge = bench.open();
    const question = { text: 'Как мне заблокировать карту?' };
    const guesses = await knowledge.guessFaq(question, 2);
    expect(guesses[0]).toEqual(await knowledge.matchFaq(question));
    expect(guesses.map(({ entry }) => entry.id)).toEqual(['card-block', 'card-open']);
    expect(guesses[0]?.confidence).toBeGreaterThan(guesses[1]?.confidence ?? 1);
  });

  test.each([
    ['no YAML', '- id: [', 'faq'],
    ['no list', 'id: x', 'faq'],
    ['an entry without questions', '- {id: x, lang: ru, questions: [], answer: y}', 'faq'],
    ['nothing', '[]', 'empty'],
  ])('a file with %s is reported and keeps the others serving', async (_name, source, code) => {
    await bench.write('faq/cards.yaml', ENTRIES);
    await bench.write('faq/wrong.yaml', source);
    const knowledge = bench.open();
    expect((await knowledge.matchFaq({ text: 'как заблокировать карту' }))?.entry.id).toBe('card-block');
    expect(knowledge.problems()).toMatchObject([{ document: 'faq/wrong.yaml', code }]);
  });

  test('are live a moment after the file was written', async () => {
    const knowledge = bench.open();
    await knowledge.ready;
    const before = knowledge.version();
    await bench.write('faq/cards.yaml', ENTRIES);
    await until(knowledge, async () => (await knowledge.matchFaq({ text: 'заблокировать карту' })) !== undefined);
    expect(knowledge.version()).not.toBe(before);
  });
});
