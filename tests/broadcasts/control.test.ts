import { beforeAll, describe, expect, test } from '@jest/globals';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import { type SeenMessage } from '../support/phone.js';
import { shareScene, textOf } from '../support/scene.js';

const CUSTOMERS = 120;

describe('a broadcast under way', () => {
  const scene = shareScene(1, { env: { BROADCAST_RATE: '20' } });
  beforeAll(() => registerCrowd(scene.teller.simulator, scene.teller.database, CUSTOMERS));

  const counts = async (): Promise<Record<string, number>> => {
    const { owner } = scene.teller.database;
    const rows = await owner('broadcast_recipients').groupBy('state').select<{ state: string; count: number }[]>('state', owner.raw('count(*) as count'));
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const panel = async (): Promise<SeenMessage> => {
    const found = (await scene.first.messages()).findLast((message) => /Broadcast #/.test(textOf(message)));
    if (!found) throw new Error('There is no panel');
    return found;
  };

  test('is paused, goes on, and is given up within a second; each who got it got it once', async () => {
    await scene.first.send('/broadcast The office is closed on Monday');
    await scene.first.waitFor(/Above is what/);
    await scene.first.press('✅ Send');
    await eventually(async () => expect((await counts())['sent'] ?? 0).toBeGreaterThan(10));
    await eventually(() => scene.first.press('⏸ Pause'));
    await eventually(async () => expect(textOf(await panel())).toMatch(/paused/));
    await eventually(async () => expect((await counts())['sending'] ?? 0).toBe(0));
    const held = (await counts())['sent'] ?? 0;
    expect(held).toBeLessThan(CUSTOMERS);
    await eventually(() => scene.first.press('▶️ Resume'));
    await eventually(async () => expect((await counts())['sent'] ?? 0).toBeGreaterThan(held + 10));
    await eventually(() => scene.first.press('⏹ Cancel'));
    await eventually(async () => expect((await counts())['cancelled'] ?? 0).toBeGreaterThan(0));
    await eventually(async () => expect((await counts())['waiting'] ?? 0).toBe(0));
    const { sent = 0, cancelled = 0, ...others } = await counts();
    expect({ total: sent + cancelled, others }).toEqual({ total: CUSTOMERS, others: {} });
    const said = scene.teller.simulator.calls().filter(({ params }) => params['text'] === 'The office is closed on Monday');
    const chats = said.map(({ params }) => params['chat_id']).filter((chat) => chat !== scene.first.userId);
    expect(new Set(chats).size).toBe(chats.length);
    expect(chats).toHaveLength(sent);
  }, 60_000);
});
