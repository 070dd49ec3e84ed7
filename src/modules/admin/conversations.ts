/** Conversations that are open now, and what was said in them; whoever reads one stands in the audit log. */
import { bold, fmt } from 'telegraf/format';
import { type NamedConversation, findNamedConversation, latestTurns, openConversations } from '../conversations/index.js';
import { contentLine, speakerName } from '../handoff/index.js';
import { type TellerContext, auditAct } from '../identity/index.js';
import {
  type Args,
  type Panel,
  type Shown,
  back,
  idIn,
  moments,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../panel/index.js';

const PAGE = 8;
const TURNS = 10;
const TURN_LENGTH = 250;
const NAME_LENGTH = 24;
const MARKS = { bot: '🤖', queued: '⏳', human: '💬', closed: '✔️' } as const;

export function addConversations(panel: Panel): void {
  panel.screen('talks', 'conversations.view', open);
  panel.screen('talk', 'conversations.view', read);
}

async function open(ctx: TellerContext, [page]: Args): Promise<Shown> {
  const tx = await ctx.tx();
  const shown = await pageOf(pageIn(page), PAGE, (limit, offset) => openConversations(tx, limit, offset));
  const when = await moments(ctx);
  const lines = [ctx.t(shown.items.length > 0 ? 'admin.talks.legend' : 'admin.talks.none')];
  return view(ctx.t('admin.talks.title'), lines, [
    ...shown.items.map((talk) => [to(labelOf(when, talk), 'talk', talk.id, 0)]),
    paging(shown, 'talks'),
    back(ctx.t, 'start'),
  ]);
}

function labelOf(when: (at: Date) => string, { state, firstName, lastAt }: NamedConversation): string {
  return `${MARKS[state]} ${firstName.slice(0, NAME_LENGTH)} · ${when(lastAt)}`;
}

/** A page of a conversation, its newest first; within a page, what was said first stands above. */
async function read(ctx: TellerContext, [id, page]: Args): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  const talk = await findNamedConversation(tx, idIn(id));
  if (!talk) return undefined;
  const shown = await pageOf(pageIn(page), TURNS, (limit, offset) => latestTurns(tx, talk.id, limit, offset));
  const details = { page: shown.page };
  await auditAct(ctx, { action: 'conversations.view', object: `conversation:${talk.id}`, details });
  const when = await moments(ctx);
  const lines = shown.items.toReversed().map(({ author, content, at }) => {
    const says = contentLine(ctx.t, content, TURN_LENGTH);
    return fmt`${when(at)} ${bold(speakerName(ctx.t, author))}: ${says}`;
  });
  const title = ctx.t('admin.talks.one', { id: talk.id, name: talk.firstName });
  const person = to(ctx.t('admin.talks.person'), 'person', talk.personId);
  return view(title, lines.length > 0 ? lines : [ctx.t('admin.talks.silent')], [
    [
      ...(shown.hasNext ? [to(ctx.t('admin.talks.older'), 'talk', talk.id, shown.page + 1)] : []),
      ...(shown.page > 0 ? [to(ctx.t('admin.talks.newer'), 'talk', talk.id, shown.page - 1)] : []),
    ],
    [person],
    back(ctx.t, 'talks', 0),
  ]);
}
