import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Update } from 'telegraf/types';
import { Inbox } from '../../src/telegram/inbox.js';
import { laneOf } from '../../src/telegram/update.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot, textUpdate } from './support.js';

describe('the inbox', () => {
  let database: TestDatabase;
  let inbox: Inbox;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    inbox = new Inbox(database.db);
  });
  afterAll(() => database.release());

  const stored = (updateId: number): Promise<{ payload: Update }[]> =>
    database.owner('inbox').where({ bot_id: BOT_ID, update_id: updateId }).select<{ payload: Update }[]>();

  test('keeps one row of an update that stands twice in a batch', async () => {
    await inbox.storeAll(BOT_ID, [textUpdate(1, 5), textUpdate(2, 5), textUpdate(1, 5)]);
    expect(await stored(1)).toHaveLength(1);
    expect(await stored(2)).toHaveLength(1);
  });

  test('keeps one row of an update that comes by webhook and by poll at once', async () => {
    await Promise.all([inbox.store(BOT_ID, textUpdate(3, 5)), inbox.storeAll(BOT_ID, [textUpdate(3, 5)])]);
    expect(await stored(3)).toHaveLength(1);
  });

  test('keeps one row of five webhooks at once, in one process or in five', async () => {
    const processes = Array.from({ length: 5 }, () => new Inbox(database.db));
    await Promise.all([...processes, inbox, inbox, inbox, inbox, inbox].map((each) => each.store(BOT_ID, textUpdate(4, 5))));
    expect(await stored(4)).toHaveLength(1);
  });

  test('keeps an update as it came: NUL, lone surrogates, quotes and backslashes', async () => {
    const text = 'a\0b \ud800 c \udfff d " \\ \u2028 🏦';
    await inbox.store(BOT_ID, textUpdate(6, 5, text));
    const [row] = await inbox.pending(BOT_ID, { ids: [1, 2, 3, 4], chatIds: [] }, 10);
    expect(row?.update).toEqual(textUpdate(6, 5, text));
  });

  test('keeps a huge update', async () => {
    const text = 'щ'.repeat(2_000_000);
    await inbox.store(BOT_ID, textUpdate(7, 5, text));
    expect((await stored(7))[0]?.payload).toEqual(textUpdate(7, 5, text));
  });

  test('stores what arrives together with an update that cannot be stored', async () => {
    const unknownBot = inbox.store(BOT_ID + 1, textUpdate(8, 5));
    const tooLarge = inbox.store(BOT_ID, textUpdate(1e300, 5));
    const good = inbox.store(BOT_ID, textUpdate(9, 5));
    await expect(unknownBot).rejects.toMatchObject({ code: '23503' });
    await expect(tooLarge).rejects.toThrow();
    await good;
    expect(await stored(9)).toHaveLength(1);
  });

  test('gives the oldest first and leaves out what is in hand and chats that are full', async () => {
    await addBot(database, 77);
    await inbox.storeAll(77, [textUpdate(3, 1), textUpdate(1, 2), textUpdate(2, 3), textUpdate(4, 2)]);
    const ids = async (inHand: { ids: number[]; chatIds: number[] }, limit = 10): Promise<number[]> =>
      (await inbox.pending(77, inHand, limit)).map(({ updateId }) => updateId);
    expect(await ids({ ids: [], chatIds: [] })).toEqual([1, 2, 3, 4]);
    expect(await ids({ ids: [1], chatIds: [3] })).toEqual([3, 4]);
    expect(await ids({ ids: [], chatIds: [] }, 2)).toEqual([1, 2]);
  });
});

describe('the lane of an update', () => {
  const chat = { id: -100_5, type: 'supergroup' };
  const from = { id: 7 };
  test.each<[string, object, number]>([
    ['a message goes by its chat', { message: { chat, from } }, -1005],
    ['an edited message goes with the messages of its chat', { edited_message: { chat, from } }, -1005],
    ['a pressed button goes with the chat of its message', { callback_query: { from, message: { chat } } }, -1005],
    ['a button of an inline message goes by who pressed it', { callback_query: { from, inline_message_id: 'x' } }, 7],
    ['a membership change goes by its chat', { my_chat_member: { chat, from } }, -1005],
    ['an inline query goes by its sender', { inline_query: { from } }, 7],
    ['a poll answer goes by its voter', { poll_answer: { user: { id: 9 } } }, 9],
    ['a poll belongs to nobody', { poll: { id: '123' } }, 0],
    ['a chat id that is no whole number counts as none', { message: { chat: { id: 1.5 } } }, 0],
    ['a chat id that is a text counts as none', { message: { chat: { id: '5' } } }, 0],
    ['an update of an unknown kind with a chat goes by it', { future: { chat } }, -1005],
    ['an empty update belongs to nobody', {}, 0],
    ['an update whose content is null belongs to nobody', { message: null }, 0],
    ['an update whose content is a text belongs to nobody', { message: 'text' }, 0],
  ])('%s', (_name, content, lane) => {
    expect(laneOf({ update_id: 1, ...content } as Update)).toBe(lane);
    expect(laneOf({ ...content, update_id: 1 } as Update)).toBe(lane);
  });
});
