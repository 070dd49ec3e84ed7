import { beforeAll, describe, expect, test } from '@jest/globals';
import { ledgerOf, sendBroadcast, shows } from '../support/broadcasts.js';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import { shareScene } from '../support/scene.js';

const CUSTOMERS = 150;

describe('the progress of a broadcast', () => {
  const scene = shareScene(1, { env: { BROADCAST_RATE: '20' } });
  beforeAll(() => registerCrowd(scene.teller.simulator, scene.teller.database, CUSTOMERS));

  const edits = (): number => scene.teller.simulator.calls('editMessageText').length;

  test('shows how much is done, how fast, and how long it will take, in few edits; when held, since when', async () => {
    const { first } = scene;
    const began = Date.now();
    const before = edits();
    const panel = await sendBroadcast(first, 'We move house');
    const text = await shows(first, panel, /per second/, 20_000);
    expect(text).toMatch(/sending\n[▓░]{10} \d+ % · \d+ \/ 150\n[\d.]+ per second · about \d+ (sec|min) left\n/);
    expect(text).toMatch(/✅ Sent: \d+\n⏳ Waiting: \d+$/);
    await first.press('⏸ Pause');
    await shows(first, panel, /paused\n.*\nPaused since \d/);
    // The press itself is answered by two edits, and so is the one that sent it.
    expect(edits() - before).toBeLessThanOrEqual((Date.now() - began) / 3_000 + 6);
    await first.press('▶️ Resume');
    // What went before the pause tells nothing about how fast it goes now.
    const resumed = await shows(first, panel, /sending\n.*\n[\d.]+ per second|finished/, 20_000);
    expect(Number(/([\d.]+) per second/.exec(resumed)?.[1] ?? 0)).toBeLessThan(40);
    await shows(first, panel, /finished/, 30_000);
  }, 90_000);

  test('goes on when its message was deleted, and in the message in which it was opened anew', async () => {
    const { first } = scene;
    const panel = await sendBroadcast(first, 'We moved house');
    await eventually(async () => expect((await ledgerOf(scene))['sent']).toBeGreaterThan(CUSTOMERS + 10));
    await scene.teller.simulator.api('deleteMessage', { chat_id: first.userId, message_id: panel.message_id });
    await first.send('/broadcast');
    await first.waitFor(/Earlier broadcasts/);
    await first.press(({ text }) => /We moved house/.test(text));
    const opened = await first.waitFor(/sending/);
    await shows(first, opened, /finished/, 30_000);
    expect(await ledgerOf(scene)).toEqual({ sent: 2 * CUSTOMERS });
    const refused = await scene.teller.database.owner('outbox').where({ state: 'failed' }).pluck('error');
    expect(refused).toEqual([]);
  }, 90_000);
});
