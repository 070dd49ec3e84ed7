import { beforeAll, describe, expect, test } from '@jest/globals';
import { actsOn, ledgerOf, sendBroadcast, shows } from '../support/broadcasts.js';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import { said, shareScene } from '../support/scene.js';

const CUSTOMERS = 60;
const TEXT = 'The rate is 145 %';

describe('taking a broadcast back', () => {
  const scene = shareScene(1, { env: { BROADCAST_RATE: '20' } });
  beforeAll(() => registerCrowd(scene.teller.simulator, scene.teller.database, CUSTOMERS));

  const deletions = (): Promise<(string | null)[]> => scene.teller.database.owner('broadcast_recipients').pluck('deletion');
  const deleted = async (): Promise<number> => (await deletions()).filter((each) => each === 'deleted').length;

  test('deletes its messages at everybody who has one, can be stopped, and goes on where it was', async () => {
    const { first, teller } = scene;
    const anna = await scene.customer('Anna');
    const late = await scene.customer('Late');
    const panel = await sendBroadcast(first, TEXT);
    await shows(first, panel, /finished/, 30_000);
    const { owner } = teller.database;
    const rows = owner('broadcast_recipients').whereIn('person_id', owner('persons').where({ telegram_id: late.userId }).select('id'));
    await rows.update({ changed_at: owner.raw(`now() - interval '49 hours'`) });
    expect(await said(anna)).toContain(TEXT);

    await first.press('🗑 Delete at everybody');
    await shows(first, panel, new RegExp(`everybody who got it \\(${CUSTOMERS + 1}\\)`));
    expect(await deleted()).toBe(0);
    await first.press('Yes, go ahead');
    await eventually(async () => expect(await deleted()).toBeGreaterThan(5));
    await eventually(() => first.press('⏹ Stop deleting'));
    await shows(first, panel, /Deleting was stopped/);
    await eventually(async () => expect((await owner('broadcasts').first<{ undo: string }>('undo')).undo).toBe('stopped'));
    expect(await deleted()).toBeLessThan(CUSTOMERS);

    // What the stop has left to be shown may take the question away again.
    await eventually(async () => {
      await first.press('🗑 Delete at everybody');
      await eventually(() => first.press('Yes, go ahead'), 1_000);
    });
    // A deletion whose answer is lost is made again.
    teller.simulator.world.faults.add({ kind: 'reset_after_accept', method: 'deleteMessages', times: 1 });
    const report = await shows(first, panel, /Deleting is finished/, 30_000);
    expect(report).toMatch(new RegExp(`Deleted: ${CUSTOMERS + 1} of ${CUSTOMERS + 2}\nCould not be deleted: 1`));
    expect(await said(anna)).not.toContain(TEXT);
    expect(await said(late)).toContain(TEXT);
    expect(await ledgerOf(scene)).toEqual({ sent: CUSTOMERS + 2 });
    expect((await actsOn(scene)).slice(2)).toEqual(['broadcast.undo', 'broadcast.undo_stop', 'broadcast.undo']);
  }, 120_000);
});
