import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type MiningParts, miningDuty } from '../../src/modules/faq/jobs.js';
import { BotSettings } from '../../src/modules/bots/index.js';
import { Eraser } from '../../src/modules/personal-data/eraser.js';
import { createTexts } from '../../src/locales/index.js';
import { type Database, connectDatabase } from '../../src/platform/db/database.js';
import { LocalEmbedder } from '../../src/platform/embeddings/index.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { dataOf, labelsOf, minutesNow, press, shareAdminScene, shows, turn } from '../admin/support.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { tablesOf } from '../privacy/planting.js';
import { claim, openHandoffOf, settled } from '../support/scene.js';

const log = createLogger({ console: false });
const ANSWER = 'You can close a deposit early at any branch; an ID card is all you need.';

interface Talk {
  readonly question: string;
  readonly answer?: string;
  readonly firstName?: string;
}

describe('frequent questions', () => {
  const scene = shareAdminScene({ AUTO_RESOLVE_THRESHOLD: '0.75' });
  let db: Database;
  let nextId = 950_000;
  beforeAll(() => {
    db = connectDatabase({ url: scene.teller.database.url, role: 'teller_transport' });
  });
  afterAll(() => db.destroy());

  const mine = (parts: Partial<MiningParts> = {}): Promise<void> =>
    miningDuty({
      ...{ db, log, settings: new BotSettings(db, log), autoResolveFrom: 0.75, embedder: new LocalEmbedder() },
      matchFaq: () => Promise.resolve(undefined),
      ...parts,
    }).run({}, new AbortController().signal);

  /** A talk that is over, put straight into the database. Answers whose it was. */
  async function talked({ question, answer = ANSWER, firstName = 'Customer' }: Talk): Promise<number> {
    const { owner } = scene.teller.database;
    const botId = scene.teller.simulator.botId;
    const insert = async (table: string, values: object): Promise<number> => {
      const [row] = await owner(table).insert({ bot_id: botId, ...values }).returning<{ id: number }[]>('id');
      return row?.id ?? 0;
    };
    const person_id = await insert('persons', { telegram_id: nextId++, first_name: firstName, locale: 'en' });
    const conversation_id = await insert('conversations', { person_id, state: 'closed', closed_at: new Date() });
    const say = (author: string, text: string): Promise<number> =>
      insert('messages', { conversation_id, author, text, content: JSON.stringify({ kind: 'text', text }) });
    await say('customer', question);
    const after_message_id = await say('ai', "I can't confirm that.");
    await say('moderator', 'Hello! How can I help?');
    await say('moderator', answer);
    const moderator_id = await scene.personId(scene.moderator);
    const times = { claimed_at: new Date(), ended_at: new Date(Date.now() + 1_000), ended_by: 'customer' };
    await insert('handoffs', { conversation_id, person_id, state: 'ended', moderator_id, after_message_id, ...times });
    return person_id;
  }
  const candidates = (): Promise<{ id: number; state: string }[]> =>
    scene.teller.database.owner('faq_candidates').orderBy('id').select('id', 'state');
  const entries = (): Promise<{ id: number; answer: string; questions: string[]; withdrawn_at: Date | null }[]> =>
    scene.teller.database.owner('faq_entries').orderBy('id').select('id', 'answer', 'questions', 'withdrawn_at');
  const forgetAll = async (): Promise<void> => {
    await scene.teller.database.owner.raw('truncate faq_candidates, faq_sightings, faq_entries');
    await scene.teller.database.owner('handoffs').where({ state: 'ended' }).update({ mined_at: new Date() });
  };
  /** Shows the proposals; resolves with their screen. */
  async function open(by = scene.admin): Promise<SeenMessage> {
    const panel = await scene.open(by);
    await by.pressData(panel.message_id, 'p:faq');
    return by.waitFor(/^Proposals for frequent questions/);
  }
  async function customerAsks(text: string, wanted: RegExp): Promise<void> {
    const customer = scene.teller.simulator.phone({ first_name: 'Asking', language_code: 'en' });
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    await customer.press('English');
    await eventually(async () => {
      await customer.send(text);
      await customer.waitFor(wanted, 1_500);
    });
  }
  async function talk(customer: Phone, question: string, answer: string): Promise<void> {
    await customer.shareContact();
    await settled(scene.teller);
    await customer.send(question);
    await customer.waitFor(/can't confirm/);
    await customer.send('/help');
    await claim(scene.moderator, await openHandoffOf(scene.teller, customer, 'waiting'));
    await customer.waitFor(/A person is with you now/);
    await scene.moderator.send(answer);
    await customer.waitFor(answer);
    await customer.send('/end');
    await customer.waitFor(/has ended/);
    await settled(scene.teller);
  }

  test('that people have answered are proposed, edited and published by an admin, and withdrawn', async () => {
    await talk(await scene.person('Aliya'), 'How do I close a deposit early?', ANSWER);
    await talked({ question: 'Can I close a deposit early?' });
    await talked({ question: 'Where can I exchange foreign currency?', answer: 'Currency is exchanged at every branch until six.' });
    await mine();
    const list = await open();
    expect(labelsOf(list)[0]).toBe('2× Can I close a deposit early?');
    expect(labelsOf(list)[1]).toBe('1× Where can I exchange foreign currency?');
    const one = await turn(scene.admin, /^2× /, /^Proposal #/);
    expect(one.text).toMatch(/Times asked: 2 · English\n\nHow it is asked\n• Can I close a deposit early\?\n• How do I close a deposit early\?/);
    expect(one.text).toContain(`What a person answered\n${ANSWER}`);
    await turn(scene.admin, '▶️ Next', /Where can I exchange foreign currency/);
    await open();
    await turn(scene.admin, /^2× /, /^Proposal #/);
    const asked = await turn(scene.admin, '✏️ Edit the answer', /^The new answer/);
    const own = 'Any branch closes a deposit early. Take your ID card.';
    await scene.admin.send(own, { reply_to_message_id: asked.message_id });
    await scene.admin.waitFor(({ text }) => text?.includes(`Answer\n${own}`) === true);
    await customerAsks('How do I close a deposit early?', /can't confirm/);
    expect((await scene.admin.press('✅ Publish'))?.text).toBe('Published. The bot will answer so in a few seconds.');
    await customerAsks('How do I close a deposit early?', new RegExp(`^${own}\\n\\n🤖 Automatic answer`));
    expect((await scene.acts(scene.admin)).slice(0, 2)).toMatchObject([{ action: 'faq.accept' }, { action: 'faq.edit' }]);

    await turn(scene.admin, '📗 Published', /^Published questions/);
    await turn(scene.admin, /deposit early/, /^Question #/);
    await turn(scene.admin, '🗑 Withdraw', /^Withdraw it\?/);
    await scene.admin.press(({ text }) => text.startsWith('Yes'));
    await customerAsks('How do I close a deposit early?', /can't confirm/);
    expect((await scene.acts(scene.admin))[0]).toMatchObject({ action: 'faq.withdraw' });
    // A talk is looked through once, and what was decided on is not proposed again.
    await talked({ question: 'How can I close a deposit early?' });
    await mine();
    expect((await candidates()).filter(({ state }) => state === 'proposed')).toHaveLength(1);
  });

  test('are decided on once, whoever else presses at the same moment', async () => {
    await forgetAll();
    await talked({ question: 'How do I close a deposit early?' });
    await mine();
    const [{ id } = { id: 0 }] = await candidates();
    const panels = await Promise.all([scene.admin, scene.otherAdmin].map((by) => open(by)));
    const [mineShown, hersShown] = await Promise.all(
      [scene.admin, scene.otherAdmin].map(async (by, at) => {
        await by.pressData(panels[at]?.message_id ?? 0, `p:faq_one:${id}`);
        return by.waitFor(/^Proposal #/);
      }),
    );
    const accept = dataOf(mineShown as SeenMessage, /Publish/);
    expect(dataOf(hersShown as SeenMessage, /Publish/)).toBe(accept);
    const answers = await Promise.all([scene.admin, scene.otherAdmin].map((by) => press(scene.teller, by, accept)));
    expect(answers.map((answer) => answer?.text).sort()).toEqual([
      'Published. The bot will answer so in a few seconds.',
      'This proposal has been decided on already.',
    ]);
    expect(await entries()).toHaveLength(1);
    expect(await press(scene.teller, scene.admin, `p:faq_reject:${id}`)).toMatchObject({ text: 'This proposal has been decided on already.' });
    const [{ id: entry } = { id: 0 }] = await entries();
    const yes = `p:faq_withdraw:${minutesNow()}:${entry}`;
    const withdrawn = await Promise.all([scene.admin, scene.otherAdmin].map((by) => press(scene.teller, by, yes)));
    expect(withdrawn.map((answer) => answer?.text).sort()).toEqual(['Done.', 'That was done already.']);
  });

  test('are published as they were read: what has changed since is shown anew', async () => {
    await forgetAll();
    await talked({ question: 'How do I close a deposit early?' });
    await mine();
    const [{ id } = { id: 0 }] = await candidates();
    const panel = await open();
    await scene.admin.pressData(panel.message_id, `p:faq_one:${id}`);
    const accept = dataOf(await shows(scene.admin, panel.message_id, /^Proposal #/), /Publish/);
    await talked({ question: 'Could I close a deposit early?', answer: 'A deposit is closed early in the app, under Deposits.' });
    await mine();
    expect(await press(scene.teller, scene.admin, accept)).toMatchObject({ text: 'The proposal has changed. Please check it again.' });
    expect(await entries()).toEqual([]);
  });

  test('are for those alone who manage the knowledge', async () => {
    const [{ id } = { id: 0 }] = await candidates();
    expect(await press(scene.teller, scene.moderator, `p:faq_accept:${id}:x`)).toMatchObject({ text: 'Sorry, you do not have access to this.' });
    expect(await entries()).toEqual([]);
  });

  test('are published with no question that was not shown', async () => {
    await forgetAll();
    const asked = ['early', 'early today', 'early at once', 'early now', 'early please', 'early somehow', 'early abroad'];
    for (const how of asked) await talked({ question: `How do I close a deposit ${how}?` });
    await mine();
    const [{ id } = { id: 0 }] = await candidates();
    const panel = await open();
    await scene.admin.pressData(panel.message_id, `p:faq_one:${id}`);
    const shown = await shows(scene.admin, panel.message_id, /^Proposal #/);
    await press(scene.teller, scene.admin, dataOf(shown, /Publish/));
    const [entry] = await entries();
    expect(entry?.questions.length).toBeGreaterThan(1);
    for (const question of entry?.questions ?? []) expect(shown.text).toContain(question);
  });

  test('hold nothing of what the FAQ knows, and nothing of what was rejected', async () => {
    await forgetAll();
    await talked({ question: 'How do I close a deposit early?' });
    const entry = { id: 'e', lang: 'en' as const, questions: ['q'], answer: 'a', document: 'faq/x.yaml', version: '1' };
    await mine({ matchFaq: () => Promise.resolve({ entry, confidence: 0.75 }) });
    expect(await candidates()).toEqual([]);
    await talked({ question: 'How do I close a deposit early?' });
    await mine();
    const [{ id } = { id: 0 }] = await candidates();
    expect(await press(scene.teller, scene.admin, `p:faq_reject:${id}`)).toMatchObject({ text: 'Done.' });
    await talked({ question: 'Can I close a deposit early?' });
    await mine();
    expect(await candidates()).toEqual([{ id, state: 'rejected' }]);
  });

  test('are found once by two workers at the same moment', async () => {
    await forgetAll();
    for (let round = 0; round < 4; round++) await talked({ question: 'How do I close a deposit early?' });
    await Promise.all([mine(), mine(), mine()]);
    expect(await candidates()).toHaveLength(1);
    expect(labelsOf(await open())[0]).toMatch(/^4× /);
  });

  test('keep no word of somebody whose data were erased', async () => {
    await forgetAll();
    const person = await talked({ question: 'How do I close the deposit of my late uncle?', firstName: 'Vanishing' });
    await mine();
    expect(labelsOf(await open())[0]).toContain('late uncle');
    const { owner } = scene.teller.database;
    await owner('faq_candidates').update({ draft: 'Of a late uncle' });
    await owner('persons').where({ id: person }).update({ erase_after: new Date(0) });
    await new Eraser({ db, texts: createTexts('en'), defaultLocale: 'en', retentionDays: 0, log }).sweep();
    expect(labelsOf(await open())).toEqual(['📗 Published', expect.any(String)]);
    await mine();
    expect(await candidates()).toEqual([]);
    const left = (await tablesOf(scene.teller.database)).filter(({ text }) => text.includes('late uncle'));
    expect(left).toEqual([]);
  });
});
