import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SeenMessage } from '../support/phone.js';
import { said, settled, shareScene, textOf } from '../support/scene.js';

describe('the message that a broadcast is to say', () => {
  const scene = shareScene(1);
  const asked = async (): Promise<SeenMessage> => {
    await scene.first.send('/broadcast');
    return scene.first.waitFor(/What shall I send\?/);
  };
  const drafts = (): Promise<unknown[]> => scene.teller.database.owner('broadcasts').select('id');

  test('is asked for after a bare command, and may be a photo', async () => {
    const customer = await scene.customer('Anna');
    const { message_id } = await asked();
    const photo = { name: 'photo.jpg', content_base64: Buffer.from('a picture').toString('base64') };
    await scene.first.post({ photo, caption: 'New branch', reply_to_message_id: message_id });
    await scene.first.waitFor(/Above is what customers will see/);
    const preview = (await scene.first.messages()).findLast(({ caption, sim }) => caption === 'New branch' && sim.direction === 'out');
    expect(preview).toHaveProperty('photo');
    await scene.first.press('✅ Send');
    const got = await eventually(async () => {
      const found = (await customer.messages()).find(({ caption }) => caption === 'New branch');
      if (!found) throw new Error('Nothing came');
      return found;
    });
    expect(got).toHaveProperty('photo');
  });

  test('is also what comes next, unless something else did', async () => {
    await asked();
    await scene.first.send('Cards arrive in two days now');
    await scene.first.waitFor(/Above is what customers will see/);
    const before = (await drafts()).length;
    await asked();
    await scene.first.send('/queue');
    await scene.first.waitFor(/Nobody is waiting/);
    await scene.first.send('Something else');
    await asked();
    await scene.teller.database.owner('broadcast_asks').update({ asked_at: new Date(Date.now() - 11 * 60_000) });
    await scene.first.send('Much later');
    await settled(scene.teller);
    expect(await drafts()).toHaveLength(before);
  });

  test('is taken from a reply alone while a customer is served', async () => {
    const customer = await scene.customer('Served');
    await scene.connect(customer, scene.first);
    const before = (await drafts()).length;
    await asked();
    await scene.first.send('This is for you');
    await customer.waitFor(/This is for you/);
    expect(await drafts()).toHaveLength(before);
    await scene.first.send('/end');
    await scene.first.waitFor(/ended/i);
  });

  test.each([
    ['/broadcast New tariffs', /Above is what customers will see/],
    ['/language', /Which language/],
  ])('is not what comes after %s', async (command, answer) => {
    await asked();
    await scene.first.send(command);
    await scene.first.waitFor(answer);
    const before = (await drafts()).length;
    await scene.first.send('How much does the Gold card cost?');
    await settled(scene.teller);
    expect(await drafts()).toHaveLength(before);
  });

  test('is not the phone with which its author registers', async () => {
    await asked();
    await scene.first.shareContact();
    await scene.first.waitFor(/registered/i);
    await scene.first.send('This is for everybody');
    await scene.first.waitFor(/Above is what customers will see/);
  });

  test('is not what its author says to the human whom they have called', async () => {
    const before = (await drafts()).length;
    await scene.queue(scene.first);
    await asked();
    await scene.first.send('My own card is lost');
    await settled(scene.teller);
    expect(await drafts()).toHaveLength(before);
    await scene.first.send('/end');
    await settled(scene.teller);
  });

  test('is no command', async () => {
    const before = (await drafts()).length;
    const { message_id } = await asked();
    await scene.first.send('/queue', { reply_to_message_id: message_id });
    await scene.first.waitFor(/Nobody is waiting/);
    expect(await drafts()).toHaveLength(before);
  });

  test('goes to no customer when whoever was asked may send none any more', async () => {
    const { owner } = scene.teller.database;
    const customer = await scene.customer('Listening');
    await scene.connect(customer, scene.first);
    const { message_id } = await asked();
    const moderators = owner('roles').where({ name: 'moderator' });
    const { permissions } = await moderators.clone().first<{ permissions: string[] }>('permissions');
    await moderators.clone().update({ permissions: permissions.filter((each) => each !== 'broadcasts.send') });
    await scene.first.send('Meant for everybody', { reply_to_message_id: message_id });
    await scene.first.waitFor(/not have access/);
    await settled(scene.teller);
    expect((await said(customer)).join()).not.toContain('Meant for everybody');
    expect((await customer.messages()).map(textOf).join()).not.toContain('Meant for everybody');
    await moderators.clone().update({ permissions });
  });
});
