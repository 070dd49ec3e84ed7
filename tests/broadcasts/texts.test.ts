import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { handled, said, shareScene, textOf } from '../support/scene.js';

const PICTURE = { name: 'photo.jpg', content_base64: Buffer.from('a picture').toString('base64') };
const UNSUBSCRIBE = { en: '🔕 Unsubscribe', kk: '🔕 Жазылымнан бас тарту' };

describe('the texts of a broadcast', () => {
  const scene = shareScene(1);
  const draft = async (text: string): Promise<void> => {
    await scene.first.send(`/broadcast ${text}`);
    await scene.first.waitFor(/Above is what customers will see/);
  };
  /** Presses buttons of the panel that stands lowest, each once it is there. */
  const press = async (...labels: readonly string[]): Promise<void> => {
    for (const label of labels) {
      await eventually(async () => {
        const buttonsOf = (message: SeenMessage): { text: string; callback_data?: string }[] => message.reply_markup?.inline_keyboard.flat() ?? [];
        const panel = (await scene.first.messages()).findLast((each) => buttonsOf(each).some(({ callback_data }) => callback_data?.startsWith('p:')));
        const data = panel && buttonsOf(panel).find(({ text }) => text === label)?.callback_data;
        if (!panel || data === undefined) throw new Error(`There is no button “${label}”`);
        await scene.first.pressData(panel.message_id, data);
      });
    }
  };
  /** Answers the question that a button asks. */
  const answer = async (button: string, question: RegExp, content: object): Promise<void> => {
    await press(button);
    const { message_id } = await scene.first.waitFor(question);
    await scene.first.post({ ...content, reply_to_message_id: message_id });
  };
  const found = (phone: Phone, text: string): Promise<SeenMessage> =>
    eventually(async () => {
      const message = (await phone.messages()).findLast((each) => textOf(each) === text && each.sim.direction === 'out');
      if (!message) throw new Error(`There is no “${text}”`);
      return message;
    });
  const labels = ({ reply_markup }: SeenMessage): unknown[] | undefined => reply_markup?.inline_keyboard.map((row) => row.map(({ text, url }) => [text, url]));

  test('reach each in their language, with link buttons, and are tried out before', async () => {
    const [aigul, anna] = await Promise.all([scene.customer('Aigul', 'kk'), scene.customer('Anna')]);
    await draft('New rates');
    await press('🔗 Links');
    await answer('✏️ Write', /a line each/, { text: 'Rates - https://bank.kz/rates\nCall us: here' });
    const again = await scene.first.waitFor(/Line 2 will not do: “Call us: here”/);
    await scene.first.send('Rates - https://bank.kz/rates && Map - https://bank.kz/map', { reply_to_message_id: again.message_id });
    const unsubscribe = [[UNSUBSCRIBE.en, undefined]];
    const links = [['Rates', 'https://bank.kz/rates'], ['Map', 'https://bank.kz/map']];
    await eventually(async () => expect(labels(await found(scene.first, 'New rates'))).toEqual([links]));
    await scene.first.waitFor(/They stand below the message/);
    await press('⬅️ Back', '🌐 Texts', 'Қазақша');
    await answer('✏️ Write', /Қазақша: what shall I send/, { photo: PICTURE, caption: 'Жаңа мөлшерлемелер' });
    expect(textOf(await scene.first.waitFor(/Above is what customers will see/))).toContain('Text of their own: Қазақша');
    await press('🧪 Send me a test');
    const trial = ['🌐 For everybody', 'New rates', '🌐 Қазақша', 'Жаңа мөлшерлемелер'];
    // The draft follows, so that it is at hand.
    const draftShown: unknown = expect.stringMatching(/Above is what customers will see/);
    await eventually(async () => expect((await said(scene.first)).slice(-5)).toEqual([...trial, draftShown]));
    expect(labels(await found(scene.first, 'New rates'))).toEqual([links, unsubscribe]);
    await press('✅ Send');
    expect(labels(await found(anna, 'New rates'))).toEqual([links, unsubscribe]);
    const kazakh = await found(aigul, 'Жаңа мөлшерлемелер');
    expect(kazakh).toHaveProperty('photo');
    expect(labels(kazakh)).toEqual([links, [[UNSUBSCRIBE.kk, undefined]]]);
    expect(await said(aigul)).not.toContain('New rates');
  }, 60_000);

  test('follow the message that its author edits, and one is taken away again', async () => {
    await draft('Ofice closed');
    const sent = (await scene.first.messages()).findLast(({ text }) => text === '/broadcast Ofice closed');
    await scene.first.edit(sent?.message_id ?? 0, '/broadcast Office closed');
    await scene.first.waitFor('Office closed');
    await scene.first.waitFor(/Above is what customers will see/);
    await press('🌐 Texts', 'Русский');
    await answer('✏️ Write', /Русский: what shall I send/, { text: 'Офис закрыт' });
    await scene.first.waitFor(/Text of their own: Русский/);
    await press('🌐 Texts', 'Русский', '🗑 Remove');
    await scene.first.waitFor(/Русский: as for everybody/);
    await press('⬅️ Back', '✅ Send');
    await scene.first.waitFor(/gathering|sending|finished/);
    await scene.first.edit(sent?.message_id ?? 0, '/broadcast Office open');
    await handled(scene.teller);
    const contents = scene.teller.database.owner('broadcasts').orderBy('id', 'desc').limit(1).select('content');
    expect(await contents).toMatchObject([{ content: { said: { any: { text: 'Office closed' } } } }]);
    expect(await contents).not.toMatchObject([{ content: { said: { ru: {} } } }]);
  }, 60_000);
});
