/** Tags on a person's card: those of the bot to press, and new ones by words. */
import { can } from '../access/index.js';
import {
  type Person,
  TAG_LENGTH,
  type TellerContext,
  auditAct,
  knownTag,
  listTags,
  setTag,
  tagIn,
  tagsOf,
} from '../identity/index.js';
import {
  type Input,
  type Panel,
  type Shown,
  type View,
  ask,
  back,
  keyOf,
  pageIn,
  pageOfAll,
  pairs,
  to,
  view,
} from '../panel/index.js';
import { labelOf, personIn } from './people.js';

const PAGE = 20;

export function addTags(panel: Panel): Input {
  const input: Input = { name: 'tag', permission: 'people.tag', take: (ctx, words, [id]) => tagByWords(ctx, words, id) };
  panel.screen('tags', 'people.tag', (ctx, [id, page]) => tagsScreen(ctx, id, pageIn(page)));
  panel.screen('tag_set', 'people.tag', (ctx, [id, page, key, wanted]) => toggle(ctx, id, pageIn(page), key, wanted === '1'));
  panel.asking('tag_new', 'people.tag', async (ctx, [id]) => {
    const person = await personSeen(ctx, id);
    return person !== undefined && ask(input, ctx, ctx.t('admin.tags.ask', { count: TAG_LENGTH }), String(person.id));
  });
  return input;
}

/** Whoever tags a person sees who they are. */
function personSeen(ctx: TellerContext, arg: string | undefined): Promise<Person | undefined> {
  return can(ctx.person, 'people.view') ? personIn(ctx, arg) : Promise.resolve(undefined);
}

async function tagsScreen(ctx: TellerContext, arg: string | undefined, page: number): Promise<View | undefined> {
  const { t } = ctx;
  const person = await personSeen(ctx, arg);
  if (!person) return undefined;
  const tx = await ctx.tx();
  const own = new Set(await tagsOf(tx, person.id));
  const shown = pageOfAll(await listTags(tx), page, PAGE);
  const buttons = shown.items.map((tag) => {
    const has = own.has(tag);
    return to(`${has ? '✅ ' : ''}${tag}`, 'tag_set', person.id, page, keyOf(tag), has ? 0 : 1);
  });
  const before = page > 0 ? [to('◀️', 'tags', person.id, page - 1)] : [];
  const after = shown.hasNext ? [to('▶️', 'tags', person.id, page + 1)] : [];
  const hint = t(shown.items.length === 0 ? 'admin.tags.none' : 'admin.tags.hint');
  return view(t('admin.tags.title', { name: labelOf(person) }), [hint], [
    ...pairs(buttons),
    [...before, ...after],
    [to(t('admin.tags.new'), 'tag_new', person.id)],
    back(t, 'person', person.id),
  ]);
}

async function toggle(
  ctx: TellerContext,
  id: string | undefined,
  page: number,
  key: string | undefined,
  wanted: boolean,
): Promise<Shown | undefined> {
  const tag = (await listTags(await ctx.tx())).find((each) => keyOf(each) === key);
  const person = await personSeen(ctx, id);
  if (!person || tag === undefined) return undefined;
  const changed = await tagged(ctx, person.id, tag, wanted);
  const shown = await tagsScreen(ctx, id, page);
  return shown && { ...shown, notice: ctx.t(changed ? 'admin.done' : 'admin.done_before') };
}

async function tagByWords(ctx: TellerContext, words: string, id: string | undefined): Promise<View | string | undefined> {
  const tag = tagIn(words);
  if (tag === undefined) return ctx.t('admin.tags.bad', { count: TAG_LENGTH });
  const person = await personSeen(ctx, id);
  if (!person) return undefined;
  await tagged(ctx, person.id, await knownTag(await ctx.tx(), tag), true);
  return tagsScreen(ctx, id, 0);
}

async function tagged(ctx: TellerContext, personId: number, tag: string, wanted: boolean): Promise<boolean> {
  const changed = await setTag(await ctx.tx(), ctx.botId, personId, tag, wanted);
  const action = wanted ? 'people.tag' : 'people.untag';
  if (changed) await auditAct(ctx, { action, object: `person:${personId}`, details: { tag } });
  return changed;
}
