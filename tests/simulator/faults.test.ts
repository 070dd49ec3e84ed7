import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Limits } from '../../src/simulator/limits.js';
import type { Phone } from '../support/phone.js';
import { type ApiAnswer, startTestSimulator, type TestSimulator } from '../support/simulator.js';

let simulator: TestSimulator;
let phone: Phone;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
afterAll(() => simulator.close());
beforeEach(async () => {
  simulator.world.reset();
  phone = simulator.phone();
  await phone.send('/start');
});

const send = (text = 'x', more: object = {}): Promise<ApiAnswer> =>
  simulator.api('sendMessage', { chat_id: phone.userId, text, ...more });

async function control(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${simulator.url}/sim/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return response.json();
}

describe('a fault', () => {
  test('429 names the time to wait and hits as often as told', async () => {
    await control('faults', { kind: '429', retry_after: 7, times: 2, method: 'sendMessage' });
    const refusal = {
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    };
    expect(await send()).toEqual(refusal);
    expect(await simulator.api('getMe')).toMatchObject({ ok: true });
    expect(await send()).toEqual(refusal);
    expect(await send()).toMatchObject({ ok: true });
  });

  test('hits one chat only when told so, and stays until removed with times 0', async () => {
    const other = simulator.phone();
    await other.send('/start');
    const { id } = (await control('faults', { kind: '403', chat_id: phone.userId, times: 0 })) as {
      id: number;
    };
    expect(await send('x', { chat_id: other.userId })).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ error_code: 403 });
    expect(await send()).toMatchObject({ error_code: 403 });
    await fetch(`${simulator.url}/sim/faults/${id}`, { method: 'DELETE' });
    expect(await send()).toMatchObject({ ok: true });
  });

  test('5xx answers with the code and words given', async () => {
    await control('faults', { kind: '5xx', error_code: 502 });
    expect(await send()).toEqual({ ok: false, error_code: 502, description: 'Bad Gateway' });
  });

  test('reset cuts the connection before the call is performed', async () => {
    await control('faults', { kind: 'reset', method: 'sendMessage' });
    await expect(send('lost')).rejects.toThrow();
    expect((await phone.messages()).map(({ text }) => text)).toEqual(['/start']);
  });

  test('reset_after_accept performs the call and cuts the connection without an answer', async () => {
    await control('faults', { kind: 'reset_after_accept', method: 'sendMessage' });
    await expect(send('delivered')).rejects.toThrow();
    expect((await phone.messages()).map(({ text }) => text)).toEqual(['/start', 'delivered']);
    expect(simulator.calls('sendMessage')).toMatchObject([{ ok: true, params: { text: 'delivered' } }]);
  });

  test('hang never answers', async () => {
    await control('faults', { kind: 'hang', method: 'getMe' });
    const request = fetch(`${simulator.url}/bot${simulator.token}/getMe`, {
      signal: AbortSignal.timeout(200),
    });
    await expect(request).rejects.toThrow(/timeout/i);
  });

  test('latency lets the call through later', async () => {
    await control('faults', { kind: 'latency', ms: 120, method: 'sendMessage' });
    const start = performance.now();
    expect(await send()).toMatchObject({ ok: true });
    expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  });
});

describe("Telegram's limits", () => {
  let now = 0;
  const limits = (): Limits => new Limits({ now: () => now });

  test('let a chat have a short burst, then one message a second', () => {
    const chat = limits();
    const take = (): number => chat.take(1, 2, 1, false);
    expect([take(), take(), take(), take(), take()]).toEqual([0, 0, 0, 1, 1]);
    now += 999;
    expect(take()).toBe(1);
    now += 1;
    expect([take(), take()]).toEqual([0, 1]);
  });

  test('let a bot send 30 messages a second, and 1000 when it pays', () => {
    const bot = limits();
    const sendMany = (from: number, count: number, paid: boolean): number => {
      const chats = Array.from({ length: count }, (_, index) => from + index);
      return chats.filter((chat) => bot.take(1, chat, 1, paid) === 0).length;
    };
    expect(sendMany(0, 40, false)).toBe(30);
    expect(sendMany(100, 1100, true)).toBe(1000);
    now += 1000;
    expect(sendMany(2000, 40, false)).toBe(30);
  });

  test('answer 429 where they are enforced', async () => {
    await control('settings', { enforce_limits: true });
    let answer = await send();
    while (answer.ok) answer = await send();
    await control('settings', { enforce_limits: false });
    expect(answer).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
  });
});

test('latency_ms delays every answer of the Bot API', async () => {
  await control('settings', { latency_ms: 60 });
  const start = performance.now();
  await simulator.api('getMe');
  expect(performance.now() - start).toBeGreaterThanOrEqual(58);
  await control('settings', { latency_ms: 0 });
});

test('reset forgets what happened, not who is there', async () => {
  await send();
  await control('faults', { kind: '429' });
  await control('reset', {});
  expect(simulator.calls()).toEqual([]);
  expect(await phone.messages()).toEqual([]);
  expect(await send()).toMatchObject({ error_code: 403 });
});
