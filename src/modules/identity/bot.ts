/**
 * Who writes: /start, /language and registration by Telegram's own contact button. Open to everybody; only the
 * sender's own contact registers.
 */
import { message } from 'telegraf/filters';
import type { Contact, Message } from 'telegraf/types';
import { type Texts, type Translate, localeOf } from '../../locales/index.js';
import { acceptInvitation, can, isInvitation, roleName } from '../access/index.js';
import { type BotSettings, textOf } from '../bots/index.js';
import { actorOf } from './acts.js';
import type { TellerContext } from './context.js';
import type { Person } from './person.js';
import { Handlers } from './handlers.js';
import { looksLikePhone } from './phone.js';
import { findPersonByTelegramId, setLocale } from './repository.js';
import { type PhoneKeys, type SharedContact, isOwn, register } from './service.js';
import { languageKeyboard, phoneKeyboard } from './views.js';

export interface IdentityOptions {
  readonly texts: Texts;
  readonly settings: BotSettings;
  /** Shows the commands menu of the sender's chat in a language. */
  readonly showMenu: (ctx: TellerContext, t: Translate, person?: Person) => void;
}

export interface RegistrationOptions {
  readonly phoneKeys: PhoneKeys;
  /** Called in the update's transaction once somebody has registered; answers whether it said what comes next. */
  readonly registered: (ctx: TellerContext) => Promise<boolean>;
  /** The keyboard that the sender's chat has once the one with the contact button has gone. */
  readonly keyboard: (ctx: TellerContext) => Promise<object>;
}

export function identityBot({ texts, settings, showMenu }: IdentityOptions): Handlers {
  const handlers = new Handlers();
  const bot = handlers.for('bot.use');
  bot.start(async (ctx) => {
    if (isInvitation(ctx.payload)) {
      await accept(ctx, ctx.payload, showMenu);
      return;
    }
    if (isStaff(ctx)) showMenu(ctx, ctx.t);
    await greet(ctx, settings);
  });
  bot.command('language', (ctx) => ctx.say(ctx.t('identity.choose_language'), { replyMarkup: languageKeyboard() }));
  bot.action(/^language:(.*)$/s, async (ctx) => {
    const locale = localeOf(ctx.match[1]);
    if (!locale) {
      ctx.answerPress(ctx.t('common.stale'));
      return;
    }
    await setLocale(await ctx.tx(), ctx.person.id, locale);
    const t = texts(locale);
    showMenu(ctx, t);
    ctx.answerPress();
    ctx.editPressed({ text: t('identity.language_chosen') });
    if (ctx.person.registered || isStaff(ctx)) return;
    // At /start they were greeted in the language of their Telegram.
    const own = locale === ctx.locale ? null : textOf(await settings.get(ctx.botId), 'greeting', locale);
    if (own !== null) ctx.say(own);
    ctx.say(t('identity.ask_phone'), { replyMarkup: phoneKeyboard(t) });
  });
  return handlers;
}

/** Registers whoever shares their own contact for the first time, whatever else is going on in their chat. */
export function firstRegistrationBot(options: RegistrationOptions): Handlers {
  const handlers = new Handlers();
  const bot = handlers.for('bot.use');
  bot.on(message('contact'), (ctx, next) => {
    const shared = sharedContact(ctx.message, ctx.message.contact);
    return !ctx.person.registered && isOwn(ctx.person, shared) ? share(ctx, shared, options) : next();
  });
  return handlers;
}

/** Contacts and typed numbers that nobody else has a use for: a new number, or one that cannot register. */
export function registrationBot(options: RegistrationOptions): Handlers {
  const handlers = new Handlers();
  const bot = handlers.for('bot.use');
  bot.on(message('contact'), (ctx, next) => {
    const shared = sharedContact(ctx.message, ctx.message.contact);
    // A registered person's contact card of somebody else is something they want to say.
    return ctx.person.registered && !isOwn(ctx.person, shared) ? next() : share(ctx, shared, options);
  });
  bot.on(message('text'), async (ctx, next) => {
    if (ctx.person.registered || !looksLikePhone(ctx.message.text)) return next();
    ctx.say(ctx.t('identity.refused.typed_number'), { replyMarkup: phoneKeyboard(ctx.t) });
  });
  return handlers;
}

/** Gives the sender the role that an invitation's link brings. */
async function accept(ctx: TellerContext, code: string, showMenu: IdentityOptions['showMenu']): Promise<void> {
  const tx = await ctx.tx();
  const { id: personId, telegramId, permissions } = ctx.person;
  const accepted = await acceptInvitation(tx, ctx.botId, { actor: actorOf(ctx), personId, telegramId, permissions }, code);
  if (!accepted) {
    ctx.say(ctx.t('identity.invitation_over'));
    return;
  }
  const role = roleName(ctx.t, accepted.role.name);
  if (accepted.result === 'had_before') {
    ctx.say(ctx.t('identity.invitation_unneeded', { role }));
    return;
  }
  const person = await findPersonByTelegramId(tx, telegramId);
  showMenu(ctx, ctx.t, person);
  ctx.say(ctx.t('identity.invitation_accepted', { role }));
}

/** Asks for the phone with Telegram's contact button. */
export function askForPhone(ctx: TellerContext, reason = ctx.t('identity.ask_phone')): void {
  ctx.say(reason, { replyMarkup: phoneKeyboard(ctx.t) });
}

function isStaff(ctx: TellerContext): boolean {
  return can(ctx.person, 'queue.view');
}

/** Says what a member of the staff can do here. */
export function greetStaff(ctx: TellerContext): void {
  const serves = can(ctx.person, 'handoff.notices');
  ctx.say(ctx.t(serves ? 'identity.greeting_staff' : 'identity.greeting_admin', { name: ctx.person.firstName }));
}

async function greet(ctx: TellerContext, settings: BotSettings): Promise<void> {
  const { firstName: name, registered } = ctx.person;
  if (isStaff(ctx)) greetStaff(ctx);
  else {
    const own = textOf(await settings.get(ctx.botId), 'greeting', ctx.locale);
    ctx.say(own ?? ctx.t(registered ? 'identity.greeting_back' : 'identity.greeting', { name }));
    if (registered) return;
  }
  ctx.say(ctx.t('identity.choose_language'), { replyMarkup: languageKeyboard() });
}

/** The contact card of a received message. */
export function sharedContact(received: Message, contact: Contact): SharedContact {
  return { phoneNumber: contact.phone_number, userId: contact.user_id, forwarded: 'forward_origin' in received };
}

async function share(ctx: TellerContext, shared: SharedContact, options: RegistrationOptions): Promise<void> {
  const tx = await ctx.tx();
  const registration = await register(tx, options.phoneKeys, ctx.botId, ctx.person, shared);
  if (registration.result === 'refused') {
    const keyboard = ctx.person.registered || isStaff(ctx) ? await options.keyboard(ctx) : phoneKeyboard(ctx.t);
    ctx.say(ctx.t(`identity.refused.${registration.reason}`), { replyMarkup: keyboard });
    return;
  }
  ctx.say(ctx.t(`identity.${registration.result}`), { replyMarkup: await options.keyboard(ctx) });
  const followed = await options.registered(ctx);
  if (registration.result === 'registered' && !followed) ctx.say(ctx.t('identity.what_next'));
}
