/** A list of people from a file: asked for, taken, and kept as a tag. */
import type { Message } from 'telegraf/types';
import { can } from '../../access/index.js';
import { TAG_LENGTH, type TellerContext, auditAct, knownTag, tagIn } from '../../identity/index.js';
import { type Button, type Input, type Panel, type View, ask, idIn, to } from '../../panel/index.js';
import { withList } from '../audience/audience.js';
import { MAX_BYTES, MAX_ROWS } from '../audience/csv.js';
import { type ListFailure, addList as insertList, findList, planTagging } from '../audience/lists.js';
import { LIST_TOPIC } from '../audience/views.js';
import { type Broadcast, lockDraft, setAudience } from '../repository.js';
import { askForNext } from './asking.js';
import { addDraftAsking } from './screens.js';

export function addList(panel: Panel): Input[] {
  addDraftAsking(panel, 'bc_aud_file', async (ctx, { id }) => {
    await askForNext(ctx, LIST_TOPIC, ctx.t('broadcasts.list.ask', { rows: new Intl.NumberFormat(ctx.locale).format(MAX_ROWS) }), String(id));
    return true;
  });
  const tag: Input = { name: 'bc_tag', permission: 'people.tag', take: (ctx, words, [id]) => tagListed(ctx, words, idIn(id)) };
  const askForTag = (ctx: TellerContext, { id }: Broadcast): Promise<boolean> =>
    ask(tag, ctx, ctx.t('broadcasts.list.ask_tag', { count: TAG_LENGTH }), String(id));
  addDraftAsking(panel, 'bc_aud_tag', askForTag, 'people.tag');
  return [tag];
}

/** The buttons about the list of a draft. */
export async function listRows(ctx: TellerContext, { id, audience }: Broadcast): Promise<Button[][]> {
  const { t } = ctx;
  if (audience.list === undefined) return [[to(t('broadcasts.list.send'), 'bc_aud_file', id)]];
  const list = await findList(await ctx.tx(), audience.list);
  const mayTag = list?.state === 'read' && list.found > 0 && can(ctx.person, 'people.tag');
  return [
    [to(t('broadcasts.list.other'), 'bc_aud_file', id), to(t('broadcasts.list.remove'), 'bc_aud_off', id)],
    ...(mayTag ? [[to(t('broadcasts.list.tag'), 'bc_aud_tag', id)]] : []),
  ];
}

/** Takes a file for the list of a draft; undefined when something else was said about it. */
export async function takeFile(ctx: TellerContext, received: Message, arg: string | undefined): Promise<Broadcast | undefined> {
  const tx = await ctx.tx();
  const draft = await lockDraft(tx, idIn(arg), ctx.person.id);
  if (!draft) {
    ctx.say(ctx.t('broadcasts.moved_before'));
    return undefined;
  }
  const file = fileIn(received);
  if (typeof file === 'string') {
    const question = `${ctx.t(`broadcasts.list.failed.${file}`)}\n\n${ctx.t('broadcasts.list.again')}`;
    await askForNext(ctx, LIST_TOPIC, question, String(draft.id));
    return undefined;
  }
  const audience = withList(draft.audience, await insertList(tx, ctx.botId, draft.id, file.id));
  await setAudience(tx, draft.id, audience);
  await auditAct(ctx, { action: 'broadcast.list', object: `broadcast:${draft.id}`, details: { list: audience.list } });
  return { ...draft, audience };
}

/** The file of a message, or why there is none that can be read. */
function fileIn(received: Message): { readonly id: string } | ListFailure {
  if (!('document' in received)) return 'no_text';
  const { file_id: id, file_name: name = '', file_size: size = 0 } = received.document;
  if (/\.xlsx?$/i.test(name)) return 'xlsx';
  return size > MAX_BYTES ? 'too_large' : { id };
}

async function tagListed(ctx: TellerContext, words: string, id: number): Promise<View | string | undefined> {
  const tx = await ctx.tx();
  const written = tagIn(words);
  if (written === undefined) return ctx.t('admin.tags.bad', { count: TAG_LENGTH });
  const draft = await lockDraft(tx, id, ctx.person.id);
  const list = draft?.audience.list;
  const tag = await knownTag(tx, written);
  if (list === undefined || !(await planTagging(tx, list, tag))) {
    ctx.say(ctx.t('broadcasts.moved_before'));
    return undefined;
  }
  await auditAct(ctx, { action: 'broadcast.tag', object: `broadcast:${id}`, details: { tag, list } });
  ctx.say(ctx.t('broadcasts.list.tagging', { tag }));
  return undefined;
}
