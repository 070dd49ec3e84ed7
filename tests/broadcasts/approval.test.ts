import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { said, settled, shareScene, textOf } from '../support/scene.js';
import { acts, draft, makeDue, press, setBroadcasts, shown, states, without } from './timing-support.js';

describe('a broadcast to more people than one person may decide on', () => {
  const scene = shareScene(3);
  let anna: Phone;
  beforeAll(async () => {
    [anna] = (await Promise.all(['Anna', 'Boris'].map((name) => scene.customer(name)))) as [Phone, Phone];
    await setBroadcasts(scene.teller, { approvalOver: 1 });
  });
  afterEach(() => settled(scene.teller));
  const third = (): Phone => scene.moderators[2] ?? scene.second;
  const dataOf = (message: SeenMessage, label: string): string =>
    message.reply_markup?.inline_keyboard.flat().find(({ text }) => text === label)?.callback_data ?? '';

  test('goes once one other who may send has agreed; of two the first counts', async () => {
    const panel = await draft(scene.first, 'For many');
    expect(textOf(panel)).toMatch(/To more than 1 recipients: a colleague has to approve it/);
    const waiting = await press(scene.first, '👥 Ask for approval', /waiting for approval/);
    const [atSecond, atThird] = await Promise.all([scene.second, third()].map((phone) => phone.waitFor(/waiting for approval\nWritten by: Mod1\nRecipients: 2\nWhen: at once/)));
    if (!atSecond || !atThird) throw new Error('Two are asked');
    expect(await said(scene.second)).toContain('For many');
    // The author has no such button, and cannot make one up.
    const own = await scene.first.pressData(waiting.message_id, dataOf(atSecond, '✅ Approve'));
    expect(own?.text).toMatch(/no longer possible/);
    expect(await said(anna)).not.toContain('For many');
    const answers = await Promise.all([
      scene.second.pressData(atSecond.message_id, dataOf(atSecond, '✅ Approve')),
      third().pressData(atThird.message_id, dataOf(atThird, '✅ Approve')),
    ]);
    expect(answers.filter((answer) => answer?.text !== undefined)).toHaveLength(1);
    await anna.waitFor('For many', 20_000);
    await shown(scene.first, /Mod[23] has approved broadcast #1/);
    for (const phone of [scene.second, third()]) await shown(phone, /#1: (gathering|sending|finished)/);
    await shown(scene.first, /#1: finished/);
    expect((await acts(scene.teller)).filter((act) => act === 'broadcast.approve')).toHaveLength(1);
    const { owner } = scene.teller.database;
    await expect(owner('broadcasts').update({ approved_by: owner.ref('author_id') })).rejects.toMatchObject({ code: '23514' });
  }, 60_000);

  test('is sent back with a reason, and asks anew once it was changed: what was agreed on before is void', async () => {
    await draft(scene.first, 'With a slip');
    await press(scene.first, '👥 Ask for approval', /waiting for approval/);
    const asked = await scene.second.waitFor(/#2: waiting for approval/);
    const stale = dataOf(await third().waitFor(/#2: waiting for approval/), '✅ Approve');
    await press(scene.second, '❌ Reject', /#2: draft/);
    const why = await shown(scene.second, /You may say why/);
    await scene.second.send('A slip in line one', { reply_to_message_id: why.message_id });
    await shown(scene.first, /Mod2 on broadcast #2: A slip in line one/);
    await shown(scene.first, /Mod2 has sent broadcast #2 back/);
    await press(scene.first, '📝 Open the draft', /#2: draft\nAbove/);
    await press(scene.first, '👥 Ask for approval', /waiting for approval/);
    await settled(scene.teller);
    const late = await third().pressData(asked.message_id, stale);
    expect(late?.text).toMatch(/no longer possible/);
    await settled(scene.teller);
    expect((await states(scene.teller))['sent']).toBe(2);
    await press(scene.first, '📝 Withdraw', /#2: draft\nAbove/);
    await press(scene.first, '🗑 Discard', /cancelled/);
  }, 60_000);

  test('stays a draft while nobody else may agree', async () => {
    const restore = await without(scene.teller, [scene.second.userId, third().userId]);
    const panel = await draft(scene.first, 'Alone');
    expect(textOf(panel)).toMatch(/nobody else may send broadcasts/);
    expect((await scene.first.press('👥 Ask for approval'))?.text).toMatch(/nobody else may send broadcasts/);
    await restore();
    await press(scene.first, '🗑 Discard', /cancelled/);
  }, 60_000);

  test('goes neither by the word of somebody who may send no more, nor when its author may not', async () => {
    await draft(scene.first, 'Of a colleague who left');
    await press(scene.first, '👥 Ask for approval', /waiting for approval/);
    const asked = await scene.second.waitFor(/#4: waiting for approval/);
    const restore = await without(scene.teller, [scene.second.userId]);
    const answer = await scene.second.pressData(asked.message_id, dataOf(asked, '✅ Approve'));
    expect(answer?.text).toMatch(/not have access/);
    await restore();
    const restoreAuthor = await without(scene.teller, [scene.first.userId]);
    const refused = await scene.second.pressData(asked.message_id, dataOf(asked, '✅ Approve'));
    expect(refused?.text).toMatch(/author may no longer send/);
    await restoreAuthor();
    await press(scene.first, '📝 Withdraw', /#4: draft\nAbove/);
    await press(scene.first, '🗑 Discard', /cancelled/);
  }, 60_000);

  test('asks again when many more would get it at its time than was agreed', async () => {
    await draft(scene.first, 'To a crowd');
    await press(scene.first, '🕒 When', /When shall it go\?/);
    await press(scene.first, 'In an hour', /When: /);
    await press(scene.first, '👥 Ask for approval', /waiting for approval/);
    await scene.second.waitFor(/#5: waiting for approval/);
    await press(scene.second, '✅ Approve', /#5: scheduled/);
    await registerCrowd(scene.teller.simulator, scene.teller.database, 10);
    await makeDue(scene.teller);
    await scene.second.waitFor(/#5: waiting for approval\nWritten by: Mod1\nRecipients: 12/, 20_000);
    await shown(scene.first, /#5 has not begun: many more would get it than was agreed, now 12/);
    expect(await said(anna)).not.toContain('To a crowd');
    await press(scene.second, '✅ Approve', /#5: (gathering|sending|finished)/);
    await eventually(async () => expect((await states(scene.teller))['sent']).toBe(14), 20_000);
  }, 60_000);
});
