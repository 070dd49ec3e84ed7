/** How much of the language model the bot may use on a day. */
import { isSpent, usedToday } from '../../answers/index.js';
import type { Settings } from '../../bots/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Button, type Panel, type Shown, type View, back, to, view } from '../../panel/index.js';
import { type Part, change, limitPart, outcomeOf, seenAs, settingsOf } from './parts.js';

interface Limit {
  readonly part: Part<number | null>;
  readonly offered: readonly number[];
  readonly shown: (value: number) => string;
}

const LIMITS: Readonly<Record<'tokens' | 'cost', Limit>> = {
  tokens: {
    part: limitPart('llmTokensPerDay'),
    offered: [100_000, 1_000_000, 10_000_000],
    shown: (value) => (value < 1_000_000 ? `${value / 1_000}K` : `${value / 1_000_000}M`),
  },
  cost: { part: limitPart('llmCostPerDay'), offered: [1, 5, 20, 100], shown: (value) => `$${value}` },
};
/** Names that nothing is set, in the data of a button. */
const UNSET = 'unset';

export function addSpending(panel: Panel): void {
  panel.screen('spending', 'settings.manage', spending);
  panel.screen('spending_set', 'settings.manage', set);
}

async function spending(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const used = await usedToday(await ctx.tx(), settings);
  const { llmTokensPerDay: tokens, llmCostPerDay: cost } = settings.limits;
  const lines = [
    t('admin.settings.spending.used', { tokens: Math.round(used.tokens), cost: used.cost.toFixed(2) }),
    tokens === null ? t('admin.settings.spending.no_tokens') : t('admin.settings.spending.tokens', { most: tokens }),
    cost === null ? t('admin.settings.spending.no_cost') : t('admin.settings.spending.cost', { most: cost }),
    ...(isSpent(settings, used) ? [t('admin.settings.spending.reached')] : []),
    '',
    t('admin.settings.spending.hint'),
  ];
  return view(t('admin.settings.spending.title'), lines, [
    ...rowsOf(ctx, 'tokens', settings),
    ...rowsOf(ctx, 'cost', settings),
    back(t, 'settings'),
  ]);
}

function rowsOf({ t }: TellerContext, name: keyof typeof LIMITS, settings: Settings): Button[][] {
  const { part, offered, shown } = LIMITS[name];
  const now = part.read(settings);
  const seen = seenAs(part, settings);
  return [
    offered.map((each) => to(`${each === now ? '✅ ' : ''}${shown(each)}`, 'spending_set', name, each, seen)),
    now === null ? [] : [to(t(`admin.settings.spending.free_${name}`), 'spending_set', name, UNSET, seen)],
  ];
}

async function set(ctx: TellerContext, [name = '', arg = '', seen = '']: Args): Promise<Shown | undefined> {
  if (name !== 'tokens' && name !== 'cost') return undefined;
  const { part, offered } = LIMITS[name];
  const wanted = arg === UNSET ? null : offered.find((each) => String(each) === arg);
  if (wanted === undefined) return undefined;
  const changed = await change(ctx, part, seen, wanted);
  return { ...(await spending(ctx)), notice: outcomeOf(ctx, changed) };
}
