import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Phone } from '../support/phone.js';
import { TestRedis } from '../support/redis.js';
import { said } from '../support/scene.js';
import { type TestTeller, startTeller } from '../support/teller.js';

const QUESTION = 'How much does servicing the Gold card cost?';

describe('with Redis behind the job queue', () => {
  let redis: TestRedis;
  let teller: TestTeller;
  let customer: Phone;
  beforeAll(async () => {
    redis = await TestRedis.start();
    teller = await startTeller({ env: { REDIS_URL: redis.url } });
    customer = teller.simulator.phone({ first_name: 'Dana', language_code: 'en' });
    await customer.send('/start');
    await customer.waitFor(/Which language/);
  });
  afterAll(async () => {
    await teller.release();
    await redis.release();
  });

  async function isAnswered(): Promise<void> {
    const before = await answers();
    await customer.send(QUESTION);
    await eventually(async () => expect(await answers()).toBe(before + 1), 30_000);
  }

  async function answers(): Promise<number> {
    return (await said(customer)).filter((text) => text.includes('9,900')).length;
  }

  test('questions are answered', () => isAnswered());

  test('also while Redis is down, and after it came back without its data', async () => {
    await redis.kill();
    await isAnswered();
    await redis.run();
    await isAnswered();
  });

  test('metrics are told while it hangs, all but those that it keeps', async () => {
    const metrics = async (): Promise<string> => {
      const response = await fetch(`${teller.metricsUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
      return response.text();
    };
    expect(await metrics()).toContain('teller_queue_depth{queue="answer"}');
    await redis.command('client', 'pause', '12000', 'all');
    await eventually(async () => {
      const told = await metrics();
      expect(told).toContain('teller_jobs_dead{queue="answer"} 0');
      expect(told).not.toContain('teller_queue_depth{');
    });
    await isAnswered();
  });

  test('also when it forgets everything at once', async () => {
    await redis.command('flushall');
    await isAnswered();
  });

  test('also when it is full', async () => {
    await redis.command('config', 'set', 'maxmemory', '1');
    await isAnswered();
    await redis.command('config', 'set', 'maxmemory', '0');
    await isAnswered();
  });

  test('also when it may only be read', async () => {
    await redis.command('replicaof', '127.0.0.1', '1');
    await isAnswered();
    await redis.command('replicaof', 'no', 'one');
    await isAnswered();
  });

  test('and each question once', async () => {
    const states = await teller.database.owner('answers').select<{ state: string }[]>('state');
    expect(states.every(({ state }) => state === 'done')).toBe(true);
    expect(await answers()).toBe(states.length);
  });
});
