import { beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { ledgerOf, sendBroadcast, shows } from '../support/broadcasts.js';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import { settled, shareScene } from '../support/scene.js';

const STATES = ['waiting', 'sending', 'sent', 'failed', 'blocked', 'unknown', 'cancelled'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
const port = await freePort();

describe('the recipients that Prometheus scrapes', () => {
  const scene = shareScene(1, { env: { METRICS_PORT: String(port), BROADCAST_RATE: '5' } });
  beforeAll(() => registerCrowd(scene.teller.simulator, scene.teller.database, 40));

  const scraped = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const found = text.matchAll(/^teller_broadcast_recipients\{state="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries([...found].map(([, state = '', count]) => [state, Number(count)] as const));
  };
  const none = Object.fromEntries(STATES.map((state) => [state, 0]));

  test('are those of the ledger, every state of them: while one is sent, given up, and after it', async () => {
    const { first, teller } = scene;
    expect(await scraped()).toEqual(none);
    const blocker = await scene.customer('Blocker');
    await settled(teller);
    teller.simulator.world.faults.add({ kind: '403', method: 'sendMessage', chat_id: blocker.userId, times: 1 });
    const panel = await sendBroadcast(first, 'One');
    await eventually(async () => {
      const { waiting = 0, sent = 0, ...others } = await scraped();
      expect(waiting > 0 && sent > 0).toBe(true);
      expect(waiting + sent + Object.values(others).reduce((sum, each) => sum + each, 0)).toBe(41);
    });
    await shows(first, panel, /finished/, 30_000);
    const second = await sendBroadcast(first, 'Two');
    await eventually(async () => expect((await ledgerOf(scene))['sent'] ?? 0).toBeGreaterThan(45));
    await first.press('⏹ Cancel');
    await shows(first, second, /cancelled\nRecipients/);
    const ledger = await ledgerOf(scene);
    expect(ledger['blocked']).toBe(1);
    await eventually(async () => expect(await scraped()).toEqual({ ...none, ...ledger }));
  }, 90_000);
});
