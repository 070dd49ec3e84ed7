import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message, Update } from '../../src/simulator/index.js';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

const HOUR_MS = 3_600_000;

describe('getUpdates', () => {
  let simulator: TestSimulator;
  let phone: Phone;
  beforeEach(async () => {
    simulator = await startTestSimulator();
    phone = simulator.phone();
  });
  afterEach(() => simulator.close());

  const poll = async (params: object = {}): Promise<Update[]> =>
    (await simulator.api<Update[]>('getUpdates', params)).result ?? [];
  const texts = (updates: Update[]): unknown[] => updates.map(({ message }) => (message as Message).text);

  test('gives updates with ids that grow by one, oldest first', async () => {
    for (const text of ['a', 'b', 'c']) await phone.send(text);
    const updates = await poll();
    expect(texts(updates)).toEqual(['a', 'b', 'c']);
    const [first = 0] = updates.map(({ update_id }) => update_id);
    expect(updates.map(({ update_id }) => update_id - first)).toEqual([0, 1, 2]);
  });

  test('gives an update again and again until a higher offset confirms it', async () => {
    await phone.send('a');
    await phone.send('b');
    const [a] = await poll({ limit: 1 });
    expect(texts(await poll({ limit: 1 }))).toEqual(['a']);
    expect(texts(await poll({ offset: a?.update_id }))).toEqual(['a', 'b']);
    expect(texts(await poll({ offset: Number(a?.update_id) + 1 }))).toEqual(['b']);
    expect(texts(await poll())).toEqual(['b']);
  });

  test('forgets all but the newest with a negative offset', async () => {
    for (const text of ['a', 'b', 'c']) await phone.send(text);
    expect(texts(await poll({ offset: -2 }))).toEqual(['b', 'c']);
    expect(texts(await poll())).toEqual(['b', 'c']);
  });

  test('waits for the first update when there is none', async () => {
    const waiting = poll({ timeout: 20 });
    await untilCalled(simulator, 'getUpdates', 1);
    await phone.send('late');
    expect(texts(await waiting)).toEqual(['late']);
  });

  test('ends an earlier request with 409 when another begins', async () => {
    const earlier = simulator.api('getUpdates', { timeout: 20 });
    await untilCalled(simulator, 'getUpdates', 1);
    const later = poll({ timeout: 20 });
    expect(await earlier).toEqual({
      ok: false,
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    await phone.send('for the later one');
    expect(texts(await later)).toEqual(['for the later one']);
  });

  test('keeps what was queued while a poller that went away was waiting', async () => {
    const gone = new AbortController();
    const url = `${simulator.url}/bot${simulator.token}/getUpdates?timeout=20`;
    const request = fetch(url, { signal: gone.signal });
    await untilCalled(simulator, 'getUpdates', 1);
    gone.abort();
    await expect(request).rejects.toThrow();
    await phone.send('still here');
    expect(texts(await poll({ timeout: 20 }))).toEqual(['still here']);
  });

  test('forgets updates after 24 hours', async () => {
    await phone.send('old');
    simulator.world.clock.advance(23 * HOUR_MS);
    await phone.send('young');
    simulator.world.clock.advance(2 * HOUR_MS);
    expect(texts(await poll())).toEqual(['young']);
  });

  test('queues only the kinds asked for, from then on', async () => {
    await poll({ allowed_updates: ['my_chat_member'] });
    await phone.send('unwanted');
    await phone.block();
    const updates = await poll();
    expect(updates.map((update) => Object.keys(update)[1])).toEqual(['my_chat_member']);
  });

  test('delivers raw updates as they are, a repeated id too', async () => {
    const raw = { update_id: 5, message: { odd: [null] } };
    const put = (updates: object[]): Promise<Response> =>
      fetch(`${simulator.url}/sim/updates/${simulator.botId}`, {
        method: 'POST',
        body: JSON.stringify({ updates }),
        headers: { 'content-type': 'application/json' },
      });
    expect(await (await put([raw])).json()).toEqual({ update_ids: [5] });
    expect(await poll()).toEqual([raw]);
    await put([raw]);
    expect(await poll({ offset: 6 })).toEqual([raw]);
    expect(await poll({ offset: 6 })).toEqual([]);
  });

  test('refuses an unknown token, a malformed one and an unknown method', async () => {
    const status = async (path: string): Promise<number> => (await fetch(simulator.url + path)).status;
    expect(await status('/bot1:unknown/getMe')).toBe(401);
    expect(await status('/botnonsense/getMe')).toBe(404);
    expect(await status('/bot%E0%A4%A/getMe')).toBe(404);
    expect(await status(`/bot${simulator.token}/getNothing`)).toBe(404);
    expect(await status(`/bot${simulator.token}/getMe`)).toBe(200);
  });
});

/** Waits until the simulator has received so many calls of a method. */
async function untilCalled(simulator: TestSimulator, method: string, count: number): Promise<void> {
  while (simulator.calls(method).length < count) await new Promise((resolve) => setImmediate(resolve));
}
