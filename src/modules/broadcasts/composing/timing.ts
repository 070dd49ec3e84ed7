/** When a broadcast is to go: as soon as it is sent, or at a time on the bank's clocks. */
import { DAY_MS, MINUTE_MS, type Settings, findSettings, momentOf, wallOf } from '../../bots/index.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Args, type Input, type Panel, type Shown, type View, ask, back, idIn, moments, pairs, to, view } from '../../panel/index.js';
import { beginsAt } from '../releasing.js';
import { type Broadcast, changeBroadcast, databaseNow, lockDraft } from '../repository.js';
import { progressShown } from '../progress.js';
import type { Author, Choice, ChoiceParts } from './choice.js';
import { type NoMoment, checked, momentIn } from './moment-words.js';
import { addDraftAsking, addDraftScreen } from './screens.js';

const HOUR_MS = 60 * MINUTE_MS;
const [EVENING, MORNING] = [18 * HOUR_MS, DAY_MS + 10 * HOUR_MS];
type DrawDraft = ChoiceParts['draw'];

export const TIMING: Choice = {
  line,
  button: ({ t }, { id }) => to(t('broadcasts.timing.button'), 'bc_when', id),
  add: (panel, { draw }) => addTiming(panel, draw),
};

async function line(ctx: Author, draft: Broadcast): Promise<string | undefined> {
  const { now, settings } = await clocks(ctx);
  if (isPast(draft, now)) return ctx.t('broadcasts.timing.passed');
  const shown = await moments(ctx);
  const begins = beginsAt(settings, draft, now);
  const waits = begins > (draft.startAt ?? now);
  if (!draft.startAt) return waits ? ctx.t('broadcasts.timing.quiet_now', { at: shown(begins) }) : undefined;
  const chosen = ctx.t('broadcasts.timing.at', { at: shown(draft.startAt) });
  return waits ? `${chosen}\n${ctx.t('broadcasts.timing.quiet_then', { at: shown(begins) })}` : chosen;
}

/** Whether the time that was chosen for a draft has passed meanwhile. */
export function isPast({ startAt }: Broadcast, now: Date): boolean {
  return startAt !== null && startAt <= now;
}

function addTiming(panel: Panel, draw: DrawDraft): Input[] {
  const input: Input = { name: 'bc_when', permission: 'broadcasts.send', take: (ctx, words, args) => take(ctx, draw, words, args) };
  addDraftScreen(panel, 'bc_when', choices);
  addDraftScreen(panel, 'bc_when_set', (ctx, draft, args) => set(ctx, draft, args, draw));
  addDraftAsking(panel, 'bc_when_ask', async (ctx, { id }) =>
    ask(input, ctx, ctx.t('broadcasts.timing.ask', await clockParams(ctx)), String(id)),
  );
  return [input];
}

/** Times are offered as what they are, so that a button pressed late means what it says. */
async function choices(ctx: TellerContext, { id }: Broadcast): Promise<View> {
  const { t } = ctx;
  const { now, settings } = await clocks(ctx);
  const { timeZone } = settings.workingHours;
  const today = Math.floor(wallOf(timeZone, now.getTime()) / DAY_MS) * DAY_MS;
  const offered = ([['evening', EVENING], ['morning', MORNING]] as const).flatMap(([name, after]) => {
    const at = momentOf(timeZone, today + after);
    return at > now.getTime() ? [to(t(`broadcasts.timing.choose.${name}`), 'bc_when_set', id, (at / MINUTE_MS).toString(36))] : [];
  });
  return view(t('broadcasts.timing.title'), [t('broadcasts.timing.clock', await clockParams(ctx))], [
    [to(t('broadcasts.timing.choose.now'), 'bc_when_set', id, '-'), to(t('broadcasts.timing.choose.hour'), 'bc_when_set', id, 'hour')],
    ...pairs(offered),
    [to(t('broadcasts.timing.choose.own'), 'bc_when_ask', id)],
    back(t, 'bc_draft', id),
  ]);
}

async function set(ctx: TellerContext, draft: Broadcast, [choice = '']: Args, draw: DrawDraft): Promise<Shown> {
  if (choice === '-') return draw(ctx, await choose(ctx, draft, null));
  const { now } = await clocks(ctx);
  const at = checked(choice === 'hour' ? now.getTime() + HOUR_MS : Number.parseInt(choice, 36) * MINUTE_MS, now.getTime());
  if (typeof at !== 'number') return { ...(await choices(ctx, draft)), notice: ctx.t('broadcasts.timing.past_notice') };
  return draw(ctx, await choose(ctx, draft, at));
}

async function take(ctx: TellerContext, draw: DrawDraft, words: string, [id]: Args): Promise<View | string | undefined> {
  const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
  if (!draft) return progressShown(ctx, idIn(id));
  const { now, settings } = await clocks(ctx);
  const at = momentIn(words, settings.workingHours.timeZone, now.getTime());
  if (typeof at !== 'number') return ctx.t(NO_MOMENT[at], await clockParams(ctx));
  return draw(ctx, await choose(ctx, draft, at));
}

const NO_MOMENT = {
  not_understood: 'broadcasts.timing.not_understood',
  past: 'broadcasts.timing.past',
  too_far: 'broadcasts.timing.too_far',
} as const satisfies Record<NoMoment, string>;

async function choose(ctx: TellerContext, draft: Broadcast, at: number | null): Promise<Broadcast> {
  const startAt = at === null ? null : new Date(at);
  await auditAct(ctx, { action: 'broadcast.when', object: `broadcast:${draft.id}`, details: { at: startAt?.toISOString() ?? null } });
  return changeBroadcast(await ctx.tx(), draft, { start_at: startAt });
}

async function clocks(ctx: Author): Promise<{ readonly now: Date; readonly settings: Settings }> {
  const tx = await ctx.tx();
  return { now: await databaseNow(tx), settings: (await findSettings(tx, ctx.botId)).settings };
}

async function clockParams(ctx: Author): Promise<{ readonly zone: string; readonly now: string }> {
  const { now, settings } = await clocks(ctx);
  return { zone: settings.workingHours.timeZone, now: (await moments(ctx))(now) };
}
