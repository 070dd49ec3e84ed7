/**
 * Changing a part of the settings. A button and a question say which value is wanted and what the part was
 * when they were shown: of two admins who change the same part, the second is shown what the first has done,
 * and neither minds what others do to other parts.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Locale } from '../../../locales/index.js';
import {
  type Settings,
  type TextKind,
  type Weekday,
  type WorkRange,
  findSettings,
  lockSettings,
  saveSettings,
} from '../../bots/index.js';
import { type TellerContext, actorOf } from '../../identity/index.js';

export interface Part<Value> {
  read(settings: Settings): Value;
  write(settings: Settings, value: Value): Settings;
}

/** What has become of a change; `overtaken`: somebody else was first. */
export type Changed = 'changed' | 'unchanged' | 'overtaken';

/** The settings as they are now, past what readers remember. */
export async function settingsOf(ctx: TellerContext): Promise<Settings> {
  return (await findSettings(await ctx.tx(), ctx.botId)).settings;
}

/** A short name for what a part is now. */
export function seenAs<Value>(part: Part<Value>, settings: Settings): string {
  return createHash('sha256').update(JSON.stringify(part.read(settings))).digest('hex').slice(0, 8);
}

/** @param seen what the part was when the change was offered, by `seenAs` */
export async function change<Value>(
  ctx: TellerContext,
  part: Part<Value>,
  seen: string,
  wanted: Value,
): Promise<Changed> {
  const tx = await ctx.tx();
  const stored = await lockSettings(tx, ctx.botId);
  if (isDeepStrictEqual(part.read(stored.settings), wanted)) return 'unchanged';
  if (seenAs(part, stored.settings) !== seen) return 'overtaken';
  await saveSettings(tx, ctx.botId, actorOf(ctx), stored, part.write(stored.settings, wanted));
  return 'changed';
}

/** What has become of a change, shortly. */
export function outcomeOf(ctx: TellerContext, changed: Changed): string {
  const texts = { changed: 'admin.done', unchanged: 'admin.done_before', overtaken: 'admin.settings.overtaken' } as const;
  return ctx.t(texts[changed]);
}

/** The hours of some days, in their order. */
export function hoursOf(days: readonly Weekday[]): Part<readonly (WorkRange | null)[]> {
  return {
    read: ({ workingHours }) => days.map((day) => workingHours.days[day]),
    write: (settings, ranges) => {
      const changed = Object.fromEntries(days.map((day, index) => [day, ranges[index] ?? null]));
      const { workingHours } = settings;
      return { ...settings, workingHours: { ...workingHours, days: { ...workingHours.days, ...changed } } };
    },
  };
}

export const TIME_ZONE: Part<string> = {
  read: ({ workingHours }) => workingHours.timeZone,
  write: (settings, timeZone) => ({ ...settings, workingHours: { ...settings.workingHours, timeZone } }),
};

export function bankText(kind: TextKind, locale: Locale): Part<string | null> {
  return {
    read: ({ texts }) => texts[kind][locale],
    write: (settings, text) => {
      const { texts } = settings;
      return { ...settings, texts: { ...texts, [kind]: { ...texts[kind], [locale]: text } } };
    },
  };
}

export const MIN_CONFIDENCE_SET: Part<number | null> = {
  read: ({ thresholds }) => thresholds.minConfidence,
  write: (settings, minConfidence) => ({ ...settings, thresholds: { ...settings.thresholds, minConfidence } }),
};

export const AUTO_RESOLVE_SET: Part<number | null> = {
  read: ({ thresholds }) => thresholds.autoResolve,
  write: (settings, autoResolve) => ({ ...settings, thresholds: { ...settings.thresholds, autoResolve } }),
};

export const UPDATES_PER_MINUTE = limitPart('updatesPerMinute');

export function limitPart(name: keyof Settings['limits']): Part<number | null> {
  return {
    read: ({ limits }) => limits[name],
    write: (settings, value) => ({ ...settings, limits: { ...settings.limits, [name]: value } }),
  };
}

export function broadcastPart<Name extends keyof Settings['broadcasts']>(name: Name): Part<Settings['broadcasts'][Name]> {
  return {
    read: ({ broadcasts }) => broadcasts[name],
    write: (settings, value) => ({ ...settings, broadcasts: { ...settings.broadcasts, [name]: value } }),
  };
}
