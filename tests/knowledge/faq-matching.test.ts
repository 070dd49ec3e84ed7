/** How well frequent questions are matched, on questions that no calibration was fitted on. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FaqEntry, FaqMatch } from '../../src/modules/knowledge/index.js';
import { readLabelled } from '../../src/modules/knowledge/faq/labelled.js';
import { FaqMatcher } from '../../src/modules/knowledge/faq/matcher.js';
import { trainFaq } from '../../src/modules/knowledge/faq/trained.js';
import { readFaqFile } from '../../src/modules/knowledge/faq/read.js';
import { readQuery } from '../../src/modules/knowledge/query.js';
import type { Language } from '../../src/platform/text/index.js';

const FIXTURES = 'tests/fixtures/faq';
const LANGUAGES: readonly Language[] = ['ru', 'kk', 'en'];
const DAY = '2026-06-15';
/** From here on the bot answers by itself. */
const SURE = 0.75;

let entries: readonly FaqEntry[];
let bank: FaqMatcher;
beforeAll(async () => {
  const files = await Promise.all(LANGUAGES.map((lang) => readFile(`${FIXTURES}/${lang}.yaml`)));
  entries = files.flatMap((bytes, at) => readFaqFile(`faq/${LANGUAGES[at]}.yaml`, bytes).entries);
  bank = await FaqMatcher.build(entries);
});

const ask = (text: string, lang?: Language): FaqMatch | undefined => bank.match(readQuery(text, lang), DAY);
const entry = (id: string, questions: readonly string[], rest: Partial<FaqEntry> = {}): FaqEntry => ({
  ...{ id, lang: 'ru', questions, answer: id, document: 'faq/x.yaml', version: '1' },
  ...rest,
});

describe('the frequent questions of a small bank', () => {
  test.each(LANGUAGES)('are known in other words in %s, and wrong answers are rare', async (lang) => {
    const asked = readLabelled(await readFile(`${FIXTURES}/held-out.jsonl`, 'utf8'), entries).filter((each) => each.lang === lang);
    const matches = asked.map(({ question, faq }) => ({ question, faq, match: ask(question, lang) }));
    const known = matches.filter(({ faq }) => faq !== null);
    const sure = matches.filter(({ match }) => (match?.confidence ?? 0) >= SURE);
    const wrong = sure.filter(({ faq, match }) => match?.entry.id !== faq);
    expect(known.filter(({ faq, match }) => match?.entry.id === faq).length / known.length).toBeGreaterThan(0.8);
    expect(sure.length / known.length).toBeGreaterThan(0.25);
    expect(wrong.map(({ question, match }) => `${question} -> ${match?.entry.id}`).length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['ru', 'как заблокировать карту', 'card-block'],
    ['ru', 'как разблокировать карту', 'card-unblock'],
    ['ru', 'kak razblokirovat kartu', 'card-unblock'],
    ['ru', 'подключить смс уведомления', 'sms-on'],
    ['ru', 'отключить смс уведомления', 'sms-off'],
    ['ru', 'как закрыть счет', 'account-close'],
    ['ru', 'как открыть счет', 'account-open'],
    ['kk', 'шотты қалай жабамын', 'account-close'],
    ['kk', 'смс хабарламаны өшіру', 'sms-off'],
    ['en', 'turn off sms notifications', 'sms-off'],
    ['en', 'turn on sms notifications', 'sms-on'],
    ['en', 'how can i unblock my card', 'card-unblock'],
  ] as const)('are told from their opposites (%s: %s)', (lang, question, id) => {
    expect(ask(question, lang)?.entry.id).toBe(id);
  });

  test.each([
    'какая погода завтра в алматы',
    'сколько стоит биткоин',
    'do you have vacancies',
    'палауды қалай пісіреді',
    'ипотека для военнослужащих за рубежом в юанях',
    '',
    '????',
  ])('leave alone what is none of them: %s', (question) => {
    expect(ask(question)?.confidence ?? 0).toBeLessThan(SURE);
  });

  test('are looked for in all languages where a question shows none', () => {
    expect(ask('Apple Pay')?.entry.id).toBe('apple-pay');
    expect(ask('как заблокировать карту', 'ru')?.entry.lang).toBe('ru');
  });
});

describe('the matcher', () => {
  test('without any entries finds nothing', async () => {
    const empty = await FaqMatcher.build([]);
    expect(empty.size).toBe(0);
    expect(empty.match(readQuery('как заблокировать карту'), DAY)).toBeUndefined();
  });

  test('does not match an entry out of date, and takes the version that holds', async () => {
    const old = entry('rate', ['Какая ставка по вкладу?'], { answer: 'old', validUntil: '2026-01-01' });
    const now = entry('rate', ['Какая ставка по вкладу?'], { answer: 'now', validFrom: '2026-01-02' });
    const gone = entry('gift', ['Как получить подарок к празднику?'], { validUntil: '2026-01-01' });
    const matcher = await FaqMatcher.build([old, gone, now, entry('hours', ['До скольки вы работаете?'])]);
    expect(matcher.match(readQuery('какая ставка по вкладу'), DAY)).toMatchObject({ entry: { answer: 'now' } });
    const match = matcher.match(readQuery('как получить подарок к празднику'), DAY);
    expect(match?.entry.id).not.toBe('gift');
    expect(match?.confidence).toBeLessThan(SURE);
  });

  test('says the same of the same entries, and does not learn from them twice', async () => {
    const examples = entries.filter(({ lang }) => lang === 'en').map(({ questions }) => [...questions]);
    const weights = { bias: 0, evidence: { covered: 1 } };
    const [first, second] = await Promise.all([trainFaq(examples, 'en', weights), trainFaq(examples, 'en', weights)]);
    expect(second).toBe(first);
    const anew = await trainFaq(examples, 'en', { ...weights, bias: 1 });
    const query = readQuery('lost my card on the bus', 'en');
    expect(anew).not.toBe(first);
    expect(anew.model.candidates(query, 5)).toEqual(first.model.candidates(query, 5));
  });

  test('lets others go on while it learns', async () => {
    const questions = (topic: number): string[] =>
      Array.from({ length: 30 }, (_, at) => `как мне в случае ${at} быть с вопросом ${topic} про услугу ${topic * at}`);
    const many = Array.from({ length: 40 }, (_, topic) => entry(`t${topic}`, questions(topic)));
    let turns = 0;
    let learning = true;
    const takeTurns = (): void => {
      turns += 1;
      if (learning) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    const before = process.cpuUsage();
    await FaqMatcher.build(many);
    learning = false;
    const milliseconds = process.cpuUsage(before).user / 1000;
    expect(milliseconds / turns).toBeLessThan(30);
  });
});
