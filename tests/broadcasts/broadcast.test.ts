import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Phone } from '../support/phone.js';
import { said, shareScene, textOf } from '../support/scene.js';

describe('a broadcast', () => {
  const scene = shareScene(1);
  const got = async (phone: Phone, text: string): Promise<number> => (await said(phone)).filter((each) => each === text).length;
  const counts = async (): Promise<Record<string, number>> => {
    const rows = await scene.teller.database.owner('broadcast_recipients').groupBy('state').select<{ state: string; count: number }[]>('state', scene.teller.database.owner.raw('count(*) as count'));
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  test('reaches everybody who is registered and wants it, exactly as it was written', async () => {
    const [anna, boris, blocker, gone] = await Promise.all(['Anna', 'Boris', 'Blocker', 'Gone'].map((name) => scene.customer(name)));
    if (!anna || !boris || !blocker || !gone) throw new Error('There are four');
    await gone.send('/unsubscribe');
    await gone.waitFor(/no more news/);
    await blocker.block();
    await scene.first.send('/broadcast  New *rates* from 1 May: <b>14,5 %</b>');
    const panel = await scene.first.waitFor(/Above is what customers will see/);
    expect(textOf(panel)).toMatch(/Recipients: [23]$/m);
    expect(panel.reply_markup?.inline_keyboard[0]?.[0]?.text).toBe('✅ Send');
    await scene.first.press('✅ Send');
    await anna.waitFor('New *rates* from 1 May: <b>14,5 %</b>');
    await boris.waitFor('New *rates* from 1 May: <b>14,5 %</b>');
    await eventually(async () => {
      const now = (await scene.first.messages()).find(({ message_id }) => message_id === panel.message_id);
      expect(textOf(now ?? panel)).toMatch(/finished/);
    }, 20_000);
    expect(await got(gone, 'New *rates* from 1 May: <b>14,5 %</b>')).toBe(0);
    expect(await got(anna, 'New *rates* from 1 May: <b>14,5 %</b>')).toBe(1);
    const { sent = 0, blocked = 0, ...others } = await counts();
    expect({ sent, others }).toEqual({ sent: 2, others: {} });
    expect(blocked).toBeLessThanOrEqual(1);
    await anna.press('🔕 Unsubscribe');
    await anna.waitFor(/no more news/);
  }, 60_000);
});
