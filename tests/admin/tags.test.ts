import { describe, expect, test } from '@jest/globals';
import { Senders } from '../../src/modules/identity/index.js';
import { labelsOf, press, shareAdminScene, turn } from './support.js';

describe('tags of people', () => {
  const scene = shareAdminScene();
  const tags = (): Promise<{ person_id: number; tag: string }[]> =>
    scene.teller.database.owner('person_tags').orderBy(['person_id', 'tag']).select('person_id', 'tag');

  test('are given on the card, new ones by words, and taken away there; each act stands in the audit log', async () => {
    const [first, second] = [await scene.person('Aliya'), await scene.person('Berik')];
    const [a, b] = [await scene.personId(first), await scene.personId(second)];
    await scene.open();
    await turn(scene.admin, '👥 People', /^People/);
    await turn(scene.admin, /Aliya/, /^Aliya/);
    await turn(scene.admin, '🏷 Tags', /There are no tags yet/);
    await scene.admin.press('➕ New tag');
    const asked = await scene.admin.waitFor(/Which tag/);
    await scene.admin.send('x'.repeat(33), { reply_to_message_id: asked.message_id });
    const again = await scene.admin.waitFor(/at most 32 characters/);
    await scene.admin.send('  Зарплатный   клиент ', { reply_to_message_id: again.message_id });
    expect(labelsOf(await scene.admin.waitFor(/^Tags: Aliya/))).toEqual(['✅ Зарплатный клиент', '➕ New tag', '⬅️ Back']);
    await press(scene.teller, scene.admin, `p:tags:${b}`);
    await turn(scene.admin, 'Зарплатный клиент', /^Tags: Berik/);
    expect(await tags()).toEqual([a, b].map((person_id) => ({ person_id, tag: 'Зарплатный клиент' })));
    await turn(scene.admin, '⬅️ Back', /^Berik[^]*Tags: Зарплатный клиент/);
    await turn(scene.admin, '🏷 Tags', /^Tags: Berik/);
    await turn(scene.admin, '✅ Зарплатный клиент', /^Tags: Berik/);
    expect(await tags()).toEqual([{ person_id: a, tag: 'Зарплатный клиент' }]);
    const acts = (await scene.acts(scene.admin)).filter(({ action }) => /tag$/.test(action)).map(({ action, object }) => `${action} ${String(object)}`);
    expect(acts).toEqual([`people.untag person:${b}`, `people.tag person:${b}`, `people.tag person:${a}`]);
  });

  test('are nobody’s to give without the permission', async () => {
    const person = await scene.person('Daria');
    const before = await tags();
    await press(scene.teller, scene.moderator, `p:tags:${await scene.personId(person)}`);
    expect(await scene.acts(scene.moderator)).toContainEqual(expect.objectContaining({ action: 'people.tag', outcome: 'denied' }));
    expect(await tags()).toEqual(before);
  });

  test('and the day somebody was seen: it is kept once a day, by what they write', async () => {
    const { owner, db } = scene.teller.database;
    const person = await scene.person('Ermek');
    const where = { telegram_id: person.userId };
    const { bot_id } = await owner('persons').where(where).first<{ bot_id: number }>('bot_id');
    await owner('persons').where(where).update({ seen_on: '2020-01-01' });
    const senders = new Senders(db);
    const sender = { telegramId: person.userId, firstName: 'Ermek', lastName: undefined, username: undefined, locale: undefined };
    const known = await senders.find(bot_id, person.userId);
    expect(known?.seenToday).toBe(false);
    const writes = async (): Promise<string> => (await owner('persons').where(where).first<{ xmin: string }>(owner.raw('xmin::text'))).xmin;
    const named = { ...sender, lastName: known?.lastName, username: known?.username };
    expect((await senders.recognize(bot_id, named)).seenToday).toBe(true);
    const written = await writes();
    await senders.recognize(bot_id, named);
    expect(await writes()).toBe(written);
    expect((await senders.find(bot_id, person.userId))?.seenToday).toBe(true);
  });
});
