import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupWriter } from '../../src/telegram/update-scope.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type TestDispatcher, addBot, createDispatcher, gate, say, takeLease, textOf, textUpdate } from './support.js';

interface Name {
  readonly chatId: number;
  /** Null is what PostgreSQL refuses. */
  readonly ref: string | null;
}

/** Names messages, and keeps what it was asked for. */
function nameWriter(forbids: (name: Name) => boolean = () => false) {
  const asked: { readonly ids: number[]; readonly patience: string }[] = [];
  const writer: GroupWriter<Name> = {
    async write(tx, botId, names, patience) {
      asked.push({ ids: names.map(({ chatId }) => chatId), patience });
      const forbidden = new Set(names.filter(forbids));
      const allowed = names.filter((name) => !forbidden.has(name));
      const rows = allowed.map(({ chatId, ref }) => ({ bot_id: botId, chat_id: chatId, message_id: 1, ref }));
      if (rows.length > 0) await tx('message_refs').insert(rows);
      return forbidden;
    },
  };
  return { writer, asked };
}

describe('writes left to the commit', () => {
  let database: TestDatabase;
  let botId = 2_000;
  let started: TestDispatcher | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await started?.dispatcher.stop();
  });
  afterAll(() => database.release());

  async function start(handle: Parameters<typeof createDispatcher>[0]['handle']): Promise<TestDispatcher> {
    await addBot(database, ++botId);
    started = createDispatcher({ database, lease: await takeLease(database, botId), handle });
    return started;
  }

  const named = (): Promise<number[]> =>
    database.owner('message_refs').where({ bot_id: botId }).orderBy('chat_id').pluck('chat_id');
  const states = (): Promise<string[]> => database.owner('inbox').where({ bot_id: botId }).orderBy('update_id').pluck('state');
  const replies = (): Promise<number> => database.owner('outbox').where({ bot_id: botId }).count().first().then((row) => Number(row?.count));
  const updates = (count: number) => Array.from({ length: count }, (_, index) => textUpdate(index + 1, index + 1));

  test('of many updates are a few statements', async () => {
    const { writer, asked } = nameWriter();
    const { store } = await start(({ chatId }, scope) => {
      scope.defer(writer, { chatId, ref: 'x' });
      scope.send(say(chatId, 'named'));
      return Promise.resolve();
    });
    await store(updates(100));
    await eventually(async () => expect(await states()).toEqual(Array(100).fill('done')));
    expect(await named()).toHaveLength(100);
    expect(await replies()).toBe(100);
    expect(asked.length).toBeLessThan(50);
  });

  test('that things as they stand forbid have their update handled anew, and nobody else notices', async () => {
    let isForbidden = true;
    const { writer, asked } = nameWriter(({ chatId }) => chatId === 2 && isForbidden);
    const handled: number[] = [];
    const { store, events, lines } = await start(({ chatId }, scope) => {
      handled.push(chatId);
      if (handled.filter((id) => id === 2).length > 1) isForbidden = false;
      scope.defer(writer, { chatId, ref: 'x' });
      scope.send(say(chatId, 'named'));
      return Promise.resolve();
    });
    await store(updates(3));
    await eventually(async () => expect(await states()).toEqual(['done', 'done', 'done']));
    expect(handled.sort()).toEqual([1, 2, 2, 3]);
    expect(await named()).toEqual([1, 2, 3]);
    expect(await replies()).toBe(3);
    // The second time it is by itself and may wait for locks.
    expect(asked.at(-1)).toEqual({ ids: [2], patience: 'wait' });
    expect(events.seen.filter((event) => event === 'handled')).toHaveLength(3);
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
  });

  test('that PostgreSQL refuses bury their update alone', async () => {
    const { writer } = nameWriter();
    const { store } = await start(({ chatId }, scope) => {
      scope.defer(writer, { chatId, ref: chatId === 3 ? null : 'x' });
      return Promise.resolve();
    });
    await store(updates(5));
    await eventually(async () => expect(await states()).toEqual(['done', 'done', 'dead', 'done', 'done']));
    expect(await named()).toEqual([1, 2, 4, 5]);
  });

  test('of an update that somebody else has finished meanwhile do not stay, and the others do', async () => {
    const { writer } = nameWriter();
    const handled = new Set<number>();
    const { passed, open } = gate();
    const { store } = await start(async ({ chatId }, scope) => {
      handled.add(chatId);
      await passed;
      scope.defer(writer, { chatId, ref: 'x' });
    });
    await store(updates(4));
    await eventually(() => expect(handled.size).toBe(4));
    await database.owner('inbox').where({ bot_id: botId, update_id: 2 }).update({ state: 'done' });
    open();
    await eventually(async () => expect(await states()).toEqual(Array(4).fill('done')));
    expect(await named()).toEqual([1, 3, 4]);
  });

  test('come after what the handler wrote in its own transaction, and together with it', async () => {
    const { writer, asked } = nameWriter();
    const { store } = await start(async ({ chatId, update }, scope) => {
      const tx = await scope.tx();
      await tx('message_refs').insert({ bot_id: botId, chat_id: 1_000 + chatId, message_id: 1, ref: 'x' });
      scope.defer(writer, { chatId, ref: textOf(update).text === 'bad' ? null : 'x' });
    });
    await store([textUpdate(1, 1, 'good'), textUpdate(2, 2, 'bad')]);
    await eventually(async () => expect(await states()).toEqual(['done', 'dead']));
    expect(await named()).toEqual([1, 1_001]);
    expect(asked[0]).toMatchObject({ patience: 'wait' });
  });
});
