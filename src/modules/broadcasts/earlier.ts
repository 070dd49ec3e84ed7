/** Earlier broadcasts, newest first: each opens in a message of its own, which is the one that is kept up to date. */
import type { TellerContext } from '../identity/index.js';
import { type Button, type Panel, type View, idIn, moments, pageIn, pageOf, paging, sayView, to, view } from '../panel/index.js';
import { draftPanel } from './composing/draft.js';
import { excerpt } from './composing/preview.js';
import { saidTo, wordsOf } from './content.js';
import { standingOf, totalOf } from './counts.js';
import { progressShown } from './progress.js';
import { type Broadcast, listBroadcasts, lockDraft } from './repository.js';

const PAGE = 5;
const WORDS = 16;
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };

const SIGNS: Readonly<Record<Broadcast['state'], string>> = {
  ...{ draft: '📝', to_approve: '⏳', scheduled: '🕒', preparing: '🧮', resending: '🔁' },
  ...{ running: '📣', paused: '⏸', finished: '✅', cancelled: '⏹' },
};

export function addEarlier(panel: Panel): void {
  panel.screen('bc_list', 'broadcasts.send', (ctx, [page]) => earlierView(ctx, pageIn(page)));
  panel.asking('bc_open', 'broadcasts.send', async (ctx, [id]) => {
    const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
    if (draft) {
      ctx.send(await draftPanel(ctx, draft));
      return true;
    }
    const shown = await progressShown(ctx, idIn(id));
    if (shown) sayView(ctx, shown);
    return shown !== undefined;
  });
}

/** A page of them; undefined when there are none. */
export async function earlierView(ctx: TellerContext, number = 0): Promise<View | undefined> {
  const tx = await ctx.tx();
  const page = await pageOf(number, PAGE, (limit, offset) => listBroadcasts(tx, limit, offset));
  if (page.items.length === 0) return undefined;
  const rows: Button[][] = [];
  for (const broadcast of page.items) rows.push([await buttonOf(ctx, broadcast)]);
  return view(ctx.t('broadcasts.earlier.title'), [ctx.t('broadcasts.earlier.hint')], [...rows, paging(page, 'bc_list')]);
}

async function buttonOf(ctx: TellerContext, broadcast: Broadcast): Promise<Button> {
  const { id, state, content, startedAt } = broadcast;
  const text = wordsOf(saidTo(content, ctx.locale)) ?? ctx.t('broadcasts.earlier.media');
  const parts = [`${SIGNS[state]} ${id} · ${excerpt(text.replaceAll(/\s+/g, ' '), WORDS)}`];
  if (startedAt) {
    const { counts } = await standingOf(await ctx.tx(), broadcast);
    parts.push((await moments(ctx, DAY))(startedAt), `${counts.sent}/${totalOf(counts)}`);
  }
  return to(parts.join(' · '), 'bc_open', id);
}
