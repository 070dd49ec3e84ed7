/** How sure the bot must be of an answer, and how much it takes at once. */
import { MIN_CONFIDENCE } from '../../knowledge/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Button, type Panel, type Shown, type View, back, to, view } from '../../panel/index.js';
import { MIN_CONFIDENCE_SET, type Part, UPDATES_PER_MINUTE, change, outcomeOf, seenAs, settingsOf } from './parts.js';

/** In percent. */
const CONFIDENCE = { least: 30, most: 95, step: 5 };
/** From how many percent on the bot is balanced, and strict. */
const [BALANCED, STRICT] = [50, 75];
const RATES = [60, 120, 300, 600, 1_200, 3_000];
/** Names that nothing is set, in the data of a button. */
const UNSET = 'unset';

export function addLimits(panel: Panel): void {
  panel.screen('limits', 'settings.manage', limits);
  panel.screen('confidence_set', 'settings.manage', (ctx, args) =>
    set(ctx, MIN_CONFIDENCE_SET, args, (percent) => (isOffered(percent) ? percent / 100 : undefined)),
  );
  panel.screen('rate_set', 'settings.manage', (ctx, args) =>
    set(ctx, UPDATES_PER_MINUTE, args, (rate) => (RATES.includes(rate) ? rate : undefined)),
  );
}

async function limits(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const rate = UPDATES_PER_MINUTE.read(settings);
  const percent = percentOf(MIN_CONFIDENCE_SET.read(settings) ?? MIN_CONFIDENCE);
  const lines = [
    t('admin.settings.limits.confidence', { percent }),
    t(`admin.settings.limits.${manner(percent)}`),
    '',
    rate === null ? t('admin.settings.limits.no_rate') : t('admin.settings.limits.rate', { rate }),
    t('admin.settings.limits.rate_hint'),
  ];
  const seen = seenAs(UPDATES_PER_MINUTE, settings);
  const rates = RATES.map((each) => to(`${each === rate ? '✅ ' : ''}${each}`, 'rate_set', each, seen));
  return view(t('admin.settings.limits.title'), lines, [
    confidenceButtons(percent, seenAs(MIN_CONFIDENCE_SET, settings)),
    MIN_CONFIDENCE_SET.read(settings) === null ? [] : [resetConfidence(ctx, seenAs(MIN_CONFIDENCE_SET, settings))],
    rates.slice(0, 3),
    rates.slice(3),
    rate === null ? [] : [to(t('admin.settings.limits.no_rate_button'), 'rate_set', UNSET, seen)],
    back(t, 'settings'),
  ]);
}

function isOffered(percent: number): boolean {
  const { least, most, step } = CONFIDENCE;
  return percent >= least && percent <= most && percent % step === 0;
}

/** The buttons say what shall be, not by how much it shall change: pressed twice they do the same. */
function confidenceButtons(percent: number, seen: string): Button[] {
  const { least, most, step } = CONFIDENCE;
  const [less, more] = [Math.ceil(percent / step) * step - step, Math.floor(percent / step) * step + step];
  return [
    ...(less >= least ? [to(`➖ ${less} %`, 'confidence_set', less, seen)] : []),
    ...(more <= most ? [to(`➕ ${more} %`, 'confidence_set', more, seen)] : []),
  ];
}

function resetConfidence({ t }: TellerContext, seen: string): Button {
  return to(`${t('admin.settings.reset')} (${percentOf(MIN_CONFIDENCE)} %)`, 'confidence_set', UNSET, seen);
}

/** To a tenth, so that no rounding of the machine's shows. */
function percentOf(confidence: number): number {
  return Math.round(confidence * 1_000) / 10;
}

function manner(percent: number): 'bold' | 'balanced' | 'strict' {
  if (percent < BALANCED) return 'bold';
  return percent < STRICT ? 'balanced' : 'strict';
}

/** @param valueOf what a number stands for; undefined when it stands for nothing */
async function set(
  ctx: TellerContext,
  part: Part<number | null>,
  [arg = '', seen = '']: Args,
  valueOf: (number: number) => number | undefined,
): Promise<Shown | undefined> {
  const wanted = arg === UNSET ? null : /^\d{1,6}$/.test(arg) ? valueOf(Number(arg)) : undefined;
  if (wanted === undefined) return undefined;
  const changed = await change(ctx, part, seen, wanted);
  return { ...(await limits(ctx)), notice: outcomeOf(ctx, changed) };
}
