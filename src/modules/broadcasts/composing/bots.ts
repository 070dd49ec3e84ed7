/** Which bots are to send a broadcast, besides the one in whose chat it is written. */
import type { Tx } from '../../../platform/db/database.js';
import { inOtherBot } from '../../../platform/db/tenant.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Args, type View, back, idIn, to, view } from '../../panel/index.js';
import { audienceSize } from '../audience/recipients.js';
import { type OtherBot, otherBotsOf } from '../copies/elsewhere.js';
import { type Broadcast, changeBroadcast } from '../repository.js';
import type { Author, Choice } from './choice.js';
import { addDraftScreen } from './screens.js';

export const BOTS: Choice = {
  async line(author, draft) {
    const chosen = (await offered(author, draft)).filter(({ botId }) => draft.otherBots.includes(botId));
    if (chosen.length === 0) return undefined;
    const names = [];
    for (const { botId, username } of chosen) names.push(`@${username} (${await sizeIn(await author.tx(), author.botId, botId, draft)})`);
    return author.t('broadcasts.bots.line', { names: names.join(', ') });
  },
  async button(author, draft) {
    return (await offered(author, draft)).length > 0 ? to(author.t('broadcasts.bots.button'), 'bc_bots', draft.id) : undefined;
  },
  add: (panel) => {
    addDraftScreen(panel, 'bc_bots', choices);
    addDraftScreen(panel, 'bc_bots_set', choose);
    return [];
  },
};

/** A list of people comes from a file for this bot: what it names in another one nobody has looked up. */
async function offered(author: Author, draft: Broadcast): Promise<OtherBot[]> {
  const { botId, person } = author;
  return draft.audience.list === undefined ? otherBotsOf(await author.tx(), botId, person.telegramId, draft) : [];
}

/** Roles are each bot's own, so that how many have them there shows once the copy is made. */
async function sizeIn(tx: Tx, botId: number, otherBotId: number, draft: Broadcast): Promise<string> {
  if (draft.audience.roles.length > 0) return '…';
  return String(await inOtherBot(tx, botId, otherBotId, () => audienceSize(tx, draft)));
}

async function choices(author: Author, draft: Broadcast): Promise<View> {
  const { t } = author;
  const { id, otherBots } = draft;
  const rows = (await offered(author, draft)).map(({ botId, username }) => {
    const isChosen = otherBots.includes(botId);
    return [to(`${isChosen ? '✅ ' : ''}@${username}`, 'bc_bots_set', id, botId, isChosen ? 0 : 1)];
  });
  return view(t('broadcasts.bots.title', { id }), [t('broadcasts.bots.hint')], [...rows, back(t, 'bc_draft', id)]);
}

async function choose(ctx: TellerContext, draft: Broadcast, [bot, wanted]: Args): Promise<View> {
  const other = (await offered(ctx, draft)).find(({ botId }) => botId === idIn(bot));
  if (!other) return choices(ctx, draft);
  const others = draft.otherBots.filter((botId) => botId !== other.botId);
  const otherBots = wanted === '1' ? [...others, other.botId] : others;
  await auditAct(ctx, { action: 'broadcast.bots', object: `broadcast:${draft.id}`, details: { bots: otherBots } });
  return choices(ctx, await changeBroadcast(await ctx.tx(), draft, { other_bots: otherBots }));
}
