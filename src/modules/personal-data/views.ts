import { Markup } from 'telegraf';
import { bold, fmt } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';

/** What is kept, why and how long. */
export function explanation(t: Translate, retentionDays: number, isErasing: boolean): FmtString {
  const howLong = retentionDays === 0 ? t('privacy.how_long') : t('privacy.how_long_days', { count: retentionDays });
  const erasing = isErasing ? `\n\n${t('privacy.erasing')}` : '';
  return fmt`${bold(t('privacy.title'))}\n\n${t('privacy.what')}\n\n${t('privacy.why')}\n\n${howLong}\n\n${t('privacy.rights')}${erasing}`;
}

export function choices(t: Translate, isErasing: boolean): object {
  const erase = isErasing ? withdrawButton(t) : Markup.button.callback(t('privacy.erase_button'), 'data:erase');
  return Markup.inlineKeyboard([Markup.button.callback(t('privacy.export_button'), 'data:export'), erase], { columns: 1 })
    .reply_markup;
}

export function confirmation(t: Translate): object {
  const confirm = Markup.button.callback(t('privacy.confirm_button'), 'data:confirm');
  return Markup.inlineKeyboard([confirm, Markup.button.callback(t('privacy.keep_button'), 'data:keep')], { columns: 1 })
    .reply_markup;
}

/** The button by which somebody changes their mind. */
export function keepKeyboard(t: Translate): object {
  return Markup.inlineKeyboard([withdrawButton(t)]).reply_markup;
}

function withdrawButton(t: Translate): ReturnType<typeof Markup.button.callback> {
  return Markup.button.callback(t('privacy.keep_button'), 'data:withdraw');
}
