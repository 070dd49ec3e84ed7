/**
 * The product as several processes: two that run bots, two workers and one for HTTP, over one PostgreSQL, with the leases
 * of production. Once with jobs in PostgreSQL and polling, once with jobs in Redis and webhooks that arrive anywhere.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { registerCrowd } from '../support/crowd.js';
import { moderatorPhone } from '../support/desk.js';
import { eventually } from '../support/eventually.js';
import type { KillableTeller } from '../support/killable.js';
import type { Phone } from '../support/phone.js';
import { TestRedis } from '../support/redis.js';
import { Balancer } from './balancer.js';
import { type Installation, startInstallation } from './installation.js';

const BOTS = 6;
const CUSTOMERS = 60;
const QUESTION = 'How much does servicing the Gold card cost?';
const ANSWER = '9,900';
/** What a dead process's bots are promised. */
const MOVED_WITHIN_MS = 15_000;

/** @param extra what else it runs with, and how that is given up */
function story(start: () => Promise<Extra>): void {
  let extra: Extra;
  let installation: Installation;
  let customers: Phone[];
  beforeAll(async () => {
    extra = await start();
    installation = await startInstallation(BOTS, extra.env);
    extra.started?.(installation);
    customers = installation.botIds.map((botId) => installation.simulator.phone({ first_name: 'Dana', language_code: 'en' }, botId));
  });
  afterAll(async () => {
    await installation.release();
    await extra.release();
  });

  /** Which bots a process runs, by the leases that hold now. */
  async function botsOf({ pid }: KillableTeller): Promise<number[]> {
    const process = `${hostname()}/${pid}`;
    return installation.database.owner('leases').where({ process }).whereRaw('expires_at > now()').orderBy('bot_id').pluck('bot_id');
  }

  /** Every customer writes, each to a bot of their own, and gets what they wait for. */
  async function everybody(text: string, expected: RegExp | string): Promise<void> {
    await Promise.all(customers.map((phone) => phone.send(text)));
    await Promise.all(customers.map((phone) => phone.waitFor(expected, 30_000)));
  }

  test('share the bots', async () => {
    await eventually(async () => {
      const shares = await Promise.all(installation.bots.map(botsOf));
      expect(shares.map(({ length }) => length)).toEqual([BOTS / 2, BOTS / 2]);
    }, 30_000);
  });

  test('answer the customers of all bots', async () => {
    await everybody('/start', /Which language/);
    await everybody(QUESTION, new RegExp(ANSWER));
  });

  test('bring a broadcast to its end', async () => {
    const { simulator, database } = installation;
    const moderator = await moderatorPhone(simulator);
    await registerCrowd(simulator, database, CUSTOMERS);
    await moderator.send('/broadcast We are closed on 1 May');
    await moderator.waitFor(/Broadcast #\d+/, 30_000);
    await moderator.press(({ text }) => /Send/.test(text));
    await eventually(async () => {
      const states = await database.owner('broadcast_recipients').distinct().pluck('state');
      const [broadcast] = await database.owner('broadcasts').select<{ state: string }[]>('state');
      expect([broadcast?.state, ...states]).toEqual(['finished', 'sent']);
    }, 60_000);
  });

  test('tell how deep the queues are, each of them', async () => {
    const { bots, workers, api } = installation;
    for (const teller of [bots[0], workers[0], api]) {
      const metrics = await teller.metrics();
      expect(metrics).toMatch(/^teller_queue_depth\{queue="answer"\} \d+$/m);
      expect(metrics).toMatch(/^teller_jobs_dead\{queue="answer"\} 0$/m);
    }
  });

  test('show the documents that workers have read, in a process that has none', async () => {
    const { admin } = installation;
    await admin.send('/start');
    await admin.waitFor(/Which language/);
    await admin.send('/admin');
    await admin.waitFor(/Admin panel/);
    await admin.press('📚 Documents');
    await admin.waitFor(/📁 .+\.md/);
  });

  test('take over the bots of one that was killed within 15 s, and go on serving', async () => {
    const [victim, heir] = installation.bots;
    const killed = performance.now();
    await victim.kill();
    await eventually(async () => expect(await botsOf(heir)).toHaveLength(BOTS), 2 * MOVED_WITHIN_MS);
    expect(performance.now() - killed).toBeLessThan(MOVED_WITHIN_MS);
    await everybody(QUESTION, new RegExp(ANSWER));
  });

  test('go on answering when a worker was killed', async () => {
    const asked = everybody(QUESTION, new RegExp(ANSWER));
    await installation.workers[0].kill();
    await asked;
    await everybody(QUESTION, new RegExp(ANSWER));
  });

  test('have left nothing undone', async () => {
    const { owner } = installation.database;
    await eventually(async () => {
      expect(await owner('inbox').whereNot({ state: 'done' })).toEqual([]);
      expect(await owner('answers').distinct().pluck('state')).toEqual(['done']);
      expect(await owner('dead_jobs')).toEqual([]);
    });
    extra.finished?.(installation);
  });
}

interface Extra {
  readonly env: Readonly<Record<string, string>>;
  readonly started?: (installation: Installation) => void;
  readonly finished?: (installation: Installation) => void;
  release(): Promise<void>;
}

describe('several processes with jobs in PostgreSQL, which poll', () => {
  story(() => Promise.resolve({ env: {}, release: () => Promise.resolve() }));
});

describe('several processes with jobs in Redis, to any of which webhooks come', () => {
  story(async () => {
    const redis = await TestRedis.start();
    const balancer = await Balancer.start();
    return {
      env: {
        REDIS_URL: redis.url,
        UPDATE_MODE: 'webhook',
        WEBHOOK_URL: balancer.url,
        WEBHOOK_SECRET: 'a-secret-of-this-test',
      },
      started: ({ bots, workers, api }) => balancer.balance(...[...bots, ...workers, api].map(({ url }) => url)),
      finished: () => expect([...balancer.taken.values()].filter((taken) => taken > 0)).toHaveLength(5),
      async release() {
        await balancer.release();
        await redis.release();
      },
    };
  });
});
