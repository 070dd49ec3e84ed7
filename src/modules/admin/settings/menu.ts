/** What the bank sets for its bot. */
import type { Texts } from '../../../locales/index.js';
import type { Input } from '../inputs.js';
import { type Panel, back, to, view } from '../panel.js';
import { addHours } from './hours.js';
import { addLimits } from './limits.js';
import { addTexts } from './texts.js';
import { addTimeZone } from './time-zone.js';

export function addSettings(panel: Panel, texts: Texts): Input[] {
  panel.screen('settings', 'settings.manage', ({ t }) =>
    Promise.resolve(
      view(t('admin.settings.title'), [t('admin.settings.hint')], [
        [to(t('admin.settings.hours.button'), 'hours')],
        [to(t('admin.settings.texts.button'), 'texts')],
        [to(t('admin.settings.limits.button'), 'limits')],
        back(t, 'start'),
      ]),
    ),
  );
  addLimits(panel);
  return [addHours(panel), addTimeZone(panel), addTexts(panel, texts)];
}
