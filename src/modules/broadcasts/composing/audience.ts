/** Who is to get a broadcast: everybody registered, or those whom filters name; how many that are now always shows. */
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Args, type Shown, type View, back, pageIn, pageOfAll, pairs, to, view } from '../../panel/index.js';
import {
  type Audience,
  EVERYBODY,
  KINDS,
  type Kind,
  type Value,
  isEverybody,
  withChoice,
  withList,
} from '../audience/audience.js';
import { dropLists, findList } from '../audience/lists.js';
import { countAudience } from '../audience/recipients.js';
import { countLines, listLines } from '../audience/views.js';
import { type Broadcast, setAudience } from '../repository.js';
import { addList, listRows } from './audience-list.js';
import { chosenLines, optionsOf } from './audience-values.js';
import type { Choice, Author } from './choice.js';
import { addDraftScreen } from './screens.js';

const PAGE = 20;

export const AUDIENCE: Choice = {
  line: async (ctx, draft) => (await audienceLines(ctx, draft)).join('\n'),
  button: ({ t }, { id }) => to(t('broadcasts.audience.button'), 'bc_aud', id),
  add: (panel) => {
    addDraftScreen(panel, 'bc_aud', overview);
    addDraftScreen(panel, 'bc_aud_all', async (ctx, draft) => {
      await dropLists(await ctx.tx(), draft.id);
      return overview(ctx, await changed(ctx, draft, EVERYBODY));
    });
    addDraftScreen(panel, 'bc_aud_off', async (ctx, draft) => {
      await dropLists(await ctx.tx(), draft.id);
      return overview(ctx, await changed(ctx, draft, withList(draft.audience)));
    });
    addDraftScreen(panel, 'bc_aud_in', (ctx, draft, [kind, page]) => values(ctx, draft, kindIn(kind), pageIn(page)));
    addDraftScreen(panel, 'bc_aud_set', choose);
    return addList(panel);
  },
};

async function audienceLines(ctx: Author, { audience, service }: Broadcast): Promise<string[]> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const list = audience.list === undefined ? undefined : await findList(tx, audience.list);
  return [
    ...(isEverybody(audience) ? [t('broadcasts.audience.everybody')] : await chosenLines(ctx, audience)),
    ...(list ? listLines(t, list) : []),
    ...(list?.state === 'waiting' ? [] : countLines(t, audience, await countAudience(tx, { audience, service }))),
  ];
}

async function overview(ctx: TellerContext, draft: Broadcast): Promise<View> {
  const { t } = ctx;
  const { id, audience } = draft;
  const kinds = KINDS.map((kind) => {
    const label = `${ticked(audience[kind].length > 0)}${t(`broadcasts.audience.kind.${kind}`)}`;
    return to(label, 'bc_aud_in', id, kind, 0);
  });
  const lines = [t('broadcasts.audience.hint'), '', ...(await audienceLines(ctx, draft))];
  return view(t('broadcasts.audience.title', { id }), lines, [
    [to(`${ticked(isEverybody(audience))}${t('broadcasts.audience.all')}`, 'bc_aud_all', id)],
    ...pairs(kinds),
    ...(await listRows(ctx, draft)),
    back(t, 'bc_draft', id),
  ]);
}

async function values(ctx: TellerContext, draft: Broadcast, kind: Kind | undefined, page: number): Promise<Shown> {
  if (!kind) return overview(ctx, draft);
  const { t } = ctx;
  const { id, audience } = draft;
  const chosen: readonly Value[] = audience[kind];
  const options = await optionsOf(ctx, audience, kind);
  const shown = pageOfAll(options, page, PAGE);
  const buttons = shown.items.map(({ value, key, label }) => {
    const isChosen = chosen.includes(value);
    return to(`${ticked(isChosen)}${label}`, 'bc_aud_set', id, kind, shown.page, key, isChosen ? 0 : 1);
  });
  const pages = [
    ...(page > 0 ? [to('◀️', 'bc_aud_in', id, kind, page - 1)] : []),
    ...(shown.hasNext ? [to('▶️', 'bc_aud_in', id, kind, page + 1)] : []),
  ];
  // Languages, roles and activity are always there.
  const hint = t(options.length === 0 ? 'broadcasts.audience.no_tags' : 'broadcasts.audience.press');
  return view(t(`broadcasts.audience.kind.${kind}`), [hint, '', ...(await audienceLines(ctx, draft))], [
    ...pairs(buttons),
    pages,
    back(t, 'bc_aud', id),
  ]);
}

async function choose(ctx: TellerContext, draft: Broadcast, [kindArg, page, key, wanted]: Args): Promise<Shown> {
  const kind = kindIn(kindArg);
  if (!kind) return overview(ctx, draft);
  const option = (await optionsOf(ctx, draft.audience, kind)).find((each) => each.key === key);
  if (!option) return values(ctx, draft, kind, pageIn(page));
  const audience = withChoice(draft.audience, kind, option.value, wanted === '1');
  return values(ctx, await changed(ctx, draft, audience), kind, pageIn(page));
}

/** The draft with another audience. */
async function changed(ctx: TellerContext, draft: Broadcast, audience: Audience): Promise<Broadcast> {
  await setAudience(await ctx.tx(), draft.id, audience);
  await auditAct(ctx, { action: 'broadcast.audience', object: `broadcast:${draft.id}`, details: { audience } });
  return { ...draft, audience };
}

function kindIn(arg: string | undefined): Kind | undefined {
  return KINDS.find((kind) => kind === arg);
}

function ticked(chosen: boolean): string {
  return chosen ? '✅ ' : '';
}
