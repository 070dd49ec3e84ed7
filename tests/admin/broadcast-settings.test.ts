import { describe, expect, test } from '@jest/globals';
import type { Settings } from '../../src/modules/bots/index.js';
import type { SeenMessage } from '../support/phone.js';
import { shareAdminScene, turn } from './support.js';

describe('the settings of broadcasts in the panel', () => {
  const scene = shareAdminScene();
  const stored = async (): Promise<Settings['broadcasts']> => {
    const row = await scene.teller.database.owner('bot_settings').first<{ settings: Settings }>('settings');
    return row.settings.broadcasts;
  };
  const reply = (asked: SeenMessage, words: string): Promise<SeenMessage> => scene.admin.send(words, { reply_to_message_id: asked.message_id });

  test('are chosen or typed, and switched off again', async () => {
    await scene.open();
    await turn(scene.admin, '⚙️ Settings', /^Settings/);
    await turn(scene.admin, '📣 Broadcasts', /^Broadcasts\n🌙 Quiet hours: none.*never needed.*Paid broadcasts: off/s);
    await turn(scene.admin, '🌙 22:00–08:00', /Quiet hours: 22:00–08:00 \(Asia\/Almaty\)/);
    await turn(scene.admin, '👥 > 1000', /To more than 1000 recipients/);
    await turn(scene.admin, '⚡ 250/s', /up to 250 messages a second/);
    expect(await stored()).toEqual({ quietHours: { from: '22:00', to: '08:00' }, approvalOver: 1_000, paidRate: 250 });
    const size = await turn(scene.admin, '✏️ Another number', /^From more than how many/);
    await reply(size, 'many');
    await reply(await scene.admin.waitFor(/with a number, for example/), '2 500');
    await scene.admin.waitFor(/To more than 2500 recipients/);
    const hours = await turn(scene.admin, '✏️ Other quiet hours', /^From when to when/);
    await reply(hours, '0-24');
    await reply(await scene.admin.waitFor(/Some of the day must be left/), '20:30-9');
    await scene.admin.waitFor(/Quiet hours: 20:30–09:00/);
    await turn(scene.admin, '✖️ Off', /Quiet hours: none/);
    expect(await stored()).toEqual({ quietHours: null, approvalOver: 2_500, paidRate: 250 });
  }, 60_000);
});
