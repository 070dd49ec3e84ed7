import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Eraser } from '../../src/modules/personal-data/eraser.js';
import { createTexts } from '../../src/locales/index.js';
import { type Answer, BOT_A, BOT_B, type TestApi, expectProblem, ingestOf, startApi } from '../api/support.js';
import { type Bench, createBench } from '../knowledge/support.js';
import { keptLog } from '../telegram/support.js';

const INGEST = '/api/ingest';
const ENTRIES = `
- {id: card-block, lang: ru, questions: [Как заблокировать карту?, Хочу заблокировать карту], answer: Позвоните по номеру 7711., category: cards, priority: high, department: Cards}
- {id: card-block, lang: kk, questions: [Картаны қалай бұғаттаймын?], answer: 7711 нөміріне қоңырау шалыңыз., category: cards, priority: high, department: Cards}
- {id: card-block, lang: en, questions: [How do I block my card?], answer: Call 7711., category: cards, priority: high, department: Cards}
- {id: hours, lang: ru, questions: [Во сколько открываются отделения банка?], answer: В 9:00., category: branches, priority: low, department: Branches}
`;

let bench: Bench;
let api: TestApi;
beforeAll(async () => {
  bench = await createBench();
  await bench.write('faq/bank.yaml', ENTRIES);
  const knowledge = bench.open();
  api = await startApi({}, [BOT_A], [], (db) =>
    ingestOf(db, {
      guessFaq: (question, k) => knowledge.guessFaq(question, k),
      isDangerous: (text) => text.includes('украли'),
    }),
  );
});
afterAll(async () => {
  await api.release();
  await bench.release();
});

const post = (body: unknown, headers: Record<string, string> = {}, token?: string): Promise<Answer> =>
  api.call('POST', INGEST, { body, headers, ...(token !== undefined && { token }) });
const rows = (): Promise<{ text: string; state: string; answer: string | null }[]> =>
  api.database.owner('tickets').orderBy('id').select('text', 'state', 'answer');

describe('a request of another channel', () => {
  test('that the FAQ is sure of is answered, and stands as a closed ticket', async () => {
    const { status, body } = await post({ text: 'Как заблокировать карту?', language: 'ru' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ status: 'closed_auto', answer: 'Позвоните по номеру 7711.', similarity_score: expect.any(Number), confidence: body.similarity_score, faq_id: 'card-block' },
        ...{ ticket_id: expect.any(Number), language: 'ru', external_id: null },
        ...{ category: 'cards', priority: 'high', department: 'Cards' },
      },
    });
    const ticket = await api.call('GET', `/api/v1/tickets/${String(body.ticket_id)}`);
    expect(ticket.body).toMatchObject({ state: 'closed', channel: 'api', text: 'Как заблокировать карту?', answer: 'Позвоните по номеру 7711.' });
    expect(ticket.body).toMatchObject({ closed_at: expect.any(String), similarity_score: body.similarity_score });
  });

  test('that the FAQ is not sure of becomes a ticket with what the FAQ tells of it', async () => {
    const { status, body } = await post({ text: 'Скажите, а отделения банка в субботу открываются?', language: 'RU', external_id: 'crm-1' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'new', category: 'branches', priority: 'low', department: 'Branches', language: 'ru' });
    expect(body).toMatchObject({ faq_id: 'hours', external_id: 'crm-1', ticket_id: expect.any(Number) });
    expect(body.answer).toBeUndefined();
    expect(Number(body.similarity_score)).toBeLessThan(0.75);
    const unknown = await post({ text: 'Какая сегодня погода в Астане?' });
    expect(unknown.body).toMatchObject({ status: 'new', category: 'general', priority: 'medium', department: 'support' });
  });

  test('speaks of danger, asks for a person or for an own account, and is answered by nobody but a person', async () => {
    const stolen = await post({ text: 'Хочу заблокировать карту, её украли' });
    expect(stolen.body).toMatchObject({ status: 'new', priority: 'high' });
    const human = await post({ text: 'Позовите оператора' });
    expect(human.body).toMatchObject({ status: 'new' });
    const own = await post({ text: 'Какой у меня баланс на карте?' });
    expect(own.body).toMatchObject({ status: 'new' });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['Картаны қалай бұғаттаймын?', { language: 'kz' }, 'kk'],
    ['Картаны қалай бұғаттаймын?', { language: 'KK' }, 'kk'],
    ['Картаны қалай бұғаттаймын?', {}, 'kk'],
    ['How do I block my card?', { language: null }, 'en'],
    ['kak zablokirovat kartu?', {}, 'ru'],
    ['Сәлем! Как заблокировать мою карту, қалай болады?', {}, 'kk'],
    ['👍 12345', {}, 'ru'],
    ['你好', {}, 'ru'],
    ['How do I block my card?', { language: 'ru' }, 'ru'],
  ])('%j with %j is in %s', async (text, more, language) => {
    expect(await post({ text, ...more })).toMatchObject({ status: 200, body: { language } });
  });

  test('is answered in the language it is written in', async () => {
    expect((await post({ text: 'Картаны қалай бұғаттаймын?' })).body).toMatchObject({ status: 'closed_auto', language: 'kk' });
    expect((await post({ text: 'How do I block my card?' })).body).toMatchObject({ answer: 'Call 7711.', language: 'en' });
    expect((await post({ text: 'kak zablokirovat kartu?' })).body).toMatchObject({ faq_id: 'card-block', language: 'ru' });
  });

  test('is masked before anything is stored', async () => {
    await post({ text: 'Моя карта 4111 1111 1111 1111 и телефон +7 701 123 45 67 не работают' });
    const stored = (await rows()).at(-1)?.text;
    expect(stored).toBe('Моя карта [card ••1111] и телефон [phone] не работают');
  });

  test.each<[string, unknown, string]>([
    ['without a text', {}, 'body.text'],
    ['with an empty text', { text: '' }, 'body.text'],
    ['with blanks alone', { text: ' \n\u200b ' }, 'body.text'],
    ['with too long a text', { text: 'a'.repeat(8_001) }, 'body.text'],
    ['in a language nobody here speaks', { text: 'Wie geht es?', language: 'de' }, 'body.language'],
  ])('%s is refused with what is wrong', async (_name, body, field) => {
    const before = (await rows()).length;
    const answer = await post(body);
    expectProblem(answer, 422, 'invalid');
    expect(answer.body.errors).toMatchObject([{ field }]);
    expect(await rows()).toHaveLength(before);
  });
});

describe('the same request again', () => {
  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['an Idempotency-Key', {}, { 'idempotency-key': 'once' }],
    ['an external id', { external_id: 'mail-7' }, {}],
  ])('under %s gets the same ticket and answer, also when ten come at once', async (_name, more, headers) => {
    const before = (await rows()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => post({ text: 'Как заблокировать карту?', ...more }, headers)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(await rows()).toHaveLength(before + 1);
    const other = await post({ text: 'Во сколько открываются отделения?', ...more }, headers);
    expectProblem(other, 422, 'key_reused');
    expect(await rows()).toHaveLength(before + 1);
    const ticket = Number(answers[0]?.body.ticket_id);
    const acts = await api.database.owner('audit_log').where({ object: `ticket:${ticket}` });
    expect(acts).toMatchObject([{ action: 'tickets.ingest', actor: 'token:bootstrap', outcome: 'done' }]);
  });

  test('without either makes another ticket', async () => {
    const [one, two] = [await post({ text: 'Как заблокировать карту?' }), await post({ text: 'Как заблокировать карту?' })];
    expect(one.body.ticket_id).not.toBe(two.body.ticket_id);
  });
});

describe('tickets', () => {
  test('are for tokens that may, and reading one is an act of the audit log', async () => {
    const { body } = await post({ text: 'Как заблокировать карту?' });
    const viewer = await api.mint('viewer');
    expectProblem(await post({ text: 'Как заблокировать карту?' }, {}, viewer), 403, 'not_allowed');
    const path = `/api/v1/tickets/${String(body.ticket_id)}`;
    expect((await api.call('GET', path, { token: viewer })).status).toBe(200);
    expect(await api.acts(1)).toMatchObject([{ action: 'tickets.view', object: `ticket:${String(body.ticket_id)}`, outcome: 'done' }]);
    expect((await post({ text: 'Здравствуйте' }, {}, await api.mint('moderator'))).status).toBe(200);
    expectProblem(await api.call('POST', INGEST, { body: { text: 'x' }, token: '' }), 401, 'not_authenticated');
    expectProblem(await api.call('GET', '/api/v1/tickets/999999'), 404, 'not_found');
  });

  test('are listed newest first, page by page, and found by state and external id', async () => {
    await post({ text: 'Какая погода?', external_id: 'list-1' });
    const first = await api.call('GET', '/api/v1/tickets?limit=2');
    const ids = (first.body.items as { id: number }[]).map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(JSON.stringify(first.body)).not.toContain('погода');
    const second = await api.call('GET', `/api/v1/tickets?limit=2&cursor=${String(first.body.next_cursor)}`);
    expect((second.body.items as { id: number }[])[0]?.id).toBeLessThan(ids[1] ?? 0);
    const found = await api.call('GET', '/api/v1/tickets?external_id=list-1');
    expect(found.body.items).toMatchObject([{ external_id: 'list-1', state: 'new' }]);
    const closed = await api.call('GET', '/api/v1/tickets?state=closed');
    expect(new Set((closed.body.items as { state: string }[]).map(({ state }) => state))).toEqual(new Set(['closed']));
  });

  test('lose what was asked when messages of their age do', async () => {
    const { body } = await post({ text: 'Как заблокировать карту?', external_id: 'old' });
    const id = Number(body.ticket_id);
    await api.database.owner('tickets').where({ id }).update({ created_at: new Date('2020-01-01') });
    const { db } = api.database;
    await new Eraser({ db, texts: createTexts('en'), defaultLocale: 'en', retentionDays: 365, log: keptLog().log }).sweep();
    expect((await api.call('GET', `/api/v1/tickets/${id}`)).body).toMatchObject({ text: null, answer: 'Позвоните по номеру 7711.' });
    expect((await post({ text: 'Как заблокировать карту?', external_id: 'old' })).body).toEqual(body);
  });
});

test('is answered from the confidence on that the bank has set for its bot', async () => {
  const knowledge = bench.open();
  const bold = await startApi({}, [BOT_A], [], (db) => ingestOf(db, { guessFaq: (question, k) => knowledge.guessFaq(question, k) }));
  await bold.database.owner('bot_settings').insert({ bot_id: BOT_A, settings: { thresholds: { autoResolve: 0 } } });
  const text = 'Где ближайшее отделение?';
  expect((await api.call('POST', INGEST, { body: { text } })).body).toMatchObject({ status: 'new' });
  expect((await bold.call('POST', INGEST, { body: { text } })).body).toMatchObject({ status: 'closed_auto' });
  await bold.release();
});

describe('with several bots', () => {
  let several: TestApi;
  beforeAll(async () => {
    several = await startApi({}, [BOT_A, BOT_B]);
  });
  afterAll(() => several.release());

  test('a request says for which, and its key and its ticket are of that bot alone', async () => {
    const body = { text: 'Как заблокировать карту?', external_id: 'same' };
    expectProblem(await several.call('POST', INGEST, { body }), 422, 'invalid');
    const [a, b] = [await several.call('POST', `${INGEST}?bot=${BOT_A}`, { body }), await several.call('POST', `${INGEST}?bot=${BOT_B}`, { body })];
    expect(a.body.ticket_id).not.toBe(b.body.ticket_id);
    expectProblem(await several.call('GET', `/api/v1/tickets/${String(a.body.ticket_id)}?bot=${BOT_B}`), 404, 'not_found');
  });
});
