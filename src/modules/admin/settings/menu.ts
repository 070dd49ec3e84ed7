/** What the bank sets for its bot. */
import type { Texts } from '../../../locales/index.js';
import { findSettings } from '../../bots/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Input, type Panel, type View, back, to, view } from '../../panel/index.js';
import { addBroadcasts } from './broadcasts.js';
import { addHours } from './hours.js';
import { addLimits } from './limits.js';
import { addSpending } from './spending.js';
import { addTexts } from './texts.js';
import { addTimeZone } from './time-zone.js';

/** @param autoResolveFrom the confidence from which the FAQ answers where nothing is set, 0..1 */
export function addSettings(panel: Panel, texts: Texts, autoResolveFrom: number): Input[] {
  panel.screen('settings', 'settings.manage', menu);
  addLimits(panel, autoResolveFrom);
  addSpending(panel);
  return [...addBroadcasts(panel), addHours(panel), addTimeZone(panel), addTexts(panel, texts)];
}

async function menu(ctx: TellerContext): Promise<View> {
  const { t } = ctx;
  const { isSound } = await findSettings(await ctx.tx(), ctx.botId);
  const hints = [t('admin.settings.hint'), ...(isSound ? [] : [t('admin.settings.unreadable')])];
  return view(t('admin.settings.title'), hints, [
    [to(t('admin.settings.hours.button'), 'hours')],
    [to(t('admin.settings.texts.button'), 'texts')],
    [to(t('admin.settings.limits.button'), 'limits')],
    [to(t('admin.settings.spending.button'), 'spending')],
    [to(t('admin.settings.broadcasts.button'), 'mailings')],
    back(t, 'start'),
  ]);
}
