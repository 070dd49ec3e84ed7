import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { handled, said, settled, shareScene, textOf } from '../support/scene.js';

const PICTURE = { name: 'photo.jpg', content_base64: Buffer.from('a picture').toString('base64') };

describe('an album that is to be broadcast', () => {
  const scene = shareScene(1);
  afterEach(() => scene.teller.simulator.world.faults.clear());

  const asked = async (): Promise<number> => {
    await scene.first.send('/broadcast');
    return (await scene.first.waitFor(/What shall I send\?/)).message_id;
  };
  /** Sends the files as one album; only those named reply to the question. */
  const sendAlbum = async (parts: readonly object[], question: number, replying: (index: number) => boolean): Promise<void> => {
    const media_group_id = String(Math.floor(Math.random() * 1e12));
    for (const [index, part] of parts.entries()) {
      await scene.first.post({ ...part, media_group_id, ...(replying(index) && { reply_to_message_id: question }) });
    }
  };
  const albumOf = async (phone: Phone): Promise<SeenMessage[]> => {
    const messages = (await phone.messages()).filter(({ sim }) => sim.direction === 'out');
    const groupId = messages.findLast(({ media_group_id }) => media_group_id !== undefined)?.media_group_id;
    return messages.filter(({ media_group_id }) => groupId !== undefined && media_group_id === groupId);
  };

  test('is put together, shown once it is complete, and sent with its buttons below', async () => {
    const customer = await scene.customer('Anna');
    const parts = [
      { photo: PICTURE, caption: 'New branch', show_caption_above_media: true, has_media_spoiler: true },
      { video: { ...PICTURE, name: 'tour.mp4' } },
      { photo: PICTURE, caption: 'Come in', entities: [{ type: 'bold', offset: 0, length: 4 }] },
    ];
    await sendAlbum(parts, await asked(), () => true);
    await scene.first.waitFor(/Above is what customers will see/);
    expect(await albumOf(scene.first)).toHaveLength(3);
    expect(await scene.teller.database.owner('broadcasts').select('id')).toHaveLength(1);
    await scene.first.press('✅ Send');
    const below = await customer.waitFor('News from the bank');
    expect(below.reply_markup?.inline_keyboard).toEqual([[{ text: '🔕 Unsubscribe', callback_data: 'unsubscribe:1' }]]);
    const album = await albumOf(customer);
    expect(album).toMatchObject([
      { caption: 'New branch', show_caption_above_media: true, has_media_spoiler: true },
      { video: {} },
      { caption: 'Come in', caption_entities: [{ type: 'bold', offset: 0, length: 4 }] },
    ]);
    const row = { state: 'sent', message_ids: [...album, below].map(({ message_id }) => message_id) };
    await eventually(async () => expect(await scene.teller.database.owner('broadcast_recipients').select('state', 'message_ids')).toEqual([row]));
    const sent = scene.teller.simulator.calls().filter(({ method }) => method === 'sendMediaGroup');
    expect(sent.map(({ unknown_params }) => unknown_params)).toEqual(sent.map(() => undefined));
  });

  test('goes to no customer whom its author is serving, whichever of its messages reply to the question', async () => {
    const customer = await scene.customer('Listening');
    await scene.connect(customer, scene.first);
    const before = (await customer.messages()).length;
    await sendAlbum([{ document: PICTURE, caption: 'Terms' }, { document: PICTURE }], await asked(), (index) => index === 0);
    await scene.first.waitFor(/Above is what customers will see/);
    expect(await albumOf(scene.first)).toMatchObject([{ document: {}, caption: 'Terms' }, { document: {} }]);
    await handled(scene.teller);
    expect(await customer.messages()).toHaveLength(before);
  });

  test('that comes too late is answered once, and goes nowhere', async () => {
    await scene.first.send('/broadcast Hello');
    const panel = await scene.first.waitFor(/Above is what customers will see/);
    const id = / #(\d+)/.exec(textOf(panel))?.[1] ?? '';
    await scene.first.pressData(panel.message_id, `p:bc_say:${id}:kk`);
    const question = await scene.first.waitFor(/Қазақша: what shall I send/);
    await scene.first.pressData(panel.message_id, `p:bc_cancel:${id}`);
    await sendAlbum([{ photo: PICTURE }, { photo: PICTURE }, { photo: PICTURE }], question.message_id, (index) => index === 0);
    await settled(scene.teller);
    const answers = (await scene.first.messages()).filter(({ message_id, sim }) => message_id > question.message_id && sim.direction === 'out');
    expect(answers.map(textOf)).toEqual([expect.stringMatching(/done already/), expect.stringMatching(/cancelled/)]);
  });

  test('counts as sent where its buttons could not be', async () => {
    const customer = await scene.customer('Late');
    await customer.waitFor(/./);
    await settled(scene.teller);
    await sendAlbum([{ document: PICTURE, caption: 'Terms' }, { document: PICTURE }], await asked(), () => true);
    await scene.first.waitFor(/Above is what customers will see/);
    scene.teller.simulator.world.faults.add({ kind: '400', method: 'sendMessage', chat_id: customer.userId, times: 0 });
    await scene.first.press('✅ Send');
    await eventually(async () => {
      const [row] = await scene.teller.database
        .owner('broadcast_recipients')
        .join('persons', 'persons.id', 'person_id')
        .where({ telegram_id: customer.userId })
        .select<{ state: string; message_ids: string[] }[]>('state', 'message_ids');
      expect(row?.state).toBe('sent');
      expect(row?.message_ids).toHaveLength(2);
    });
    expect(await albumOf(customer)).toHaveLength(2);
    expect(await said(customer)).not.toContain('News from the bank');
  });

  test('takes of Telegram’s limits what it costs: none of its calls is refused', async () => {
    const customers = await Promise.all(['Aset', 'Dana', 'Ilya', 'Vera'].map((name) => scene.customer(name)));
    await sendAlbum(Array.from({ length: 5 }, () => ({ photo: PICTURE })), await asked(), () => true);
    await scene.first.waitFor(/Above is what customers will see/);
    await settled(scene.teller);
    const { world } = scene.teller.simulator;
    world.settings.enforceLimits = true;
    await scene.first.press('✅ Send');
    for (const customer of customers) await customer.waitFor('News from the bank', 30_000);
    world.settings.enforceLimits = false;
    const ids = new Set<unknown>(customers.map(({ userId }) => userId));
    const calls = world.calls
      .list({})
      .filter(({ method, params }) => ids.has(params['chat_id']) && (method === 'sendMediaGroup' || params['text'] === 'News from the bank'));
    expect(calls.map(({ error_code }) => error_code)).toEqual(calls.map(() => undefined));
    expect(calls).toHaveLength(2 * customers.length);
  }, 60_000);
});
