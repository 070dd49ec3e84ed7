/** The bots: their tenants' rows, their Bot API clients, and the fleet that runs those this process has leased. */
import { publishCommands } from '../bot/commands.js';
import { createBot } from '../bot/create-bot.js';
import { createSendPolicy } from '../bot/send-policy.js';
import { createUpdateHandler } from '../bot/update-handler.js';
import { ANSWER, answerKey } from '../modules/answers/jobs.js';
import { bootstrapStaff } from '../modules/access/index.js';
import { BroadcastLedger, makeFailures } from '../modules/broadcasts/index.js';
import { BROADCAST, broadcastKey } from '../modules/broadcasts/jobs.js';
import { findBot, saveBot, saveBotNames } from '../modules/bots/index.js';
import { ConversationLookup } from '../modules/conversations/index.js';
import { Desk, Handoffs } from '../modules/handoff/index.js';
import { Senders } from '../modules/identity/index.js';
import { makeDocumentFile } from '../modules/knowledge/index.js';
import { makeExport } from '../modules/personal-data/index.js';
import { POOL_SIZE } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';
import { type BotApi, createBotApi } from '../telegram/bot-api.js';
import type { RunnerParts } from '../telegram/bot-runner.js';
import type { FileMaker } from '../telegram/files.js';
import { Fleet } from '../telegram/fleet.js';
import { type Inbox } from '../telegram/inbox.js';
import type { Lease, LeaseTimes } from '../telegram/lease.js';
import { enqueueCalls } from '../telegram/outbox.js';
import { Slots } from '../telegram/slots.js';
import type { Foundation } from './foundation.js';
import type { Jobs } from './jobs.js';

/** Adds the bot of BOT_TOKEN and the staff of the configuration. */
export async function addConfiguredBot({ config, db, keys }: Foundation): Promise<void> {
  const { botToken } = config.secrets;
  if (botToken === undefined) return;
  const botId = await saveBot(db, keys, botToken);
  await tenantTransaction(db, botId, (tx) => bootstrapStaff(tx, botId, config.settings.staff));
}

/** Bot API clients by bot, each made once. */
export class BotApis {
  readonly #foundation: Foundation;
  readonly #apis = new Map<number, Promise<BotApi>>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  get(botId: number): Promise<BotApi> {
    const { db, keys, config } = this.#foundation;
    let api = this.#apis.get(botId);
    if (!api) {
      api = findBot(db, keys, botId).then(({ token }) => createBotApi(token, config.settings.telegram.apiRoot));
      api.catch(() => this.#apis.delete(botId));
      this.#apis.set(botId, api);
    }
    return api;
  }
}

/** The way to a human, as bots and the REST API share it. */
export function createHandoffs({ config, botSettings, keys, texts }: Foundation): { readonly desk: Desk; readonly handoffs: Handoffs } {
  const desk = new Desk(texts, config.settings.defaultLocale, keys, botSettings);
  return { desk, handoffs: new Handoffs(desk, botSettings) };
}

export interface FleetParts {
  readonly inbox: Inbox;
  readonly apis: BotApis;
  readonly jobs: Jobs;
  readonly leaseTimes: LeaseTimes | undefined;
}

export function createFleet(foundation: Foundation, { inbox, apis, jobs, leaseTimes }: FleetParts): Fleet {
  const { config, db, lookupDb, databaseUrl, botSettings, log, keys, phones, texts, metrics } = foundation;
  const { settings, secrets } = config;
  const senders = new Senders(lookupDb);
  const { desk, handoffs } = createHandoffs(foundation);
  const bot = createBot({
    phoneKeys: { keys, phones },
    ...{ texts, defaultLocale: settings.defaultLocale },
    settings: botSettings,
    handoffs,
    desk,
    conversations: new ConversationLookup(lookupDb),
    asked: (job) => jobs.queue.enqueue(ANSWER, job, { key: answerKey(job) }),
    broadcastStarted: (job) => jobs.queue.enqueue(BROADCAST, job, { key: broadcastKey(job) }),
    limited: (botId) => metrics.limited(botId),
    retentionDays: settings.retentionDays,
    autoResolveFrom: settings.autoResolveFrom,
  });
  const makeFile: FileMaker = async (tx, botId, name) =>
    (await makeExport(tx, keys, botId, name)) ?? (await makeFailures(tx, texts, botId, name)) ?? makeDocumentFile(tx, name);
  const policy = createSendPolicy(handoffs, makeFile);
  const ledger = new BroadcastLedger({
    ...{ db, texts, defaultLocale: settings.defaultLocale },
    becameUnreachable: async (tx, botId, chatId) => enqueueCalls(tx, botId, await policy.becameUnreachable(tx, botId, chatId)),
  });
  const guardedSlots = new Slots(POOL_SIZE / 2);

  const outfit = async (lease: Lease): Promise<RunnerParts> => {
    const api = await apis.get(lease.botId);
    const { username, name } = await findBot(db, keys, lease.botId);
    const me = { id: lease.botId, username, name };
    const handler = createUpdateHandler({ bot, api, me, senders, texts, defaultLocale: settings.defaultLocale });
    void introduce(foundation, api, lease.botId);
    const { updates } = settings;
    const webhook =
      updates.mode === 'webhook' && secrets.webhookSecret !== undefined
        ? { url: `${updates.baseUrl}/tg/${lease.botId}`, secret: secrets.webhookSecret }
        : undefined;
    const common = { db, inbox, lease, api, handler, policy, guardedSlots, events: metrics.transport, log };
    return { ...common, sendRate: settings.telegram.sendRate, mailing: { ledger, rate: settings.telegram.broadcastRate }, ...(webhook && { webhook }) };
  };
  return new Fleet({ db, databaseUrl, log, outfit, ...(leaseTimes && { leaseTimes }) });
}

/** Learns the bot's name and publishes its commands; neither keeps it from working. */
async function introduce({ db, log, texts, config }: Foundation, api: BotApi, botId: number): Promise<void> {
  try {
    const me = await api.call<{ username: string; first_name: string }>('getMe', {});
    await saveBotNames(db, botId, me.username, me.first_name);
    await publishCommands(api, texts, texts(config.settings.defaultLocale));
  } catch (error) {
    log.warn({ err: error, botId }, "the bot's name or commands could not be exchanged with Telegram");
  }
}

