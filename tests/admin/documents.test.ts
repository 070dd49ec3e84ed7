/** Documents in the panel: uploaded by a file in the chat, dated, withdrawn, restored and downloaded. */
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { addBot } from '../telegram/support.js';
import { dataOf, labelsOf, press, shareAdminScene, shows, turn } from './support.js';

const OTHER_BOT = 202;
const fee = (value: number): string => `# Card fees\n\nServicing the Aurora card costs ${value} tenge a year.\n`;

describe('documents', () => {
  let now = new Date();
  const scene = shareAdminScene({ AI_PROVIDER: 'extractive' }, { clock: () => now });

  async function documents(phone: Phone = scene.admin): Promise<SeenMessage> {
    await scene.open(phone);
    return turn(phone, '📚 Documents', /^Documents\n/);
  }

  /** Opens a document by a part of its line in the list. */
  async function document(part: string, phone: Phone = scene.admin): Promise<SeenMessage> {
    const list = await documents(phone);
    const number = new RegExp(`^(\\d+)\\. .*${part}`, 'm').exec(list.text ?? '')?.[1] ?? `no line of ${part} in:\n${String(list.text)}`;
    return turn(phone, number, /\nName: /);
  }

  async function send(name: string, content: string | Buffer, caption?: string, phone: Phone = scene.admin): Promise<void> {
    const asked = await phone.waitFor(/^(Reply to this message with|A new version of|The former version is|A file is needed|Files cannot|The bot does not read|I could not read)/);
    const file = { name, content_base64: Buffer.from(content).toString('base64') };
    await phone.post({ document: file, caption, reply_to_message_id: asked.message_id });
  }

  async function upload(name: string, content: string | Buffer, caption?: string): Promise<void> {
    await documents();
    await scene.admin.press('⬆️ Upload');
    await send(name, content, caption);
  }

  const year = now.getFullYear();
  const refusal = /cannot find|can't confirm|No answer here/;
  const question = 'How much does servicing the Aurora card cost a year?';
  let asker: Phone | undefined;
  async function answers(wanted: RegExp): Promise<void> {
    asker ??= await scene.person('Dana');
    const customer = asker;
    await eventually(async () => {
      await customer.send(question);
      await customer.waitFor(wanted);
    }, 20_000);
  }

  test('are uploaded by a file, answered from at once, and no more after their last day', async () => {
    await upload('fees.md', fee(111), `01.01.${year} - 31.12.${year + 1}`);
    const taken = await scene.admin.waitFor(/^Card fees\n“fees\.md” is accepted/);
    expect(taken.text).toContain(`Valid: from 01/01/${year} until 31/12/${year + 1}`);
    await answers(/111/);
    // Midnight in Almaty.
    now = new Date(`${year + 1}-12-31T19:00:01Z`);
    await answers(refusal);
    now = new Date();
    await answers(/111/);
    expect((await scene.acts(scene.admin)).find(({ action }) => action === 'document.upload')).toMatchObject({ outcome: 'done' });
  });

  test('that cannot be read are refused with the reason, and the former version goes on', async () => {
    await upload('fees.md', Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    const refused = await scene.admin.waitFor(/was not accepted/);
    expect(refused.text).toBe('“fees.md” was not accepted. This is no UTF-8 text: please save the file in this encoding. Everything stays as it was.');
    await upload('fees.exe', 'MZ');
    await send('fees.txt', '', undefined);
    await scene.admin.waitFor(/There is no text in the file/);
    await answers(/111/);
    const versions = await scene.teller.database.owner('document_versions').pluck('title');
    expect(versions).toEqual(['Card fees']);
    expect(await scene.teller.database.owner('document_uploads')).toEqual([]);
  });

  test('that would end before they begin are refused, and asked for no longer', async () => {
    await upload('turned.md', `---\nvalid_until: ${year}-12-31\n---\n${fee(5)}`, `01.02.${year + 1}`);
    const refused = await scene.admin.waitFor(/“turned\.md” was not accepted/);
    expect(refused.text).toContain('The last day cannot be before the first one.');
    expect(await scene.teller.database.owner('document_uploads')).toEqual([]);
  });

  test('at which every try has ended without a word are given up', async () => {
    const [botId, person] = [scene.teller.simulator.botId, await scene.personId(scene.admin)];
    const row = { bot_id: botId, person_id: person, name: 'fatal.md', shared: false, file_id: 'fatal', attempts: 6 };
    await scene.teller.database.owner('document_uploads').insert(row);
    const given = await scene.admin.waitFor(/“fatal\.md” was not accepted/, 15_000);
    expect(given.text).toContain('The file could not be fetched from Telegram');
  });

  test('get newer versions, of the same kind of file, and former ones are downloaded and restored', async () => {
    await document('fees\\.md');
    await scene.admin.press('⬆️ New version');
    await send('fees.txt', 'Fees');
    await send('anything.md', fee(222));
    await scene.admin.waitFor(/“fees\.md” is accepted/);
    await answers(/222/);
    await document('fees\\.md');
    await turn(scene.admin, '🕘 Versions', /^Versions: Card fees\n1\. 🟢/);
    await turn(scene.admin, '2', /\nName: fees\.md/);
    await scene.admin.press('💾 Download');
    const sent = await eventually(async () => {
      const last = (await scene.admin.messages()).findLast((message) => message.document);
      if (last?.document?.file_name !== 'fees.md' || last.sim.direction !== 'out') throw new Error('No file yet');
      return last.document;
    });
    const { result } = await scene.teller.simulator.api<{ file_path: string }>('getFile', { file_id: sent.file_id });
    const { url, token } = scene.teller.simulator;
    expect(await (await fetch(`${url}/file/bot${token}/${String(result?.file_path)}`)).text()).toBe(fee(111));
    const panel = (await scene.admin.messages()).findLast(({ text }) => /\nName: fees\.md/.test(text ?? ''));
    await scene.admin.pressData(panel?.message_id ?? 0, dataOf(panel as SeenMessage, /Restore/));
    await shows(scene.admin, panel?.message_id ?? 0, /^Restore version/);
    await scene.admin.press(({ text }) => text.startsWith('Yes'));
    await shows(scene.admin, panel?.message_id ?? 0, /^Card fees\n/);
    await answers(/111/);
    const acts = (await scene.acts(scene.admin)).map(({ action }) => action).filter((action) => action.startsWith('document.'));
    expect(acts.slice(0, 3)).toEqual(['document.restore', 'document.download', 'document.upload']);
  });

  test('end on a day that is pressed or typed, and are listed as expired then', async () => {
    await document('fees\\.md');
    await turn(scene.admin, '📅 Valid until…', new RegExp(`Now: until 31/12/${year + 1} inclusive`));
    await turn(scene.admin, 'Without an end', /Valid: without limits/);
    await turn(scene.admin, '📅 Valid until…', /Valid without an end/);
    await scene.admin.press('✏️ Another day');
    const asked = await scene.admin.waitFor(/Until which day, inclusive, is the document valid/);
    await scene.admin.send('soon', { reply_to_message_id: asked.message_id });
    const again = await scene.admin.waitFor(/I could not read the date/);
    await scene.admin.send(`01.02.${year}`, { reply_to_message_id: again.message_id });
    expect((await scene.admin.waitFor(/^Card fees\n/)).text).toMatch(/🔴 Expired\n.*Valid: .*until 01\/02\/\d{4}/s);
    expect((await documents()).text).toMatch(/\d\. 🔴🤖 Card fees · fees\.md · .*until 01\/02\/\d{4}/);
    await answers(refusal);
    expect((await scene.acts(scene.admin))[0]).toMatchObject({ action: 'document.validity', details: { after: { validUntil: `${year}-02-01` } } });
  });

  test('are changed by a button only while the version is the newest: a press that comes late changes nothing', async () => {
    await document('fees\\.md');
    const choice = await turn(scene.admin, '📅 Valid until…', /inclusive/);
    const late = dataOf(choice, /End of the year/);
    await upload('fees.md', fee(333));
    await scene.admin.waitFor(/“fees\.md” is accepted/);
    expect(await press(scene.teller, scene.admin, late)).toMatchObject({ text: expect.stringMatching(/has changed/) });
    await answers(/333/);
  });

  test('are withdrawn after a question, and once', async () => {
    await document('fees\\.md');
    const sure = await turn(scene.admin, '🗑 Withdraw', /^Withdraw “Card fees”/);
    const yes = dataOf(sure, /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: expect.stringMatching(/^Done/) });
    await shows(scene.admin, sure.message_id, /🗑 Withdrawn/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: expect.stringMatching(/already/) });
    await answers(refusal);
  });

  test('of all bots are seen, and changed by those alone who may do so everywhere', async () => {
    const { owner } = scene.teller.database;
    await owner('installation_grants').insert({ telegram_id: scene.otherAdmin.userId, role: 'admin', granted_by: 'system' });
    expect(labelsOf(await documents())).not.toContain('⬆️ Upload for all bots');
    await documents(scene.otherAdmin);
    await scene.otherAdmin.press('⬆️ Upload for all bots');
    await send('common.md', '# Common\n\nBranches open at nine.\n', undefined, scene.otherAdmin);
    await scene.otherAdmin.waitFor(/“common\.md” is accepted/);
    expect(await owner('documents').where({ name: 'common.md' }).pluck('bot_id')).toEqual([null]);
    const seen = await document('common\\.md');
    expect(labelsOf(seen)).not.toContain('🗑 Withdraw');
    const id = String((await owner('documents').where({ name: 'common.md' }).first<{ id: number }>('id')).id);
    const minutes = Math.floor(Date.now() / 60_000).toString(36);
    expect(await press(scene.teller, scene.admin, `p:doc_withdraw_yes:${minutes}:${id}`)).toMatchObject({ text: expect.stringMatching(/do not have access/) });
    expect((await scene.acts(scene.admin))[0]).toMatchObject({ action: 'document.withdraw', outcome: 'denied', object: `document:${id}` });
    expect(await owner('document_versions').where({ document_id: id }).pluck('withdrawn_at')).toEqual([null]);
  });

  test('of another bot are neither listed nor opened, by whatever id, nor sent as a file', async () => {
    const { owner } = scene.teller.database;
    await addBot(scene.teller.database, OTHER_BOT);
    const [row] = await owner('documents').insert({ bot_id: OTHER_BOT, name: 'secret.md' }).returning<{ id: number }[]>('id');
    const version = { content: Buffer.from('# Secret\n\nThe Aurora card is free for friends.\n'), content_type: 't', sha256: 's', version: 'v', title: 'Secret', passages: 1 };
    const [added] = await owner('document_versions')
      .insert({ bot_id: OTHER_BOT, document_id: row?.id, ...version, uploaded_by: 'system', uploaded_through: 'api' })
      .returning<{ id: number }[]>('id');
    await eventually(async () => expect(await owner('knowledge_standing_own').where({ bot_id: OTHER_BOT }).pluck('documents')).toMatchObject([[{ title: 'Secret' }]]));
    const minutes = Math.floor(Date.now() / 60_000).toString(36);
    const [id, versionId] = [row?.id ?? 0, added?.id ?? 0];
    expect((await documents()).text).not.toMatch(/Secret/i);
    const guesses = [`doc:${id}`, `doc_versions:${id}:0`, `doc_version:${versionId}`, `doc_get:${versionId}`, `doc_day:${versionId}:until`];
    const acts = [`doc_day_set:${versionId}:until:2026-01-01`, `doc_withdraw_yes:${minutes}:${id}`, `doc_restore_yes:${minutes}:${versionId}`, `doc_next:${id}`];
    for (const data of [...guesses, ...acts]) expect(await press(scene.teller, scene.admin, `p:${data}`)).toMatchObject({ text: 'This button no longer works.' });
    expect(await owner('document_versions').where({ bot_id: OTHER_BOT }).select('valid_until', 'withdrawn_at')).toEqual([{ valid_until: null, withdrawn_at: null }]);
    const customer = await scene.person('Erlan');
    await customer.send('Is the Aurora card free for friends?');
    expect((await customer.waitFor(refusal)).text).not.toMatch(/free for friends/);
  });
});
