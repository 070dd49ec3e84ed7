/** Moments as the panel says them: by the clocks of the bot's time zone, wherever the process runs. */
import { findSettings } from '../bots/index.js';
import type { Locale } from '../../locales/index.js';
import type { Tx } from '../../platform/db/database.js';
import type { TellerContext } from '../identity/index.js';

const SHORT: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' };

/** @param style date and time when left out */
export async function moments(ctx: Pick<TellerContext, 'botId' | 'locale' | 'tx'>, style = SHORT): Promise<(at: Date) => string> {
  return momentsOf(await ctx.tx(), ctx.botId, ctx.locale, style);
}

/** The same outside of a chat. */
export async function momentsOf(tx: Tx, botId: number, reader: Locale, style = SHORT): Promise<(at: Date) => string> {
  const { workingHours } = (await findSettings(tx, botId)).settings;
  // English alone would put the month first.
  const locale = reader === 'en' ? 'en-GB' : reader;
  const format = new Intl.DateTimeFormat(locale, { ...style, timeZone: workingHours.timeZone });
  return (at) => format.format(at);
}
