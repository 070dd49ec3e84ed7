import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message, Update } from '../../src/simulator/index.js';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

interface Received {
  text: string | undefined;
  at: number;
  secret: string | string[] | undefined;
  answer(status: number, headers?: Record<string, string>, body?: string): void;
}

/** A webhook that answers when the test says so. */
class Receiver {
  readonly received: Received[] = [];
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(chunks).toString()) as Update;
      this.received.push({
        text: (update['message'] as Message | undefined)?.text,
        at: performance.now(),
        secret: request.headers['x-telegram-bot-api-secret-token'],
        answer: (status, headers = {}, body = '') => response.writeHead(status, headers).end(body),
      });
    });
  });

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async request(index: number): Promise<Received> {
    for (;;) {
      const found = this.received[index];
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('a webhook', () => {
  let simulator: TestSimulator;
  let phone: Phone;
  let receiver: Receiver;
  let url: string;
  beforeEach(async () => {
    simulator = await startTestSimulator();
    simulator.world.settings.webhookRetryMs = 10;
    phone = simulator.phone();
    receiver = new Receiver();
    url = await receiver.open();
  });
  afterEach(async () => {
    await simulator.close();
    receiver.close();
  });

  const pending = async (): Promise<number | undefined> =>
    (await simulator.api<{ pending_update_count: number }>('getWebhookInfo')).result?.pending_update_count;
  const untilPending = async (count: number): Promise<void> => {
    while ((await pending()) !== count);
  };

  test('gets each update with the secret, and a 2xx confirms it', async () => {
    await simulator.api('setWebhook', { url, secret_token: 'Secret_1' });
    await phone.send('hello');
    const request = await receiver.request(0);
    expect(request).toMatchObject({ text: 'hello', secret: 'Secret_1' });
    expect(await pending()).toBe(1);
    request.answer(200);
    await untilPending(0);
    expect(receiver.received).toHaveLength(1);
  });

  test('gets an update again after an error, with growing pauses, before the next of that chat', async () => {
    await simulator.api('setWebhook', { url });
    await phone.send('first');
    await phone.send('second');
    for (const index of [0, 1, 2]) (await receiver.request(index)).answer(500);
    (await receiver.request(3)).answer(204);
    (await receiver.request(4)).answer(200);
    await untilPending(0);
    expect(receiver.received.map(({ text }) => text)).toEqual([
      'first',
      'first',
      'first',
      'first',
      'second',
    ]);
    const [, second = 0, third = 0, fourth = 0] = receiver.received.map(({ at }) => at);
    expect(third - second).toBeGreaterThanOrEqual(19);
    expect(fourth - third).toBeGreaterThanOrEqual(39);
    const info = (await simulator.api('getWebhookInfo')).result;
    expect(info).toMatchObject({
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    });
  });

  test('is not called again before Retry-After is over', async () => {
    await simulator.api('setWebhook', { url });
    await phone.send('hello');
    const first = await receiver.request(0);
    first.answer(503, { 'retry-after': '1' });
    const second = await receiver.request(1);
    expect(second.at - first.at).toBeGreaterThanOrEqual(990);
    second.answer(200);
    await untilPending(0);
  });

  test('gets different chats in parallel, up to max_connections', async () => {
    await simulator.api('setWebhook', { url, max_connections: 2 });
    const phones = [phone, simulator.phone(), simulator.phone()];
    for (const [index, one] of phones.entries()) await one.send(`from ${index}`);
    await receiver.request(1);
    expect(await pending()).toBe(3);
    expect(receiver.received.map(({ text }) => text)).toEqual(['from 0', 'from 1']);
    (await receiver.request(1)).answer(200);
    expect(await receiver.request(2)).toMatchObject({ text: 'from 2' });
  });

  test('shuts out getUpdates until it is deleted', async () => {
    const waiting = simulator.api('getUpdates', { timeout: 20 });
    while (simulator.calls('getUpdates').length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    await simulator.api('setWebhook', { url });
    expect(await waiting).toMatchObject({ error_code: 409 });
    expect(await simulator.api('getUpdates')).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; " +
        'use deleteWebhook to delete the webhook first',
    });
    expect(await simulator.api('deleteWebhook')).toMatchObject({
      result: true,
      description: 'Webhook was deleted',
    });
    expect(await simulator.api('getUpdates')).toMatchObject({ ok: true });
  });

  test('keeps updates that came before it was set, unless told to drop them', async () => {
    await phone.send('dropped');
    await simulator.api('setWebhook', { url, drop_pending_updates: true });
    await phone.send('kept');
    expect(await receiver.request(0)).toMatchObject({ text: 'kept' });
  });

  test('may answer with a method to perform', async () => {
    await simulator.api('setWebhook', { url });
    await phone.send('hello');
    const reply = { method: 'sendMessage', chat_id: phone.userId, text: 'answered in place' };
    (await receiver.request(0)).answer(200, { 'content-type': 'application/json' }, JSON.stringify(reply));
    await phone.waitFor('answered in place');
  });

  test.each([
    [{ url: 'ftp://example.com' }, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'],
    [
      { url: 'https://example.com', secret_token: 'no spaces' },
      'Bad Request: secret token contains unallowed characters',
    ],
  ])('is refused when it is wrong: %j', async (params, description) => {
    expect(await simulator.api('setWebhook', params)).toEqual({ ok: false, error_code: 400, description });
  });
});
