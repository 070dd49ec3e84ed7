import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import { TestRedis } from '../support/redis.js';
import { type Scene, startScene } from '../support/scene.js';

const CUSTOMERS = 200;
const TEXT = 'The hotline has a new number';

describe('a broadcast with Redis behind the job queue', () => {
  let redis: TestRedis;
  let scene: Scene;
  beforeAll(async () => {
    redis = await TestRedis.start();
    scene = await startScene(1, { env: { REDIS_URL: redis.url, BROADCAST_RATE: '40', SEND_RATE: '60' } });
    await registerCrowd(scene.teller.simulator, scene.teller.database, CUSTOMERS);
  });
  afterAll(async () => {
    await scene.release();
    await redis.release();
  });

  const sent = async (): Promise<number> => {
    const rows: object[] = await scene.teller.database.owner('broadcast_recipients').where({ state: 'sent' });
    return rows.length;
  };

  test('comes to its end though Redis is emptied, killed and back without its data, and nobody gets it twice', async () => {
    const [moderator] = scene.moderators;
    await moderator?.send(`/broadcast ${TEXT}`);
    await moderator?.waitFor(/Above is what/);
    await redis.command('flushall');
    await moderator?.press('✅ Send');
    await eventually(async () => expect(await sent()).toBeGreaterThan(20), 20_000);
    await redis.command('flushall');
    await eventually(async () => expect(await sent()).toBeGreaterThan(60), 20_000);
    await redis.kill();
    await eventually(async () => expect(await sent()).toBe(CUSTOMERS), 30_000);
    await eventually(async () => {
      const broadcast = await scene.teller.database.owner('broadcasts').first<{ state: string }>('state');
      expect(broadcast.state).toBe('finished');
    }, 20_000);
    await redis.run();
    const chats = scene.teller.simulator
      .calls('sendMessage')
      .filter(({ params }) => params['text'] === TEXT && params['chat_id'] !== moderator?.userId)
      .map(({ params }) => params['chat_id']);
    expect(new Set(chats).size).toBe(chats.length);
    expect(chats).toHaveLength(CUSTOMERS);
  }, 120_000);
});
