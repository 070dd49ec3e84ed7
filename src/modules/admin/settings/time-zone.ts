/** The time zone of the specialists: common ones, or a typed one. */
import { isTimeZone, timeZoneNamed, wallOf } from '../../bots/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Input, type Panel, type Shown, type View, ask, back, pairs, to, view } from '../../panel/index.js';
import { TIME_ZONE, change, outcomeOf, seenAs, settingsOf } from './parts.js';

const COMMON = [
  ...['Asia/Almaty', 'Asia/Tashkent', 'Asia/Bishkek', 'Asia/Dushanbe', 'Asia/Baku', 'Asia/Tbilisi'],
  ...['Europe/Moscow', 'Asia/Yekaterinburg', 'Europe/Istanbul', 'Asia/Dubai', 'Europe/Berlin', 'Europe/London'],
];

export function addTimeZone(panel: Panel): Input {
  const input: Input = { name: 'zone', permission: 'settings.manage', take };
  panel.screen('zone', 'settings.manage', zone);
  panel.screen('zone_set', 'settings.manage', setZone);
  panel.asking('zone_ask', 'settings.manage', async (ctx) =>
    ask(input, ctx, ctx.t('admin.settings.zone.ask'), seenAs(TIME_ZONE, await settingsOf(ctx))),
  );
  return input;
}

/** What the clocks of a time zone show now. */
export function timeIn(timeZone: string): string {
  return new Date(wallOf(timeZone, Date.now())).toISOString().slice(11, 16);
}

async function zone(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const [now, seen] = [TIME_ZONE.read(settings), seenAs(TIME_ZONE, settings)];
  const buttons = COMMON.map((name) => {
    const city = name.split('/').at(-1) ?? name;
    return to(`${name === now ? '✅ ' : ''}${city} · ${timeIn(name)}`, 'zone_set', name.replaceAll('/', '.'), seen);
  });
  return view(t('admin.settings.zone.title'), [t('admin.settings.hours.zone_now', { zone: now, time: timeIn(now) })], [
    ...pairs(buttons),
    [to(t('admin.settings.zone.other_button'), 'zone_ask')],
    back(t, 'hours'),
  ]);
}

/** A slash has no place in the data of a button. */
async function setZone(ctx: TellerContext, [dotted = '', seen = '']: Args): Promise<Shown | undefined> {
  const name = dotted.replaceAll('.', '/');
  if (!isTimeZone(name)) return undefined;
  const changed = await change(ctx, TIME_ZONE, seen, name);
  return { ...(await zone(ctx)), notice: outcomeOf(ctx, changed) };
}

async function take(ctx: TellerContext, words: string, [seen = '']: Args): Promise<View | string> {
  const name = timeZoneNamed(words);
  if (name === undefined) return ctx.t('admin.settings.zone.not_understood');
  ctx.say(outcomeOf(ctx, await change(ctx, TIME_ZONE, seen, name)));
  return zone(ctx);
}
