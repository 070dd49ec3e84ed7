import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { dataOf, labelsOf, press, shareAdminScene, turn } from './support.js';

describe('dead jobs in the panel', () => {
  const scene = shareAdminScene();
  const jobs = () => scene.teller.database.owner('dead_jobs');
  const inbox = () => scene.teller.database.owner('inbox');

  async function bury(queue: string, key: string, botId: number | null): Promise<number> {
    const payload = JSON.stringify(botId === null ? {} : { botId });
    const row = { bot_id: botId, queue, key, payload, error: 'it was not to be' };
    const [{ id } = { id: 0 }] = await jobs().insert(row).returning<{ id: number }[]>('id');
    return id;
  }

  async function list(): Promise<string[]> {
    await scene.open();
    await turn(scene.admin, '🧰 Trouble', /^Updates that failed/);
    return labelsOf(await turn(scene.admin, '⚙️ Failed jobs', /^⚙️ Failed jobs/));
  }

  async function jobActs(): Promise<unknown[]> {
    const acts = (await scene.acts(scene.admin)).filter(({ object }) => object?.startsWith('job:'));
    return acts.map(({ action, object }) => [action, object]);
  }

  test('are listed, counted, and discarded once, after a question', async () => {
    const id = await bury('answer', '17', scene.teller.simulator.botId);
    expect(await list()).toEqual([expect.stringMatching(/^⚙️ answer 17 · /), '⬅️ Back']);
    const one = await turn(scene.admin, /answer 17/, new RegExp(`^Job ${id}\nanswer · 17 · .*\nit was not to be$`));
    expect(labelsOf(one)).toEqual(['🔁 Try again', '🗑 Discard', '⬅️ Back']);
    const yes = dataOf(await turn(scene.admin, '🗑 Discard', /^Discard the job “answer”/), /^Yes/);
    await scene.open();
    await turn(scene.admin, '🩺 Health', /🔴 Failed jobs: 1/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    expect(await jobs()).toEqual([]);
    expect(await jobActs()).toEqual([['queues.discard_job', `job:${id}`]]);
  });

  test('of the whole installation are for those alone who may repair in every bot, and are done when tried again', async () => {
    const { botId } = scene.teller.simulator;
    const long = new Date(Date.now() - 100 * 3_600_000);
    const old = { bot_id: botId, update_id: 1, chat_id: 1, payload: '{}', state: 'done', received_at: long, finished_at: long };
    await inbox().insert(old);
    const id = await bury('cleaning', 'cleaning', null);
    expect(await list()).toEqual(['⬅️ Back']);
    const retry = `p:retry_job:${id}`;
    expect(await press(scene.teller, scene.admin, retry)).toMatchObject({ text: 'That was done already.' });
    await scene.teller.database.owner('installation_grants').insert({ telegram_id: scene.admin.userId, role: 'admin', granted_by: 'system' });
    expect(await list()).toEqual([expect.stringMatching(/^🌐 cleaning cleaning · /), '⬅️ Back']);
    await turn(scene.admin, /cleaning/, /the whole installation/);
    expect(await press(scene.teller, scene.admin, retry)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, retry)).toMatchObject({ text: 'That was done already.' });
    await eventually(async () => expect(await jobs()).toEqual([]));
    await eventually(async () => expect(await inbox().where({ update_id: 1 })).toEqual([]));
    expect((await jobActs())[0]).toEqual(['queues.retry_job', `job:${id}`]);
  });
});
