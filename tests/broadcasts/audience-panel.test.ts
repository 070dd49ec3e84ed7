import { beforeAll, describe, expect, test } from '@jest/globals';
import { labelsOf, turn } from '../admin/support.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { pressAnything, said, settled, shareScene, textOf } from '../support/scene.js';

describe('the audience of a draft', () => {
  const scene = shareScene(2);
  let anna: Phone;
  let boris: Phone;
  let phoneOfAnna = '';

  beforeAll(async () => {
    [anna, boris] = await Promise.all([scene.customer('Anna'), scene.customer('Boris', 'kk')]);
    phoneOfAnna = (await anna.messages()).find(({ contact }) => contact)?.contact?.phone_number ?? '';
    const { owner } = scene.teller.database;
    const person = await owner('persons').where({ telegram_id: anna.userId }).first<{ id: number; bot_id: number }>('id', 'bot_id');
    await owner('person_tags').insert({ bot_id: person.bot_id, person_id: person.id, tag: 'Премиум' });
  });

  const drafted = async (text: string): Promise<SeenMessage> => {
    await scene.first.send(`/broadcast ${text}`);
    return scene.first.waitFor(/Above is what customers will see/);
  };
  const turnTo = (button: string, wanted: RegExp): Promise<SeenMessage> => turn(scene.first, button, wanted);
  /** @param more instead of the reply to the question */
  const sendList = async (content: string, name = 'list.csv', more?: object): Promise<void> => {
    const asked = (await scene.first.messages()).findLast((message) => /CSV file\.|another file\./.test(textOf(message)));
    const document = { name, content_base64: Buffer.from(content).toString('base64') };
    await scene.first.post({ document, ...(more ?? { reply_to_message_id: asked?.message_id ?? 0 }) });
  };

  test('is chosen by buttons, is counted with every press, and is everybody again by one', async () => {
    const draft = await drafted('Choosing');
    expect(textOf(draft)).toMatch(/To: everybody registered\nRecipients: 2$/);
    const overview = await turnTo('👥 Audience', /Filters combine/);
    expect(labelsOf(overview)).toEqual(
      ['✅ Everybody', '🌐 Language', '🎭 Role', '🏷 Tag', '🕘 Activity', '📄 By a list from a file', '⬅️ Back'],
    );
    await turnTo('🌐 Language', /Press to choose/);
    expect(labelsOf(await turnTo('Қазақша', /Language: Қазақша\nRecipients: 1/))).toContain('✅ Қазақша');
    await turnTo('English', /Language: Қазақша, English\nRecipients: 2/);
    expect(labelsOf(await turnTo('⬅️ Back', /Filters combine/))).toContain('✅ 🌐 Language');
    await turnTo('🏷 Tag', /Press to choose/);
    await turnTo('Премиум', /Tag: Премиум\nRecipients: 1/);
    await turnTo('⬅️ Back', /Filters combine/);
    await turnTo('🎭 Role', /Press to choose/);
    await turnTo('moderator', /Role: moderator\nTag: Премиум\nRecipients: 0/);
    await turnTo('⬅️ Back', /Filters combine/);
    await turnTo('✅ 🎭 Role', /Press to choose/);
    await turnTo('✅ moderator', /Language: Қазақша, English\nTag: Премиум\nRecipients: 1/);
    await turnTo('⬅️ Back', /Filters combine/);
    await turnTo('⬅️ Back', /Above is what customers will see[^]*Tag: Премиум\nRecipients: 1$/);
    await scene.first.press('✅ Send');
    await anna.waitFor('Choosing');
    await settled(scene.teller);
    expect(await said(boris)).not.toContain('Choosing');
    await drafted('Everybody again');
    await turnTo('👥 Audience', /Filters combine/);
    await turnTo('🕘 Activity', /Press to choose/);
    await turnTo('silent for over 90 days', /Recipients: 0/);
    await turnTo('⬅️ Back', /Filters combine/);
    await turnTo('Everybody', /everybody registered\nRecipients: 2/);
  }, 120_000);

  test('may come as a file, and nothing goes before that was read; what cannot be read is said and asked for anew', async () => {
    const draft = await drafted('By list');
    await turnTo('👥 Audience', /Filters combine/);
    await scene.first.press('📄 By a list from a file');
    await scene.first.waitFor(/Reply to this message with a CSV file/);
    await sendList('not really a workbook', 'clients.xlsx');
    await scene.first.waitFor(/That is an Excel workbook[^]*another file/);
    await sendList('Name;Town\nAnna;Almaty\n');
    // The buttons of before still say so.
    await eventually(async () => expect(await listStates()).toEqual(['failed']));
    await scene.first.waitFor(/neither phone numbers nor Telegram IDs[^]*another file/);
    const { id } = await scene.teller.database.owner('broadcasts').orderBy('id', 'desc').first<{ id: number }>('id');
    const answer = await scene.first.pressData(draft.message_id, `p:bc_send:${id}`);
    expect(answer).toMatchObject({ text: expect.stringMatching(/has not been read yet/) });
    await scene.first.press('👥 Audience');
    await eventually(() => scene.first.press('📄 Another file'));
    await scene.first.waitFor(/Reply to this message with a CSV file/);
    await sendList(`Клиент;Телефон\nАнна;${phoneOfAnna}\nАнна;${phoneOfAnna}\nНикто;+77019999999\nПусто;-\n`, 'list.csv', {});
    const ended = await scene.first.waitFor(/the list is read/);
    expect(textOf(ended)).toMatch(/On the list: 1 \(rows in the file: 4\)\nnot in the bot: 1 · repeated: 1 · unreadable: 1/);
    await turnTo('📣 To the broadcast', /On the list: 1[^]*Recipients: 1$/);
    await scene.first.press('✅ Send');
    await anna.waitFor('By list');
    await settled(scene.teller);
    expect(await said(boris)).not.toContain('By list');
    expect(await kept()).not.toContain('7019999999');
  }, 120_000);

  test('that a list names can be tagged by those who may tag', async () => {
    const { owner } = scene.teller.database;
    await owner('roles').where({ name: 'moderator' }).update({ permissions: owner.raw(`array_append(permissions, 'people.tag')`) });
    await drafted('Tagged');
    await turnTo('👥 Audience', /Filters combine/);
    await scene.first.press('📄 By a list from a file');
    await scene.first.waitFor(/Reply to this message with a CSV file/);
    await sendList(`${boris.userId}\n`);
    await scene.first.waitFor(/the list is read/);
    await turnTo('📣 To the broadcast', /Recipients: 1$/);
    await turnTo('👥 Audience', /Filters combine/);
    await scene.first.press('🏷 Tag them');
    const asked = await scene.first.waitFor(/Which tag/);
    await scene.first.send('премиум ', { reply_to_message_id: asked.message_id });
    await scene.first.waitFor(/The tag “Премиум” is given. People on the list: 1/);
    const tagged = await owner('person_tags').join('persons', 'persons.id', 'person_id').orderBy('telegram_id').select('telegram_id', 'tag');
    expect(tagged).toEqual([anna, boris].map(({ userId }) => ({ telegram_id: userId, tag: 'Премиум' })).sort((a, b) => a.telegram_id - b.telegram_id));
  });

  test('is its author’s to choose, and stands in the audit log', async () => {
    await drafted('Mine');
    const { owner } = scene.teller.database;
    const { id } = await owner('broadcasts').orderBy('id', 'desc').first<{ id: number }>('id');
    await pressAnything(scene.second, `p:bc_aud_set:${id}:languages:0:kk:1`);
    await settled(scene.teller);
    expect(await owner('broadcasts').where({ id }).first('audience')).toEqual({ audience: {} });
    await pressAnything(scene.first, `p:bc_aud_set:${id}:languages:0:kk:1`);
    await settled(scene.teller);
    expect(await owner('broadcasts').where({ id }).first('audience')).toMatchObject({ audience: { languages: ['kk'] } });
    expect(await owner('audit_log').where({ object: `broadcast:${id}` }).orderBy('id').pluck('action')).toEqual(['broadcast.draft', 'broadcast.audience']);
  });

  const listStates = (): Promise<string[]> => scene.teller.database.owner('broadcast_lists').orderBy('id').pluck('state');
  /** What the database holds of lists, calls and acts. */
  const kept = async (): Promise<string> => {
    const { owner } = scene.teller.database;
    const tables = ['broadcast_lists', 'broadcast_listed', 'outbox', 'audit_log', 'broadcasts', 'dead_jobs'];
    return JSON.stringify(await Promise.all(tables.map((table) => owner(table))));
  };
});
