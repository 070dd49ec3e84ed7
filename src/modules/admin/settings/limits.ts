/** How sure the bot must be of an answer, and how much it takes at once. */
import type { Settings } from '../../bots/index.js';
import { MIN_CONFIDENCE } from '../../knowledge/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Button, type Panel, type Shown, type View, back, to, view } from '../../panel/index.js';
import { AUTO_RESOLVE_SET, MIN_CONFIDENCE_SET, type Part, UPDATES_PER_MINUTE, change, outcomeOf, seenAs, settingsOf } from './parts.js';

/** What can be chosen, in percent. */
interface Range {
  readonly least: number;
  readonly most: number;
}

const STEP = 5;
const CONFIDENCE: Range = { least: 30, most: 95 };
/** An answer that no model and no person has looked at should be right most of the time. */
const AUTO_RESOLVE: Range = { least: 50, most: 95 };
/** From how many percent on the bot is balanced, and strict. */
const [BALANCED, STRICT] = [50, 75];
const RATES = [60, 120, 300, 600, 1_200, 3_000];
/** Names that nothing is set, in the data of a button. */
const UNSET = 'unset';

/** @param autoResolveFrom what counts where nothing is set, 0..1 */
export function addLimits(panel: Panel, autoResolveFrom: number): void {
  const draw = (ctx: TellerContext): Promise<View> => limits(ctx, autoResolveFrom);
  panel.screen('limits', 'settings.manage', draw);
  panel.screen('confidence_set', 'settings.manage', (ctx, args) =>
    set(ctx, draw, MIN_CONFIDENCE_SET, args, (percent) => (isOffered(percent, CONFIDENCE) ? percent / 100 : undefined)),
  );
  panel.screen('resolve_set', 'settings.manage', (ctx, args) =>
    set(ctx, draw, AUTO_RESOLVE_SET, args, (percent) => (isOffered(percent, AUTO_RESOLVE) ? percent / 100 : undefined)),
  );
  panel.screen('rate_set', 'settings.manage', (ctx, args) =>
    set(ctx, draw, UPDATES_PER_MINUTE, args, (rate) => (RATES.includes(rate) ? rate : undefined)),
  );
}

async function limits(ctx: TellerContext, autoResolveFrom: number): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const rate = UPDATES_PER_MINUTE.read(settings);
  const percent = percentOf(MIN_CONFIDENCE_SET.read(settings) ?? MIN_CONFIDENCE);
  const resolve = percentOf(AUTO_RESOLVE_SET.read(settings) ?? autoResolveFrom);
  const lines = [
    t('admin.settings.limits.confidence', { percent }),
    t(`admin.settings.limits.${manner(percent)}`),
    '',
    t('admin.settings.limits.resolve', { percent: resolve }),
    t('admin.settings.limits.resolve_hint'),
    '',
    rate === null ? t('admin.settings.limits.no_rate') : t('admin.settings.limits.rate', { rate }),
    t('admin.settings.limits.rate_hint'),
  ];
  const seen = seenAs(UPDATES_PER_MINUTE, settings);
  const rates = RATES.map((each) => to(`${each === rate ? '✅ ' : ''}${each}`, 'rate_set', each, seen));
  return view(t('admin.settings.limits.title'), lines, [
    stepButtons('confidence_set', '', percent, CONFIDENCE, seenAs(MIN_CONFIDENCE_SET, settings)),
    resetButton(ctx, MIN_CONFIDENCE_SET, settings, 'confidence_set', MIN_CONFIDENCE),
    stepButtons('resolve_set', '⚡ ', resolve, AUTO_RESOLVE, seenAs(AUTO_RESOLVE_SET, settings)),
    resetButton(ctx, AUTO_RESOLVE_SET, settings, 'resolve_set', autoResolveFrom),
    rates.slice(0, 3),
    rates.slice(3),
    rate === null ? [] : [to(t('admin.settings.limits.no_rate_button'), 'rate_set', UNSET, seen)],
    back(t, 'settings'),
  ]);
}

function isOffered(percent: number, { least, most }: Range): boolean {
  return percent >= least && percent <= most && percent % STEP === 0;
}

/** The buttons say what shall be, not by how much it shall change: pressed twice they do the same. */
function stepButtons(act: string, mark: string, percent: number, { least, most }: Range, seen: string): Button[] {
  const [less, more] = [Math.ceil(percent / STEP) * STEP - STEP, Math.floor(percent / STEP) * STEP + STEP];
  return [
    ...(less >= least ? [to(`${mark}➖ ${less} %`, act, less, seen)] : []),
    ...(more <= most ? [to(`${mark}➕ ${more} %`, act, more, seen)] : []),
  ];
}

function resetButton(
  { t }: TellerContext,
  part: Part<number | null>,
  settings: Settings,
  act: string,
  builtIn: number,
): Button[] {
  if (part.read(settings) === null) return [];
  return [to(`${t('admin.settings.reset')} (${percentOf(builtIn)} %)`, act, UNSET, seenAs(part, settings))];
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
  draw: (ctx: TellerContext) => Promise<View>,
  part: Part<number | null>,
  [arg = '', seen = '']: Args,
  valueOf: (number: number) => number | undefined,
): Promise<Shown | undefined> {
  const wanted = arg === UNSET ? null : /^\d{1,6}$/.test(arg) ? valueOf(Number(arg)) : undefined;
  if (wanted === undefined) return undefined;
  const changed = await change(ctx, part, seen, wanted);
  return { ...(await draw(ctx)), notice: outcomeOf(ctx, changed) };
}
