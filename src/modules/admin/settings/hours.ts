/** When specialists are at work: a range for each day, ready ones or a typed one. */
import { WEEKDAYS, type Weekday, type WorkRange, availability, parseRange } from '../../bots/index.js';
import type { TellerContext } from '../../identity/index.js';
import {
  type Args,
  type Button,
  type Input,
  type Panel,
  type Shown,
  type View,
  ask,
  back,
  pairs,
  to,
  view,
} from '../../panel/index.js';
import { change, hoursOf, outcomeOf, seenAs, settingsOf } from './parts.js';
import { timeIn } from './time-zone.js';

/** A day, or those from Monday to Friday at once. */
type DayChoice = Weekday | 'workdays';

const READY = ['0800-1700', '0900-1800', '0900-2000', '1000-1900', '0800-2200', '2000-0200'];
const AROUND_THE_CLOCK = '0000-2400';
const DAY_OFF = 'off';

export function addHours(panel: Panel): Input {
  const input: Input = { name: 'hours', permission: 'settings.manage', take };
  panel.screen('hours', 'settings.manage', hours);
  panel.screen('hours_day', 'settings.manage', async (ctx, [day]) => (isChoice(day) ? oneDay(ctx, day) : undefined));
  panel.screen('hours_set', 'settings.manage', setDay);
  panel.asking('hours_ask', 'settings.manage', async (ctx, [day]) => {
    if (!isChoice(day)) return false;
    const seen = seenAs(hoursOf(daysOf(day)), await settingsOf(ctx));
    return ask(input, ctx, ctx.t('admin.settings.hours.ask', { day: ctx.t(`admin.settings.days.${day}`) }), day, seen);
  });
  return input;
}

async function hours(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const { workingHours } = await settingsOf(ctx);
  const { timeZone, days } = workingHours;
  const { atWork } = availability(workingHours, new Date());
  const lines = [
    t(atWork ? 'admin.settings.hours.open' : 'admin.settings.hours.closed'),
    t('admin.settings.hours.zone_now', { zone: timeZone, time: timeIn(timeZone) }),
  ];
  return view(t('admin.settings.hours.title'), lines, [
    ...WEEKDAYS.map((day) => [to(`${t(`admin.settings.days.${day}`)}: ${rangeText(ctx, days[day])}`, 'hours_day', day)]),
    [to(t('admin.settings.hours.workdays_button'), 'hours_day', 'workdays')],
    [to(t('admin.settings.hours.zone_button'), 'zone')],
    back(t, 'settings'),
  ]);
}

async function oneDay(ctx: TellerContext, day: DayChoice): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const part = hoursOf(daysOf(day));
  const seen = seenAs(part, settings);
  const now = [...new Set(part.read(settings).map((range) => rangeText(ctx, range)))].join(', ');
  const choice = (code: string): Button => to(rangeText(ctx, rangeOf(code) ?? null), 'hours_set', day, code, seen);
  return view(t(`admin.settings.days.${day}`), [t('admin.settings.hours.now', { range: now })], [
    ...pairs(READY.map(choice)),
    [choice(AROUND_THE_CLOCK), choice(DAY_OFF)],
    [to(t('admin.settings.hours.own_button'), 'hours_ask', day)],
    back(t, 'hours'),
  ]);
}

async function setDay(ctx: TellerContext, [day, code = '', seen = '']: Args): Promise<Shown | undefined> {
  const range = rangeOf(code);
  if (!isChoice(day) || range === undefined) return undefined;
  const days = daysOf(day);
  const changed = await change(ctx, hoursOf(days), seen, days.map(() => range));
  return { ...(await hours(ctx)), notice: outcomeOf(ctx, changed) };
}

async function take(ctx: TellerContext, words: string, [day, seen = '']: Args): Promise<View | string | undefined> {
  if (!isChoice(day)) return undefined;
  const range = parseRange(words);
  if (!range) return ctx.t('admin.settings.hours.not_understood');
  const days = daysOf(day);
  ctx.say(outcomeOf(ctx, await change(ctx, hoursOf(days), seen, days.map(() => range))));
  return hours(ctx);
}

/** The range that the data of a button name; null for a day off, undefined when they name none. */
function rangeOf(code: string): WorkRange | null | undefined {
  return code === DAY_OFF ? null : parseRange(code.replace(/\d\d(?=\d\d)/g, '$&:'));
}

function rangeText({ t }: TellerContext, range: WorkRange | null): string {
  if (!range) return t('admin.settings.hours.off');
  if (range.from === '00:00' && range.to === '24:00') return t('admin.settings.hours.around');
  return `${range.from}–${range.to}`;
}

function isChoice(day: string | undefined): day is DayChoice {
  return day === 'workdays' || WEEKDAYS.some((each) => each === day);
}

function daysOf(day: DayChoice): readonly Weekday[] {
  return day === 'workdays' ? WEEKDAYS.slice(0, 5) : [day];
}
