/** What the bank says in its own words, in each language; what it does not say, Teller's own texts say. */
import { bold, fmt } from 'telegraf/format';
import { LOCALES, type Locale, type Texts, localeOf } from '../../../locales/index.js';
import { TEXT_LENGTHS, type TextKind, isPlainText, textOf } from '../../bots/index.js';
import { LANGUAGE_NAMES, type TellerContext } from '../../identity/index.js';
import {
  type Args,
  type Input,
  type Panel,
  type Shown,
  type View,
  ask,
  back,
  confirmation,
  to,
  view,
} from '../../panel/index.js';
import { bankText, change, outcomeOf, seenAs, settingsOf } from './parts.js';

/** Telegram takes no longer messages, so that nothing is cut before it was found too long. */
const MESSAGE_LENGTH = 4_096;
const KINDS = ['greeting', 'outOfHours', 'emergency', 'crisis'] as const satisfies readonly TextKind[];

export function addTexts(panel: Panel, texts: Texts): Input {
  const input: Input = {
    name: 'text',
    permission: 'settings.manage',
    length: MESSAGE_LENGTH,
    take: (ctx, words, args) => take(ctx, texts, words, args),
  };
  panel.screen('texts', 'settings.manage', (ctx) => Promise.resolve(kinds(ctx)));
  panel.screen('text', 'settings.manage', async (ctx, [kind]) => (isKind(kind) ? oneKind(ctx, texts, kind) : undefined));
  panel.asking('text_ask', 'settings.manage', (ctx, args) => askForText(ctx, input, args));
  panel.screen('text_reset_ask', 'settings.manage', askToReset);
  panel.confirmed('text_reset', 'settings.manage', (ctx, args) => reset(ctx, texts, args));
  return input;
}

function kinds({ t }: TellerContext): View {
  return view(t('admin.settings.texts.title'), [t('admin.settings.texts.hint')], [
    ...KINDS.map((kind) => [to(t(`admin.settings.texts.${kind}.name`), 'text', kind)]),
    back(t, 'settings'),
  ]);
}

async function oneKind(ctx: TellerContext, texts: Texts, kind: TextKind): Promise<View> {
  const { t } = ctx;
  const settings = await settingsOf(ctx);
  const lines = LOCALES.map((locale) => {
    const own = textOf(settings, kind, locale);
    const whose = t(own === null ? 'admin.settings.texts.ours' : 'admin.settings.texts.own');
    return fmt`\n${bold(LANGUAGE_NAMES[locale])} · ${whose}\n${own ?? builtIn(ctx, texts, kind, locale)}`;
  });
  return view(t(`admin.settings.texts.${kind}.name`), [t(`admin.settings.texts.${kind}.hint`), ...lines], [
    ...LOCALES.map((locale) => [
      to(`✏️ ${LANGUAGE_NAMES[locale]}`, 'text_ask', kind, locale),
      ...(textOf(settings, kind, locale) === null ? [] : [to(t('admin.settings.reset'), 'text_reset_ask', kind, locale)]),
    ]),
    back(t, 'texts'),
  ]);
}

/** What people read where the bank says nothing of its own. */
function builtIn(ctx: TellerContext, texts: Texts, kind: TextKind, locale: Locale): string {
  const t = texts(locale);
  switch (kind) {
    case 'greeting':
      return t('identity.greeting', { name: ctx.person.firstName });
    case 'outOfHours':
      return t('handoff.customer.out_of_hours');
    case 'emergency':
    case 'crisis':
      return t(`handoff.danger.${kind}`);
  }
}

async function askForText(ctx: TellerContext, input: Input, args: Args): Promise<boolean> {
  const named = textIn(args);
  if (!named) return false;
  const { kind, locale } = named;
  const question = ctx.t('admin.settings.texts.ask', { language: LANGUAGE_NAMES[locale], count: TEXT_LENGTHS[kind] });
  return ask(input, ctx, question, kind, locale, seenAs(bankText(kind, locale), await settingsOf(ctx)));
}

async function take(ctx: TellerContext, texts: Texts, words: string, args: Args): Promise<View | string | undefined> {
  const named = textIn(args);
  if (!named) return undefined;
  const { kind, locale } = named;
  const most = TEXT_LENGTHS[kind];
  if (words.length > most) return ctx.t('admin.settings.texts.too_long', { length: words.length, most });
  if (!isPlainText(words)) return ctx.t('admin.settings.texts.unreadable');
  ctx.say(outcomeOf(ctx, await change(ctx, bankText(kind, locale), args[2] ?? '', words)));
  return oneKind(ctx, texts, kind);
}

async function askToReset(ctx: TellerContext, args: Args): Promise<Shown | undefined> {
  const named = textIn(args);
  if (!named) return undefined;
  const { kind, locale } = named;
  const seen = seenAs(bankText(kind, locale), await settingsOf(ctx));
  const question = ctx.t('admin.settings.texts.ask_reset', { language: LANGUAGE_NAMES[locale] });
  return confirmation(ctx.t, question, ['text_reset', kind, locale, seen], to('', 'text', kind));
}

async function reset(ctx: TellerContext, texts: Texts, args: Args): Promise<Shown | undefined> {
  const named = textIn(args);
  if (!named) return undefined;
  const changed = await change(ctx, bankText(named.kind, named.locale), args[2] ?? '', null);
  return { ...(await oneKind(ctx, texts, named.kind)), notice: outcomeOf(ctx, changed) };
}

/** The text that arguments name, if there is such a one. */
function textIn([kind, tag]: Args): { readonly kind: TextKind; readonly locale: Locale } | undefined {
  const locale = localeOf(tag);
  return isKind(kind) && locale ? { kind, locale } : undefined;
}

function isKind(name: string | undefined): name is TextKind {
  return KINDS.some((kind) => kind === name);
}
