import { describe, expect, test } from '@jest/globals';
import { actsOn, ledgerOf, sendBroadcast, shows, timesSaid } from '../support/broadcasts.js';
import { eventually } from '../support/eventually.js';
import { settled, shareScene } from '../support/scene.js';

const TEXT = 'Rates go down';

describe('the report of a broadcast', () => {
  const scene = shareScene(1);

  test('says what came of it, lists the failures, and lets it be said again to those of whom nothing is known', async () => {
    const { first, teller } = scene;
    const { simulator } = teller;
    const [anna, refusing, silent] = await Promise.all(['Anna', '=1+1', 'Silent'].map((name) => scene.customer(name)));
    if (!anna || !refusing || !silent) throw new Error('There are three');
    await settled(teller);
    simulator.world.faults.add({ kind: '400', method: 'sendMessage', chat_id: refusing.userId, times: 1 });
    simulator.world.faults.add({ kind: 'reset_after_accept', method: 'sendMessage', chat_id: silent.userId, times: 1 });
    const panel = await sendBroadcast(first, TEXT);
    const report = await shows(first, panel, /finished/, 20_000);
    expect(report).toMatch(/Recipients: 3\n✅ Sent: 1 \(33\.3%\)\n⚠️ Failed: 1 .*\n❓ Unknown: 1 .*\n\nIt took \d+ sec/);
    const notice = await first.waitFor('Broadcast #1 is finished.');
    expect(notice.reply_to_message?.message_id).toBe(panel.message_id);

    await first.press('📄 Failures (CSV)');
    const { document } = await first.waitFor(({ document: file }) => file !== undefined);
    const { result } = await simulator.api<{ file_path: string }>('getFile', { file_id: document?.file_id });
    const bytes = Buffer.from(await (await fetch(`${simulator.url}/file/bot${simulator.token}/${result?.file_path}`)).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [heads, ...lines] = bytes.toString().slice(1).trimEnd().split('\n');
    expect(heads).toBe('Telegram ID,Name,State,Reason,When');
    const moment = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
    expect(lines.sort()).toEqual(
      [
        expect.stringMatching(`^${refusing.userId},'=1\\+1,failed,Telegram refused it: Bad Request: simulated fault,${moment}$`),
        expect.stringMatching(`^${silent.userId},Silent,unknown,Telegram did not answer in time,${moment}$`),
      ].sort((one, other) => String(one).localeCompare(String(other))),
    );

    await anna.press('🔕 Unsubscribe');
    await anna.waitFor(/no more news/);
    await first.press('🔄 Refresh');
    await shows(first, panel, /1 person has unsubscribed/);

    await first.press('🔁 Send again to the unknown (1)');
    await shows(first, panel, /may get it twice/);
    expect(timesSaid(scene, silent, TEXT)).toBe(1);
    await first.press('Yes, go ahead');
    await eventually(async () => expect(await ledgerOf(scene)).toEqual({ sent: 2, failed: 1 }));
    await shows(first, panel, /finished\n(.*\n)*✅ Sent: 2/);
    await first.waitFor('Broadcast #1 is finished.');
    expect([anna, refusing, silent].map((phone) => timesSaid(scene, phone, TEXT))).toEqual([1, 1, 2]);
    const { counts } = (await teller.database.owner('broadcasts').first<{ counts: object } | undefined>('counts')) ?? {};
    expect(counts).toMatchObject({ sent: 2, failed: 1, unknown: 0, waiting: 0 });
    expect(await actsOn(scene)).toEqual(['broadcast.draft', 'broadcast.send', 'broadcast.failures', 'broadcast.resend']);
  }, 90_000);
});
