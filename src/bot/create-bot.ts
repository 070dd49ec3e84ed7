/**
 * The path of an update, top to bottom: who writes and in which language, then the modules' handlers in the order
 * in which they may claim it. What no handler claims is answered with a hint, never with silence.
 */
import { Composer } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Locale, Texts, Translate } from '../locales/index.js';
import { adminBot } from '../modules/admin/bot.js';
import { type AnswersOptions, answersBot } from '../modules/answers/bot.js';
import { warningFor } from '../modules/answers/index.js';
import type { BotSettings } from '../modules/bots/index.js';
import { broadcastsBot, endsAsking } from '../modules/broadcasts/bot.js';
import type { BroadcastJob } from '../modules/broadcasts/jobs.js';
import { type ConversationLookup, findOpenConversation } from '../modules/conversations/index.js';
import { dangerBot, handoffBot } from '../modules/handoff/bot.js';
import { type Desk, type Handoffs, type Party, activeHandoffs, pressHuman, requestHuman, resumeRequest } from '../modules/handoff/index.js';
import { type RegistrationOptions, firstRegistrationBot, identityBot, registrationBot } from '../modules/identity/bot.js';
import { Handlers, type Person, type TellerContext, findPersonsByTelegramIds } from '../modules/identity/index.js';
import { personalDataBot } from '../modules/personal-data/bot.js';
import { blocked } from './blocked.js';
import { publishPersonalCommands } from './commands.js';
import { exposedSecrets } from './exposed-secrets.js';
import { membership } from './membership.js';
import { rateLimit } from './rate-limit.js';

export interface BotParts {
  readonly phoneKeys: RegistrationOptions['phoneKeys'];
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly settings: BotSettings;
  readonly handoffs: Handoffs;
  readonly desk: Desk;
  readonly conversations: ConversationLookup;
  /** A question stands in the database: its answer may be worked on. */
  readonly asked: AnswersOptions['asked'];
  /** A broadcast stands in the database: it may be worked on. */
  readonly broadcastStarted: (job: BroadcastJob) => Promise<void>;
  /** An update was dropped, since too many came. */
  readonly limited: (botId: number) => void;
  readonly retentionDays: number;
  /** Confidence from which the FAQ answers by itself where a bank has set none, 0..1. */
  readonly autoResolveFrom: number;
}

/** What Telegram itself puts into a chat; nobody has said it. */
const SERVICE_MESSAGES = [message('pinned_message'), message('message_auto_delete_timer_changed')];

export function createBot(parts: BotParts): Handlers {
  const { phoneKeys, texts, defaultLocale, settings, handoffs, desk, conversations, asked, limited, retentionDays, autoResolveFrom, broadcastStarted } = parts;
  const bot = new Handlers();
  const registration: RegistrationOptions = {
    phoneKeys,
    registered: (ctx) => resumeRequest(ctx, handoffs),
    keyboard: async (ctx) => desk.keyboard(await ctx.tx(), ctx.person.id, ctx.locale),
  };
  bot.before(membership(handoffs));
  bot.before(blocked);
  bot.before(rateLimit({ conversations, settings, limited }));
  bot.before(exposedSecrets);
  bot.before(Composer.on(SERVICE_MESSAGES, () => undefined));
  bot.before(endsAsking);
  bot.use(identityBot({ texts, settings, showMenu }));
  bot.use(
    adminBot({
      keys: phoneKeys,
      ...{ texts, autoResolveFrom },
      blocked: async (ctx, person) => {
        ctx.send(await handoffs.unreachable(await ctx.tx(), ctx.botId, partyOf(person)));
      },
      rolesChanged: async (ctx, telegramIds) => {
        const tx = await ctx.tx();
        const persons = await findPersonsByTelegramIds(tx, telegramIds);
        for (const person of persons) showMenu(ctx, desk.translate(person.locale), person);
        ctx.send(await handoffs.rolesChanged(tx, ctx.botId));
      },
    }),
  );
  bot.use(broadcastsBot({ texts, defaultLocale, started: broadcastStarted, talks: talksWithSomebody }));
  bot.use(dangerBot({ handoffs, settings, warningFor }));
  bot.use(firstRegistrationBot(registration));
  bot.use(personalDataBot({ retentionDays }));
  bot.use(handoffBot(handoffs, desk, conversations, phoneKeys));
  bot.use(registrationBot(registration));
  bot.use(
    answersBot({
      ...{ texts, settings, conversations, asked },
      requestHuman: (ctx) => requestHuman(ctx, handoffs, 'words'),
      pressHuman: (ctx) => pressHuman(ctx, handoffs),
    }),
  );
  bot.for('bot.use').on(message('text'), (ctx) => ctx.say(ctx.t('common.unknown_command')));
  bot.for('bot.use').on('callback_query', (ctx) => ctx.answerStale());
  return bot;
}

/** Whether the sender is in a conversation with a customer, or waits for a human or talks with one themselves. */
async function talksWithSomebody(ctx: TellerContext): Promise<boolean> {
  const tx = await ctx.tx();
  const state = (await findOpenConversation(tx, ctx.person.id))?.state;
  return state === 'queued' || state === 'human' || (await activeHandoffs(tx, ctx.person.id)).length > 0;
}

function partyOf({ id, telegramId, firstName, locale }: Person): Party {
  return { personId: id, telegramId, firstName, locale };
}

function showMenu(ctx: TellerContext, t: Translate, person = ctx.person): void {
  ctx.scope.afterCommit(() => publishPersonalCommands(ctx.telegram, person, t));
}
