import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTexts } from '../../src/locales/index.js';
import type { Cell } from '../../src/modules/broadcasts/audience/cells.js';
import { UnusableFile, cellsIn } from '../../src/modules/broadcasts/audience/csv.js';
import { type ListParts, workOnLists } from '../../src/modules/broadcasts/audience/reading.js';
import { phoneIndexOf } from '../../src/modules/identity/index.js';
import { BlindIndex } from '../../src/platform/crypto/key-ring.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { addList, planTagging } from '../../src/modules/broadcasts/audience/lists.js';
import { moveOn } from '../../src/modules/broadcasts/service.js';
import { broadcastsUnderWay } from '../../src/modules/broadcasts/repository.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { BOT_ID, addBot } from '../telegram/support.js';

const A = { phone: '+77011234567' };
const B = { phone: '+79161234567' };

async function read(bytes: Buffer | string, size = 7): Promise<(Cell | undefined)[]> {
  const file = Buffer.from(bytes);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.length; at += size) yield await Promise.resolve(file.subarray(at, at + size));
  }
  const cells = [];
  for await (const cell of cellsIn(pieces())) cells.push(cell);
  return cells;
}

function cp1251(text: string): Buffer {
  return Buffer.from([...text].map((letter) => (letter >= 'А' && letter <= 'я' ? letter.charCodeAt(0) - 0x410 + 0xc0 : letter.charCodeAt(0))));
}

describe('a list of people', () => {
  test.each<readonly [string, Buffer | string, readonly (Cell | undefined)[]]>([
    ['one column without a header', '+7 701 123-45-67\n8 (916) 123 45 67\n', [A, B]],
    ['a byte order mark and a header', '\ufeffТелефон\r\n87011234567\r\n"79161234567"\r\n', [A, B]],
    ['semicolons and the Cyrillic code page', cp1251('Имя;Телефон;Сумма\nЖанар;8 701 123 45 67;150000\nИван;+7(916)1234567;99000,50\n'), [A, B]],
    ['commas, and quotes around names that hold one', 'name,phone\n"Ivanov, Ivan",87011234567\n"Petrov, ""Petya""",9161234567\n', [A, B]],
    ['tabs, as Excel saves Unicode', Buffer.from('\ufeffФИО\tМобильный\nАсель\t\'87011234567\nИван\t+7\u00a0916\u00a0123\u00a045\u00a067\n', 'utf16le'), [A, B]],
    ['numbers that were floats', '77011234567.0\n79161234567.0\n', [A, B]],
    ['phones from abroad', '+998 90 123 45 67\n+7 701 123 45 67\n', [{ phone: '+998901234567' }, A]],
    ['ids in Telegram', '123456789\n7011234567\n5123456789\n', [{ telegramId: 123456789 }, { telegramId: 7011234567 }, { telegramId: 5123456789 }]],
    ['ids that a header names', 'telegram_id;phone\n7011234567;\n', [{ telegramId: 7011234567 }]],
    ['phones and ids in one column', 'номер\n87011234567\n89161234567\n123456789\n', [A, B, { telegramId: 123456789 }]],
    ['lines that end in more than one way', 'телефон\r\n87011234567\n89161234567\r\n', [A, B]],
    ['empty rows, and rows that cannot be read', '87011234567\n\n;;\nнет телефона\n7,70112E+10\n89161234567\n', [A, undefined, undefined, B]],
  ])('may have %s', async (_name, file, expected) => {
    expect(await read(file)).toEqual(expected);
  });

  test.each<readonly [string, Buffer | string]>([
    ['empty', ''],
    ['empty', '\n\n'],
    ['xlsx', Buffer.from('PK\x03\x04 and so on', 'latin1')],
    ['no_text', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])],
    ['no_numbers', 'Имя;Город\nАнна;Алматы\n'],
    ['broken', `87011234567\n"${'8'.repeat(40_000)}\n`],
    ['too_long', '87011234567\n'.repeat(200_001)],
  ])('is refused as %s', async (reason, file) => {
    await expect(read(file, 65_536)).rejects.toEqual(new UnusableFile(reason as never));
  });

  test('is refused as too large once more came than Telegram gives, whatever it said before', async () => {
    await expect(read(Buffer.alloc(20 * 1024 * 1024 + 1, '8'), 1 << 20)).rejects.toThrow(/too_large|broken/);
  });
});

describe('the reading of a list', () => {
  const KNOWN = 900;
  let database: TestDatabase;
  let simulator: TestSimulator;
  let broadcastId = 0;
  let authorId = 0;
  const phones = new BlindIndex(Buffer.alloc(32, 1));
  const phoneOf = (index: number): string => `+7701${String(1_000_000 + index)}`;

  beforeAll(async () => {
    [database, simulator] = await Promise.all([createTestDatabase(), startTestSimulator()]);
    await addBot(database);
    const people = Array.from({ length: KNOWN }, (_, index) => ({
      ...{ bot_id: BOT_ID, telegram_id: index + 1, first_name: 'P', registered_at: new Date() },
      phone_index: phoneIndexOf(phones, BOT_ID, phoneOf(index)),
    }));
    const [author] = await database.owner('persons').insert(people).returning<{ id: number }[]>('id');
    authorId = author?.id ?? 0;
    const [added] = await database.owner('broadcasts').insert({ bot_id: BOT_ID, author_id: author?.id, content: '{}' }).returning<{ id: number }[]>('id');
    broadcastId = added?.id ?? 0;
  });
  afterAll(async () => {
    await simulator.close();
    await database.release();
  });

  const parts = (index = phones): ListParts => ({
    ...{ db: database.db, texts: createTexts('en'), defaultLocale: 'en', phones: index },
    apiOf: () => Promise.resolve(createBotApi(simulator.token, simulator.url)),
  });
  const sent = async (content: string, name = 'list.csv'): Promise<number> => {
    const document = { name, content_base64: Buffer.from(content).toString('base64') };
    const message = await simulator.phone().post({ document });
    const fileId = message.document?.file_id ?? '';
    return tenantTransaction(database.db, BOT_ID, (tx) => addList(tx, BOT_ID, broadcastId, fileId));
  };
  const work = (given = parts(), signal = new AbortController().signal): Promise<boolean> => workOnLists(given, BOT_ID, broadcastId, signal);
  const list = (id: number): Promise<Record<string, unknown>> => database.owner('broadcast_lists').where({ id }).first<Record<string, unknown>>();
  const listed = (id: number): Promise<unknown[]> => database.owner('broadcast_listed').where({ list_id: id }).select('person_id');
  const texts = async (): Promise<string> => JSON.stringify(await database.owner('outbox').orderBy('id').select('payload', 'ref'));

  /** 900 known, 300 unknown, 100 repeated, 10 unreadable. */
  const FILE = [
    'phone',
    ...Array.from({ length: 1_200 }, (_, index) => phoneOf(index)),
    ...Array.from({ length: 100 }, (_, index) => `8 ${phoneOf(index).slice(2)}`),
    ...Array.from({ length: 10 }, () => 'none'),
  ].join('\n');
  const COUNTS = { state: 'read', rows: 1_310, found: 900, repeated: 100, unknown: 300, unreadable: 10, file_id: null };

  test('that was broken off midway ends, begun anew, with the same people and counts', async () => {
    const id = await sent(FILE);
    const stop = new AbortController();
    let seen = 0;
    class Stopping extends BlindIndex {
      override of(value: string, context: string): Buffer {
        if (++seen === 300) stop.abort();
        return phones.of(value, context);
      }
    }
    await expect(work(parts(new Stopping(Buffer.alloc(32))), stop.signal)).rejects.toThrow();
    expect(await list(id)).toMatchObject({ state: 'waiting' });
    const midway = (await listed(id)).length;
    expect(midway).toBeGreaterThan(0);
    expect(midway).toBeLessThan(KNOWN);
    await Promise.all([work(), work()]);
    expect(await list(id)).toMatchObject(COUNTS);
    expect(await listed(id)).toHaveLength(KNOWN);
    expect(await work()).toBe(false);
    expect((await texts()).match(/the list is read/g)).toHaveLength(1);
    expect(await texts()).not.toContain('7701100');
  });

  test('is one worker\'s at a time, and another\'s when that one is not heard of any more', async () => {
    const id = await sent(FILE);
    let downloads = 0;
    const counting = { ...parts(), apiOf: () => (downloads++, parts().apiOf(BOT_ID)) };
    await Promise.all([work(counting), work(counting), work(counting)]);
    expect(downloads).toBe(1);
    expect(await list(id)).toMatchObject(COUNTS);
    await database.owner('broadcast_lists').where({ id }).update({ state: 'waiting', file_id: 'gone', free_at: new Date(Date.now() + 60_000) });
    expect(await broadcastsUnderWay(database.db)).toEqual([]);
    await work();
    expect(await list(id)).toMatchObject({ state: 'waiting' });
    await database.owner('broadcast_lists').where({ id }).update({ free_at: new Date() });
    expect(await broadcastsUnderWay(database.db)).toHaveLength(1);
    await work();
    expect(await list(id)).toMatchObject({ state: 'failed' });
  });

  test('that Telegram does not give is tried again after a pause, and given up in the end', async () => {
    const id = await sent(FILE);
    const away = { ...parts(), apiOf: () => Promise.reject(new Error('no way there')) };
    await expect(work(away)).rejects.toThrow('no way there');
    const free = await database.owner('broadcast_lists').where({ id }).first<{ later: boolean }>(database.owner.raw('free_at > now() as later'));
    expect(free.later).toBe(true);
    await work(away);
    expect(await list(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    await database.owner('broadcast_lists').where({ id }).update({ free_at: new Date(0), attempts: 7 });
    await work(away);
    expect(await list(id)).toMatchObject({ state: 'failed', error: 'unavailable' });
  });

  test('forgets the list before it', async () => {
    const before = await sent(FILE);
    await work();
    const id = await sent(`${phoneOf(3)}\n`);
    await work();
    expect(await database.owner('broadcast_lists').pluck('id')).toEqual([id]);
    expect(await listed(before)).toEqual([]);
    expect(await listed(id)).toHaveLength(1);
  });

  test('tags those whom a list names also when another takes its place meanwhile', async () => {
    const id = await sent(`${phoneOf(5)}\n`);
    await work();
    await tenantTransaction(database.db, BOT_ID, (tx) => planTagging(tx, id, 'VIP'));
    await sent(`${phoneOf(6)}\n`);
    await work();
    expect(await database.owner('person_tags').pluck('tag')).toEqual(['VIP']);
    expect(await texts()).toContain('“VIP” is given');
    expect(await list(id)).toBeUndefined();
  });

  test('tells the author what is wrong with the file, and asks for another', async () => {
    const id = await sent('Name;Town\nAnna;Almaty\n');
    await work();
    expect(await list(id)).toMatchObject({ state: 'failed', error: 'no_numbers', file_id: null });
    expect(await texts()).toMatch(/neither phone numbers nor Telegram IDs/);
    expect(await texts()).toContain(`"broadcast:list:${broadcastId}"`);
  });

  test('gives up a file that Telegram does not have, and forgets whom it named', async () => {
    const id = await tenantTransaction(database.db, BOT_ID, (tx) => addList(tx, BOT_ID, broadcastId, 'nothing'));
    await work();
    expect(await list(id)).toMatchObject({ state: 'failed', error: 'gone' });
  });

  test('is neither read nor kept once its broadcast is given up', async () => {
    await sent(FILE);
    const tells = (await texts()).length;
    expect(await tenantTransaction(database.db, BOT_ID, (tx) => moveOn(tx, BOT_ID, broadcastId, 'cancel', authorId))).toBe(true);
    await work();
    expect(await database.owner('broadcast_lists')).toEqual([]);
    expect(await database.owner('broadcast_listed')).toEqual([]);
    expect((await texts()).length).toBe(tells);
  });
});
