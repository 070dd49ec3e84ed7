/**
 * Who writes: /start, /language and registration by Telegram's own contact button. Open to everybody; only the
 * sender's own contact registers.
 */
import { Composer } from 'telegraf';
import { message } from 'telegraf/filters';
import { type Texts, localeOf } from '../../locales/index.js';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import { can } from '../access/index.js';
import type { TellerContext } from './context.js';
import { looksLikePhone } from './phone.js';
import { setLocale } from './repository.js';
import { register } from './service.js';
import { languageKeyboard, noKeyboard, phoneKeyboard } from './views.js';

export interface IdentityOptions {
  readonly keys: KeyRing;
  readonly texts: Texts;
  /** Called in the update's transaction once somebody has registered. */
  readonly registered: (ctx: TellerContext) => Promise<void>;
}

export function identityBot({ keys, texts, registered }: IdentityOptions): Composer<TellerContext> {
  const bot = new Composer<TellerContext>();
  bot.start((ctx) => greet(ctx));
  bot.command('language', (ctx) => ctx.say(ctx.t('identity.choose_language'), { replyMarkup: languageKeyboard() }));
  bot.action(/^language:(\w+)$/, (ctx) => chooseLanguage(ctx, texts, ctx.match[1]));
  bot.on(message('contact'), async (ctx, next) => {
    const { contact } = ctx.message;
    const forwarded = 'forward_origin' in ctx.message && ctx.message.forward_origin !== undefined;
    // Without the button, a registered person's contact card is something they want to say.
    if (ctx.person.registered && (forwarded || contact.user_id !== ctx.person.telegramId)) return next();
    const tx = await ctx.tx();
    const shared = { phoneNumber: contact.phone_number, userId: contact.user_id, forwarded };
    const registration = await register(tx, keys, ctx.botId, ctx.person, shared);
    if (registration.result === 'refused') {
      ctx.say(ctx.t(`identity.refused.${registration.reason}`), { replyMarkup: phoneKeyboard(ctx.t) });
      return;
    }
    ctx.say(ctx.t(`identity.${registration.result}`), { replyMarkup: noKeyboard() });
    await registered(ctx);
  });
  bot.on(message('text'), async (ctx, next) => {
    if (ctx.person.registered || !looksLikePhone(ctx.message.text)) return next();
    ctx.say(ctx.t('identity.refused.typed_number'), { replyMarkup: phoneKeyboard(ctx.t) });
  });
  return bot;
}

/** Asks for the phone with Telegram's contact button. */
export function askForPhone(ctx: TellerContext, reason = ctx.t('identity.ask_phone')): void {
  ctx.say(reason, { replyMarkup: phoneKeyboard(ctx.t) });
}

function greet(ctx: TellerContext): void {
  const name = ctx.person.firstName;
  if (can(ctx.person.roles, 'queue.view')) {
    ctx.say(ctx.t('identity.greeting_staff', { name }));
    ctx.say(ctx.t('identity.choose_language'), { replyMarkup: languageKeyboard() });
  } else if (ctx.person.registered) ctx.say(ctx.t('identity.greeting_back', { name }));
  else {
    ctx.say(ctx.t('identity.greeting', { name }));
    ctx.say(ctx.t('identity.choose_language'), { replyMarkup: languageKeyboard() });
  }
}

async function chooseLanguage(ctx: TellerContext, texts: Texts, tag: string | undefined): Promise<void> {
  const locale = localeOf(tag);
  if (!locale) return;
  await setLocale(await ctx.tx(), ctx.person.id, locale);
  const t = texts(locale);
  ctx.answerPress();
  ctx.editPressed({ text: t('identity.language_chosen') });
  const isStaff = can(ctx.person.roles, 'queue.view');
  if (!ctx.person.registered && !isStaff) ctx.say(t('identity.ask_phone'), { replyMarkup: phoneKeyboard(t) });
}
