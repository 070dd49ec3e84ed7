import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeName } from '../../src/modules/conversations/index.js';
import { emptyOldMessages } from '../../src/modules/personal-data/repository.js';
import { createTexts } from '../../src/locales/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { type Scene, pressAnything, settled, startScene, textOf } from '../support/scene.js';

const BUTTON = '📄 Show the source';
const QUESTION = 'How much does a safe deposit box cost per month?';

const DOCUMENT = `---
title: Safe deposit boxes
lang: en
valid_from: 2026-01-01
---

## Fees

A safe deposit box costs 5 000 ₸ per month. Odd characters stay what they are: <b>not bold</b>, a_b_c and [x](y).
`;

describe('the source of an answer', () => {
  let dir: string;
  let scene: Scene;
  let customer: Phone;
  let answer: SeenMessage;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teller-sources-'));
    await writeFile(join(dir, 'boxes.md'), DOCUMENT);
    scene = await startScene(1, { env: { CONTEXTS_DIR: dir } });
    customer = await scene.customer('Aru');
    await customer.send(QUESTION);
    answer = await customer.waitFor(/5 000 ₸/);
  });
  afterAll(async () => {
    await scene.release();
    await rm(dir, { recursive: true, force: true });
  });

  const passages = async (phone = customer): Promise<SeenMessage[]> =>
    (await phone.messages()).filter(({ entities }) => entities?.some(({ type }) => type === 'blockquote'));
  const dataOf = (message: SeenMessage): string =>
    message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === BUTTON)?.callback_data ?? '';

  test('names document and section', () => {
    expect(textOf(answer)).toMatch(/📄 Source: Safe deposit boxes › Fees$/);
  });

  test('is shown by its button as it stood, whatever became of the document, word for word and without markup', async () => {
    await writeFile(join(dir, 'boxes.md'), DOCUMENT.replace('5 000', '9 999'));
    await customer.press(BUTTON);
    const shown = await customer.waitFor(/Odd characters/);
    const { text = '', entities = [] } = shown;
    const quoted = entities.find(({ type }) => type === 'blockquote') ?? { offset: 0, length: 0 };
    expect(text.slice(quoted.offset, quoted.offset + quoted.length)).toBe(
      'A safe deposit box costs 5 000 ₸ per month. Odd characters stay what they are: <b>not bold</b>, a_b_c and x.',
    );
    expect(text).toMatch(/^📄 Safe deposit boxes › Fees\n\n[\s\S]*Valid from January 1, 2026\.\nThis is what the document said on/);
    expect(entities.map(({ type }) => type)).toEqual(['bold', 'blockquote']);
    expect(shown.reply_to_message?.message_id).toBe(answer.message_id);
  });

  test('comes once, however often the button is pressed', async () => {
    await Promise.all([1, 2, 3].map(() => customer.pressData(answer.message_id, dataOf(answer))));
    await settled(scene.teller);
    expect(await passages()).toHaveLength(1);
  });

  test('is shown to nobody else, whatever data they press', async () => {
    const stranger = await scene.customer('Dana');
    expect(await pressAnything(stranger, dataOf(answer))).toMatchObject({ text: 'This source is no longer kept.' });
    expect(await pressAnything(stranger, 'source:999999:1')).toMatchObject({ text: 'This source is no longer kept.' });
    const [moderator] = scene.moderators;
    if (moderator) expect(await pressAnything(moderator, dataOf(answer))).toMatchObject({ text: 'This source is no longer kept.' });
    await settled(scene.teller);
    expect(await passages(stranger)).toEqual([]);
  });

  test('is told to the moderator who is called', async () => {
    await scene.queue(customer);
    await scene.moderators[0]?.waitFor(/📄 Safe deposit boxes › Fees/);
  });

  test('is gone once the conversation was emptied', async () => {
    await customer.send('/end');
    await customer.waitFor(/./);
    const { database, simulator } = scene.teller;
    await database.owner('messages').update({ created_at: database.owner.raw(`now() - interval '400 days'`) });
    await tenantTransaction(database.db, simulator.botId, (tx) => emptyOldMessages(tx, 365, 1_000));
    expect(await customer.pressData(answer.message_id, dataOf(answer))).toMatchObject({ text: 'This source is no longer kept.' });
    await eventually(async () => {
      const seen = (await customer.messages()).find(({ message_id }) => message_id === answer.message_id);
      expect(seen?.reply_markup?.inline_keyboard ?? []).toEqual([]);
    });
  });
});

describe('a place in the documents', () => {
  const place = { document: 'ru/t.pdf', title: 'Тарифы', section: 'Переводы', page: 3 };

  test('names the page the way each language does', () => {
    expect(placeName(createTexts('ru')('ru'), place)).toBe('Тарифы › Переводы, стр. 3');
    expect(placeName(createTexts('ru')('kk'), place)).toBe('Тарифы › Переводы, 3-бет');
    expect(placeName(createTexts('ru')('en'), place)).toBe('Тарифы › Переводы, p. 3');
  });

  test('stays short: of long headings the last one is named', () => {
    const section = ['Общие условия обслуживания физических лиц', 'Переводы', 'Комиссии'].join(' › ');
    expect(placeName(createTexts('ru')('ru'), { document: 'x', title: 'Тарифы', section })).toBe('Тарифы › Комиссии');
  });
});
