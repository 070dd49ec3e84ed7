import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { rotateKeys } from '../../src/app/keys.js';
import { findBot, saveBot } from '../../src/modules/bots/index.js';
import { keptKey } from '../../src/platform/crypto/kept-keys.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { type TestDatabase, createTestDatabase, somebodyWaits } from '../support/database.js';

const TOKEN = '4200000009:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

describe('changing the encryption key', () => {
  let database: TestDatabase;
  const [old, current] = [randomBytes(32), randomBytes(32)];
  const [before, both, after] = [new KeyRing(old), new KeyRing(current, old), new KeyRing(current)];
  let botId: number;
  let chainKey: Buffer;
  beforeAll(async () => {
    database = await createTestDatabase();
    botId = await saveBot(database.db, before, TOKEN);
    chainKey = await keptKey(database.db, before, 'audit chain');
    const people = Array.from({ length: 450 }, (_, index) => ({ bot_id: botId, telegram_id: index + 1, first_name: 'P' }));
    const persons = await database.owner('persons').insert(people).returning<{ id: number }[]>('id');
    for (const { id } of persons) {
      const phone_sealed = before.seal(`+7700000${id}`, `phone ${botId}/${id}`);
      await database.owner('persons').where({ id }).update({ phone_sealed });
    }
  });
  afterAll(() => database.release());

  const phones = async (): Promise<string[]> => {
    const rows = await database.owner('persons').orderBy('id').select<{ id: number; phone_sealed: string }[]>('id', 'phone_sealed');
    return rows.map(({ id, phone_sealed }) => after.open(phone_sealed, `phone ${botId}/${id}`));
  };

  test('that is interrupted keeps what is done and goes on from there', async () => {
    const interrupted = rotateKeys(database.url, both, (done) => {
      if (done >= 200) throw new Error('killed');
    });
    await expect(interrupted).rejects.toThrow('killed');
    await expect(phones()).rejects.toThrow(/encrypted with key/);
    // So a Teller that has lost the old key too early does not even start.
    await expect(keptKey(database.db, after, 'audit chain')).rejects.toThrow(/encrypted with key/);
    expect(await rotateKeys(database.url, both, () => undefined)).toEqual({ phones: 250, tokens: 1, keys: 1 });
    expect(new Set(await phones()).size).toBe(450);
  });

  test('leaves nothing that needs the old key, and the keys of index and chain as they were', async () => {
    expect((await findBot(database.db, after, botId)).token).toBe(TOKEN);
    expect((await keptKey(database.db, after, 'audit chain')).equals(chainKey)).toBe(true);
    expect(await rotateKeys(database.url, after, () => undefined)).toEqual({ phones: 0, tokens: 0, keys: 0 });
    const acts = await database.owner('audit_log').where({ action: 'keys.rotate' }).select('actor', 'bot_id', 'surface');
    expect(acts).toEqual(Array(2).fill({ actor: 'system', bot_id: null, surface: 'command' }));
  });

  test('waits for a phone that somebody is changing rather than leave it to the old key', async () => {
    const { id } = await database.owner('persons').first<{ id: number }>('id');
    await database.owner('persons').where({ id }).update({ phone_sealed: before.seal('+77000000001', `phone ${botId}/${id}`) });
    const changing = await database.owner.transaction();
    await changing('persons').where({ id }).update({ locale: 'kk' });
    const rotated = rotateKeys(database.url, both, () => undefined);
    await somebodyWaits(database.owner);
    await changing.commit();
    expect(await rotated).toMatchObject({ phones: 1 });
  });

  test('gives all processes that start at once the same kept key', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => keptKey(database.db, after, 'new key')));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });
});
