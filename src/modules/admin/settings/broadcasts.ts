/** Broadcasts: the hours in which none goes, from how many recipients on a second person agrees, and what is paid for. */
import { type Settings, type WorkRange, parseRange } from '../../bots/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Button, type Input, type Panel, type Shown, type View, ask, back, pairs, to, view } from '../../panel/index.js';
import { type Part, broadcastPart, change, outcomeOf, seenAs, settingsOf } from './parts.js';

const QUIET = broadcastPart('quietHours');
const APPROVAL = broadcastPart('approvalOver');
const PAID = broadcastPart('paidRate');

const READY_HOURS = ['2100-0900', '2200-0800'];
const READY_SIZES = [100, 1_000, 10_000];
const RATES = [100, 250, 500, 1_000];
/** Names that nothing is set, in the data of a button. */
const OFF = 'off';

export function addBroadcasts(panel: Panel): Input[] {
  const quiet: Input = {
    ...{ name: 'quiet', permission: 'settings.manage' },
    take: (ctx, words, args) => take(ctx, QUIET, args, quietIn(words), 'admin.settings.broadcasts.quiet_not_understood'),
  };
  const size: Input = {
    ...{ name: 'approval', permission: 'settings.manage' },
    take: (ctx, words, args) => take(ctx, APPROVAL, args, sizeIn(words), 'admin.settings.broadcasts.approval_not_understood'),
  };
  panel.screen('mailings', 'settings.manage', mailings);
  panel.screen('quiet_set', 'settings.manage', (ctx, args) => set(ctx, QUIET, args, (code) => (READY_HOURS.includes(code) ? rangeOf(code) : undefined)));
  panel.screen('approval_set', 'settings.manage', (ctx, args) => set(ctx, APPROVAL, args, sizeIn));
  panel.screen('paid_set', 'settings.manage', (ctx, args) => set(ctx, PAID, args, (code) => RATES.find((rate) => String(rate) === code)));
  panel.asking('quiet_ask', 'settings.manage', async (ctx) =>
    ask(quiet, ctx, ctx.t('admin.settings.broadcasts.quiet_ask'), seenAs(QUIET, await settingsOf(ctx))),
  );
  panel.asking('approval_ask', 'settings.manage', async (ctx) =>
    ask(size, ctx, ctx.t('admin.settings.broadcasts.approval_ask'), seenAs(APPROVAL, await settingsOf(ctx))),
  );
  return [quiet, size];
}

async function mailings(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  return view(t('admin.settings.broadcasts.title'), linesOf(ctx, settings), [
    choices(QUIET, settings, 'quiet_set', READY_HOURS.map((code) => [code, `🌙 ${rangeText(rangeOf(code))}`])),
    [to(t('admin.settings.broadcasts.quiet_own'), 'quiet_ask'), ...off(ctx, QUIET, settings, 'quiet_set')],
    choices(APPROVAL, settings, 'approval_set', READY_SIZES.map((size) => [size, `👥 > ${size}`])),
    [to(t('admin.settings.broadcasts.approval_own'), 'approval_ask'), ...off(ctx, APPROVAL, settings, 'approval_set')],
    ...pairs(choices(PAID, settings, 'paid_set', RATES.map((rate) => [rate, t('admin.settings.broadcasts.per_second', { rate })]))),
    off(ctx, PAID, settings, 'paid_set'),
    back(t, 'settings'),
  ]);
}

function linesOf({ t }: TellerContext, { broadcasts, workingHours }: Settings): string[] {
  const { quietHours, approvalOver, paidRate } = broadcasts;
  return [
    quietHours
      ? t('admin.settings.broadcasts.quiet', { range: rangeText(quietHours), zone: workingHours.timeZone })
      : t('admin.settings.broadcasts.no_quiet'),
    '',
    approvalOver === null ? t('admin.settings.broadcasts.no_approval') : t('admin.settings.broadcasts.approval', { most: approvalOver }),
    '',
    paidRate === null ? t('admin.settings.broadcasts.not_paid') : t('admin.settings.broadcasts.paid', { rate: paidRate }),
    t('admin.settings.broadcasts.paid_hint'),
  ];
}

/** What can be chosen of a part. */
function choices<Value>(
  part: Part<Value>,
  settings: Settings,
  screen: string,
  offered: readonly (readonly [string | number, string])[],
): Button[] {
  const seen = seenAs(part, settings);
  return offered.map(([code, label]) => to(label, screen, code, seen));
}

/** Sets nothing of a part; no button where nothing is set. */
function off<Value>({ t }: TellerContext, part: Part<Value>, settings: Settings, screen: string): Button[] {
  return part.read(settings) === null ? [] : [to(t('admin.settings.broadcasts.off'), screen, OFF, seenAs(part, settings))];
}

async function set<Value>(
  ctx: TellerContext,
  part: Part<Value | null>,
  [code = '', seen = '']: Args,
  valueOf: (code: string) => Value | undefined,
): Promise<Shown | undefined> {
  const wanted = code === OFF ? null : valueOf(code);
  if (wanted === undefined) return undefined;
  const changed = await change(ctx, part, seen, wanted);
  return { ...(await mailings(ctx)), notice: outcomeOf(ctx, changed) };
}

async function take<Value>(
  ctx: TellerContext,
  part: Part<Value | null>,
  [seen = '']: Args,
  wanted: Value | undefined,
  otherwise: 'admin.settings.broadcasts.quiet_not_understood' | 'admin.settings.broadcasts.approval_not_understood',
): Promise<View | string> {
  if (wanted === undefined) return ctx.t(otherwise);
  ctx.say(outcomeOf(ctx, await change(ctx, part, seen, wanted)));
  return mailings(ctx);
}

/** Undefined when the words are no hours, or leave none to send in. */
function quietIn(words: string): WorkRange | undefined {
  const range = parseRange(words);
  return range?.from === '00:00' && range.to === '24:00' ? undefined : range;
}

function sizeIn(words: string): number | undefined {
  const digits = words.replace(/[\s\u00A0]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function rangeOf(code: string): WorkRange | undefined {
  return parseRange(code.replace(/\d\d(?=\d\d)/g, '$&:'));
}

function rangeText(range: WorkRange | undefined): string {
  return range ? `${range.from}–${range.to}` : '';
}
