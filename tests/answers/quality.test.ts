/**
 * What a customer reads without a language model, over the sample documents and the labelled questions: the
 * whole engine, from the question to the quotation. The floors lie a little under what is reached.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseDocument } from '../../src/modules/knowledge/document.js';
import {
  expectShare,
  hasFacts,
  hasSource,
  isRefused,
  type Labelled,
  SAMPLE_BANK,
  shareAsked,
} from './labelled.js';

const bank = shareAsked(SAMPLE_BANK);

describe('without a model', () => {
  test('the quoted sentences hold the facts asked for', () => {
    expectShare(bank.outcomes, 'answer', 0.9, hasFacts);
  });

  test('the quotation is from the right document', () => {
    expectShare(bank.outcomes, 'answer', 0.97, hasSource);
  });

  test('what the documents cannot answer is refused', () => {
    expectShare(bank.outcomes, 'refuse', 0.97, isRefused);
  });

  test('who asks for a human gets one', () => {
    expectShare(bank.outcomes, 'handoff', 1, ({ answer }) => answer.outcome === 'handed_off');
  });

  test.each<[string, Labelled['lang'], RegExp, RegExp]>([
    ['Можно ли досрочно погасить ипотеку без штрафа?', 'ru', /1% от суммы, внесённой досрочно/, /0,1%/],
    ['Есть ли штраф за досрочное погашение ипотеки?', 'ru', /1% в первые 6 месяцев|1% от суммы/, /0,1%/],
    ['Нужен кредит 500000, какой процент?', 'ru', /24%/, /терминал|500 000/i],
    ['I need a loan, what is the rate?', 'en', /24% to 32% a year/, /40,291/],
    ['Мне нужна карта, сколько стоит?', 'ru', /2 900 ₸/, /Дополнительная/],
    ['какие ставки по вкладам?', 'ru', /16,0%/, /USD|доллар|евро/i],
    ['ставки по депозитам в долларах', 'ru', /1,0%/, /16,0%|евро/i],
    ['what are your deposit rates', 'en', /16\.0%/, /USD|dollar|euro/i],
  ])('"%s" is answered to the point', async (question, lang, told, beside) => {
    const { text } = await bank.ask(question, lang);
    expect(text).toMatch(told);
    expect(text).not.toMatch(beside);
  });

  test.each<[string, Labelled['lang']]>([
    ['Какая ставка будет в 2027 году?', 'ru'],
    ['what will the rate be next year, in 2027?', 'en'],
    ['какие ставки по вкладам были в 2024 году', 'ru'],
    ['Где ближайший банкомат в Астане, работает в воскресенье?', 'ru'],
  ])('"%s" is refused rather than answered beside the point', async (question, lang) => {
    const { outcome, confidence } = await bank.ask(question, lang);
    expect(outcome).toBe('refused');
    expect(confidence).toBeLessThan(0.5);
  });

  test('a row of a table in a PDF is told with the page it stands on', async () => {
    const { text, sources } = await bank.ask('тариф за внеплановый выезд инкассаторов', 'ru');
    expect(text).toMatch(/^Внеплановый выезд инкассаторов\n• Тариф: 9 000 ₸/);
    expect(sources).toMatchObject([{ document: 'ru/tarify-biznes.pdf', section: 'Таблица тарифов', page: 1 }]);
    const next = await bank.ask('эскроу счет для сделки тариф', 'ru');
    expect(next.text).toMatch(/0,3% от суммы/);
    expect(next.sources).toMatchObject([{ document: 'ru/tarify-biznes.pdf', section: 'Таблица тарифов', page: 2 }]);
  });

  test('of two things asked both are answered, each with its source', async () => {
    const { text, sources } = await bank.ask('снять наличные за границей какая комиссия и лимит в день', 'ru');
    expect(text).toMatch(/1,5% от суммы.* \[1\]\n\n.*Снятие за границей в день: 500 000 ₸.* \[2\]$/s);
    expect(sources.map(({ number, section }) => [number, section])).toEqual([
      [1, ''],
      [2, 'Суточные лимиты'],
    ]);
  });

  test.each<[string, string, Labelled['lang'], RegExp, RegExp]>([
    ['Сколько стоит обслуживание карты Gold?', 'а Premium?', 'ru', /29 900 ₸/, /9 900 ₸ в год и|2 900 ₸/],
    ['how much is the gold card per year', 'and Premium?', 'en', /29,900 ₸/, /(?<!2)9,900|2,900/],
    ['Gold картасы жылына қанша тұрады?', 'Premium ше?', 'kk', /29 900 ₸/, /(?<!2)9 900|2 900/],
    ['ставка по вкладу в тенге', 'а в долларах?', 'ru', /1,0%/, /16,0%/],
  ])('after "%s" the question "%s" is about what it names', async (before, question, lang, told, other) => {
    const { text } = await bank.ask(question, lang, [before]);
    expect(text).toMatch(told);
    expect(text).not.toMatch(other);
  });

  test('a question for a rate gets the rates, one a line, and not the rate of an early end', async () => {
    const { text = '' } = await bank.ask('Депозитке қандай пайыз бересіздер?', 'kk');
    expect(text).toContain('16,0%');
    expect(text.split('\n').length).toBeGreaterThan(3);
    expect(text).not.toMatch(/мерзімінен бұрын/);
  });

  test('rates are laid out in short lines of term and rate under a heading', async () => {
    const { text = '' } = await bank.ask('какие ставки по вкладам?', 'ru');
    const [heading, ...lines] = text.split('\n');
    expect(heading).toBe('Ставка годовых:');
    expect(lines).toContain('«Жинақ», тенге, 12 месяцев — 16,0%');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(70);
  });

  test('a question for one row of a table gets that of the row, however the name is spelled', async () => {
    const { text } = await bank.ask('до скольки можно снять наличные по карте классик в день', 'ru');
    expect(text?.split('\n')).toEqual([expect.stringMatching(/^Classic — .*в день: 500 000 ₸$/)]);
    expect(text).not.toMatch(/Покупки|Кешбэк/);
  });

  test('every line of a quotation stands word for word in its document, in the language asked', async () => {
    for (const { asked, answer } of bank.outcomes.filter((outcome) => outcome.answer.reason === 'quoted')) {
      const plain = await Promise.all(answer.sources.map(({ document }) => plainDocument(document)));
      for (const { document } of answer.sources) expect(document).toMatch(new RegExp(`^${asked.lang}/`));
      for (const line of (answer.text ?? '').replace(/ \[\d\]$/gm, '').split('\n').filter(isProse)) {
        expect(plain.join('\n')).toContain(line.replace(/\s+/g, ' '));
      }
    }
  });

  test('a quotation is at most a short list, mostly of one to three sentences', () => {
    const lengths = bank.outcomes.flatMap(({ answer }) => answer.text?.split('\n').length ?? []);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(10);
    expect(lengths.filter((length) => length <= 3).length / lengths.length).toBeGreaterThan(0.75);
  });
});

async function plainDocument(path: string): Promise<string> {
  const bytes = await readFile(join(SAMPLE_BANK.documents, path));
  if (/\.(?:md|txt)$/.test(path)) return bytes.toString().replace(/\*\*|`/g, '').replace(/\s+/g, ' ');
  const result = await parseDocument(path, bytes);
  return result.ok ? result.passages.map(({ text }) => text.replace(/\s+/g, ' ')).join('\n') : '';
}

/** The cells of a table are laid out anew: they have a heading, a dash or a bullet of their own. */
function isProse(line: string): boolean {
  return /[.;!?]$/.test(line) && !/^• | — /.test(line);
}
