import { pino } from 'pino';
import type { Update } from 'telegraf/types';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import type { Logger } from '../../src/platform/logging/logger.js';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { Delivery } from '../../src/telegram/delivery.js';
import { Dispatcher } from '../../src/telegram/dispatcher.js';
import { Handling, type UpdateHandler } from '../../src/telegram/handling.js';
import { Inbox } from '../../src/telegram/inbox.js';
import type { Lease } from '../../src/telegram/lease.js';
import { type OutgoingCall, enqueueCalls } from '../../src/telegram/outbox.js';
import { type SendPolicy, Sending } from '../../src/telegram/sending.js';
import { SendLimits } from '../../src/telegram/limits.js';
import { Slots } from '../../src/telegram/slots.js';
import type { TransportEvents } from '../../src/telegram/transport-events.js';
import type { TestDatabase } from '../support/database.js';
import type { TestSimulator } from '../support/simulator.js';

export const BOT_ID = 4_200_000_001;

export interface LogLine {
  readonly level: number;
  readonly msg: string;
}

/** A log that keeps its lines for the test to read. */
export function keptLog(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) });
  return { log, lines };
}

export interface KeptEvents extends TransportEvents {
  /** What happened, such as `sent`, `flood`, `dead`, `poll:conflict`; oldest first. */
  readonly seen: string[];
}

export function keptEvents(): KeptEvents {
  const seen: string[] = [];
  return {
    seen,
    updatesReceived: (_botId, count) => void seen.push(`received:${count}`),
    updateHandled: () => void seen.push('handled'),
    updateDead: () => void seen.push('dead'),
    callMade: (_botId, result) => void seen.push(result),
    mailed: () => undefined,
    pollFailed: (_botId, reason) => void seen.push(`poll:${reason}`),
  };
}

export async function addBot({ owner }: TestDatabase, botId = BOT_ID): Promise<void> {
  await owner('bots').insert({ bot_id: botId, username: 'bot', name: 'Bot', token_sealed: '' });
  await owner('leases').insert({ bot_id: botId });
}

export interface TestLease extends Lease {
  expire(): void;
}

/** Makes the caller the owner of the bot, as a keeper does: the fence rises. */
export async function takeLease({ owner }: TestDatabase, botId = BOT_ID): Promise<TestLease> {
  const [row] = await owner('leases').where({ bot_id: botId }).increment('fence', 1).returning<{ fence: number }[]>('fence');
  if (!row) throw new Error(`There is no bot ${botId}`);
  let valid = true;
  return { botId, fence: row.fence, isValid: () => valid, expire: () => void (valid = false) };
}

export function textUpdate(updateId: number, chatId: number, text = `update ${updateId}`): Update {
  const chat = { id: chatId, type: 'private' as const, first_name: 'Person' };
  const from = { id: chatId, is_bot: false, first_name: 'Person' };
  return { update_id: updateId, message: { message_id: updateId, date: 0, chat, from, text } };
}

/** The chat and the text of an update made by `textUpdate`. */
export function textOf(update: Update): { readonly chatId: number; readonly text: string } {
  if (!('message' in update) || !('text' in update.message)) throw new Error('This is no text message');
  return { chatId: update.message.chat.id, text: update.message.text };
}

export interface TestDispatcher {
  readonly inbox: Inbox;
  readonly dispatcher: Dispatcher;
  readonly events: KeptEvents;
  readonly lines: LogLine[];
  /** Stores updates and wakes the dispatcher. */
  store(updates: readonly Update[]): Promise<void>;
}

export interface DispatcherOptions {
  readonly database: TestDatabase;
  readonly lease: Lease;
  readonly handle: UpdateHandler['handle'];
  readonly apologize?: UpdateHandler['apologize'];
  readonly retryPausesMs?: readonly number[];
}

export function createDispatcher(options: DispatcherOptions): TestDispatcher {
  const { database, lease, handle, retryPausesMs = [5, 10] } = options;
  const { log, lines } = keptLog();
  const events = keptEvents();
  const inbox = new Inbox(database.db);
  const handler = { handle, apologize: options.apologize ?? (() => Promise.resolve([])) };
  const handling = new Handling({ db: database.db, inbox, lease, handler, events, log, retryPausesMs });
  const dispatcher = new Dispatcher(inbox, lease, handling, log);
  const store = async (updates: readonly Update[]): Promise<void> => {
    await inbox.storeAll(lease.botId, updates);
    dispatcher.wake();
  };
  return { inbox, dispatcher, events, lines, store };
}

/** Lets everything leave. */
export const OPEN_POLICY: SendPolicy = {
  mayStillSend: () => Promise.resolve(true),
  becameUnreachable: () => Promise.resolve([]),
  makeFile: () => Promise.resolve(undefined),
};

export interface DeliveryOptions {
  readonly database: TestDatabase;
  readonly simulator: TestSimulator;
  readonly lease: Lease;
  readonly policy?: SendPolicy;
  readonly sendRate?: number;
  readonly callTimeoutMs?: number;
}

export interface TestDelivery {
  readonly delivery: Delivery;
  readonly events: KeptEvents;
  readonly lines: LogLine[];
  /** Writes calls in one tenant transaction and wakes the delivery. */
  enqueue(calls: readonly OutgoingCall[]): Promise<void>;
}

export function createDelivery(options: DeliveryOptions): TestDelivery {
  const { database, simulator, lease, policy = OPEN_POLICY, sendRate = 1_000, callTimeoutMs } = options;
  const { log, lines } = keptLog();
  const events = keptEvents();
  const api = createBotApi(simulator.token, simulator.url);
  const sending = new Sending({ db: database.db, lease, api, policy, guardedSlots: new Slots(5), ...(callTimeoutMs !== undefined && { callTimeoutMs }) });
  const limits = new SendLimits(sendRate, performance.now());
  const delivery = new Delivery({ db: database.db, lease, sending, events, log, limits, idle: () => undefined });
  const enqueue = async (calls: readonly OutgoingCall[]): Promise<void> => {
    await tenantTransaction(database.db, lease.botId, (tx) => enqueueCalls(tx, lease.botId, calls));
    delivery.wake();
  };
  return { delivery, events, lines, enqueue };
}

export function say(chatId: number, text: string, more: Partial<OutgoingCall> = {}): OutgoingCall {
  return { chatId, method: 'sendMessage', payload: { text }, ...more };
}

/** People who have opened the chat with the bot. */
export async function openChats(simulator: TestSimulator, count: number): Promise<number[]> {
  const phones = Array.from({ length: count }, () => simulator.phone());
  for (const phone of phones) await phone.send('/start');
  return phones.map(({ userId }) => userId);
}

/** The texts that reached a chat, in order. */
export function textsIn(simulator: TestSimulator, chatId: number): unknown[] {
  return simulator
    .calls('sendMessage')
    .filter(({ ok, params }) => ok && params.chat_id === chatId)
    .map(({ params }) => params.text);
}

/** A promise and the key to it. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}
