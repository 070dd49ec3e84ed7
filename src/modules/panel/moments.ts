/** Moments as the panel says them: by the clocks of the bot's time zone, wherever the process runs. */
import { findSettings } from '../bots/index.js';
import type { TellerContext } from '../identity/index.js';

export async function moments(ctx: Pick<TellerContext, 'botId' | 'locale' | 'tx'>): Promise<(at: Date) => string> {
  const { workingHours } = (await findSettings(await ctx.tx(), ctx.botId)).settings;
  // English alone would put the month first.
  const locale = ctx.locale === 'en' ? 'en-GB' : ctx.locale;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: workingHours.timeZone });
  return (at) => format.format(at);
}
