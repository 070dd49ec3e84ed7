/**
 * Messages to very many people, such as a broadcast: each is sent at most once. A call is marked as under way, in a
 * commit of its own, before it is made; what came of it is recorded after. One that was under way when its process
 * died, or whose answer never came, is of unknown outcome and is never made again by itself.
 *
 * Only the process that holds the bot's lease sends. A mark that is taken while the fence is not current, or while
 * the mailing is stopped, is refused, so that a pause holds from one moment to the next.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Batcher } from '../platform/batcher.js';
import { isDatabaseUnavailable } from '../platform/db/database.js';
import { type BotApi, messageIdsIn, messagesMade } from './bot-api.js';
import type { Lease } from './lease.js';
import { type Fare, type SendLimits, TokenBucket } from './limits.js';
import { type SendError, classifySendError } from './send-error.js';

/** A call of a mailing: one message, or one album, to one chat. */
export interface MailingCall {
  /** Unique within the bot. */
  readonly id: string;
  readonly chatId: number;
  readonly method: string;
  /** Its parameters without `chat_id`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /**
   * Made once the call has succeeded, at most once, too: the buttons of an album, which cannot carry any. What comes of it
   * changes nothing about the outcome.
   */
  readonly followUp?: Pick<MailingCall, 'method' | 'payload'>;
  /** Made twice it does no more than made once: it is made again when nobody knows what came of it. */
  readonly repeatable?: true;
  /** At how many a second such calls go, where that is not the rate of the mailing. */
  readonly perSecond?: number;
}

export type MailingOutcome =
  | { readonly result: 'sent'; readonly messageIds: readonly number[] }
  /** Telegram has not taken it, and will later. */
  | { readonly result: 'again' }
  | { readonly result: 'blocked' | 'failed' | 'unknown'; readonly error: string };

export interface MailingResult {
  readonly call: MailingCall;
  readonly outcome: MailingOutcome;
}

/** Where calls of mailings come from: a ledger in the database. */
export interface MailingLedger {
  /** The next calls of a fare that may be made, the most urgent first, without those in hand. */
  next(botId: number, inHand: readonly string[], limit: number, fare: Fare): Promise<readonly MailingCall[]>;
  /** Marks calls as under way. Answers, call by call, whether it may be made. */
  begin(lease: Lease, calls: readonly MailingCall[]): Promise<readonly boolean[]>;
  record(lease: Lease, results: readonly MailingResult[]): Promise<void>;
  /**
   * Calls that are marked as under way, and that nobody is at, are of unknown outcome: those that an owner of the bot
   * before this one left, and those of this one's whose mark was taken though nobody was told so.
   */
  abandon(lease: Lease, inHand: readonly string[]): Promise<void>;
}

export interface MailingParts {
  readonly ledger: MailingLedger;
  readonly lease: Lease;
  readonly api: BotApi;
  /** Those of the bot, which its replies count against, too. */
  readonly limits: SendLimits;
  /** Messages per second, where a call names no rate of its own. */
  readonly rate: number;
  readonly fare: Fare;
  /** The calls of all fares that this process has read and not finished. */
  readonly inHand: Set<string>;
  /** Whether a reply waits for its turn: replies go first. */
  readonly repliesWait: () => boolean;
  readonly recorded: (result: MailingOutcome['result']) => void;
  readonly troubled: (error: unknown) => void;
}

export const MAILING_CHANNEL = 'teller_mailing';

const SAFETY_NET_MS = 10_000;
const PAGE = 500;
const MAX_PARALLEL = 500;
const CALL_TIMEOUT_MS = 30_000;
const DATABASE_PAUSE_MS = 1_000;
/** Until the ledger is read again, once a call was refused that it had offered. */
const REFUSED_PAUSE_MS = 200;
/** Part of a second's allowance that may be sent at once, to make up for timers that come late. */
const BURST_SECONDS = 0.1;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** How often a call that follows is tried which Telegram has surely not taken. */
const FOLLOW_UP_TRIES = 3;

export class Mailing {
  readonly #parts: MailingParts;
  #bucket: TokenBucket;
  readonly #waiting: MailingCall[] = [];
  readonly #begun: Batcher<MailingCall, boolean>;
  readonly #recorded: Batcher<MailingResult, void>;
  readonly #active = new Set<Promise<void>>();
  #calls = 0;
  #loading = false;
  #mayHoldMore = true;
  #pausedUntil = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #rereading: NodeJS.Timeout | undefined;
  #safetyNet: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();

  constructor(parts: MailingParts) {
    const { ledger, lease, rate } = parts;
    this.#parts = parts;
    this.#bucket = bucketOf(rate);
    const options = { isOnesFault: (error: unknown) => !isDatabaseUnavailable(error) };
    this.#begun = new Batcher((calls) => ledger.begin(lease, calls), options);
    this.#recorded = new Batcher<MailingResult, void>(async (results) => {
      await ledger.record(lease, results);
      return [];
    }, options);
  }

  start(): void {
    this.#look();
    this.#safetyNet = setInterval(() => this.#look(), SAFETY_NET_MS);
  }

  /** Says that the ledger may hold something new. What waits here is read again, since the new may be more urgent. */
  wake(): void {
    for (const { id } of this.#waiting.splice(0)) this.#parts.inHand.delete(id);
    this.#mayHoldMore = true;
    this.#run();
  }

  /** Says that no reply waits any more. Costs next to nothing. */
  goOn(): void {
    this.#run();
  }

  /** Begins no further call, and waits for those under way, for their records, and for what is being read. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#rereading);
    clearInterval(this.#safetyNet);
    await Promise.all(this.#active);
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Without having been told: a notification may be lost, and an owner before this one may just have died. */
  #look(): void {
    const { ledger, lease, troubled, inHand, fare } = this.#parts;
    // Once for all fares.
    if (fare === 'free') this.#track(ledger.abandon(lease, [...inHand]).catch(troubled));
    this.wake();
  }

  #run(): void {
    const { lease, limits, repliesWait, fare } = this.#parts;
    while (!this.#stopped && lease.isValid() && this.#calls < MAX_PARALLEL && !repliesWait()) {
      const call = this.#waiting[0];
      if (this.#waiting.length < PAGE / 2) this.#load();
      if (!call) return;
      const now = performance.now();
      const bucket = this.#bucketFor(call);
      const wait = Math.max(this.#pausedUntil - now, bucket.waitMs(now), limits.botWaitMs(now, fare));
      if (wait > 0) {
        this.#runIn(wait);
        return;
      }
      this.#waiting.shift();
      const chatWait = limits.chatWaitMs(call.chatId, now);
      if (chatWait > 0) {
        this.#offerIn(chatWait, call);
        continue;
      }
      const messages = messagesMade(call.payload);
      bucket.take(now, messages);
      limits.take(call.chatId, now, messages, fare);
      this.#start(call);
    }
  }

  #bucketFor({ perSecond = this.#parts.rate }: MailingCall): TokenBucket {
    if (this.#bucket.perSecond !== perSecond) this.#bucket = bucketOf(perSecond);
    return this.#bucket;
  }

  /** Runs again after a pause; of several, the first counts. */
  #runIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, ms);
  }

  /** Somebody has just been written to otherwise; others are not to wait for it. */
  #offerIn(ms: number, call: MailingCall): void {
    setTimeout(() => {
      this.#waiting.unshift(call);
      this.#run();
    }, ms).unref();
  }

  #load(): void {
    if (this.#loading || !this.#mayHoldMore) return;
    this.#loading = true;
    this.#mayHoldMore = false;
    const { ledger, lease, troubled, fare } = this.#parts;
    const loaded = ledger.next(lease.botId, [...this.#parts.inHand], PAGE, fare).then((calls) => {
      // Woken meanwhile: something more urgent may have come.
      if (this.#mayHoldMore) return;
      this.#mayHoldMore = calls.length === PAGE;
      for (const call of calls) this.#parts.inHand.add(call.id);
      this.#waiting.push(...calls);
    }, troubled);
    this.#track(
      loaded.finally(() => {
        this.#loading = false;
        this.#run();
      }),
    );
  }

  /**
   * The ledger has refused a call that it had offered: the mailing was stopped, and what else was read before is as old.
   * It is let go, so that it costs nothing of the rate, and read anew.
   */
  #letGo(call: MailingCall): void {
    const messages = messagesMade(call.payload);
    this.#bucket.giveBack(messages);
    this.#parts.limits.giveBack(call.chatId, messages, this.#parts.fare);
    for (const { id } of this.#waiting.splice(0)) this.#parts.inHand.delete(id);
    this.#rereading ??= setTimeout(() => {
      this.#rereading = undefined;
      this.wake();
    }, REFUSED_PAUSE_MS);
  }

  #start(call: MailingCall): void {
    this.#calls++;
    this.#track(
      this.#send(call).finally(() => {
        this.#calls--;
        this.#parts.inHand.delete(call.id);
        this.#run();
      }),
    );
  }

  #track(work: Promise<void>): void {
    this.#active.add(work);
    void work.finally(() => this.#active.delete(work));
  }

  async #send(call: MailingCall): Promise<void> {
    const { lease, recorded, troubled } = this.#parts;
    const mayGo = await this.#begun.add(call).catch((error: unknown) => {
      troubled(error);
      return undefined;
    });
    if (mayGo === false) {
      this.#letGo(call);
      return;
    }
    // A mark of which nobody knows whether it was taken is taken back: no call has been made.
    const outcome: MailingOutcome = mayGo ? await this.#make(call) : { result: 'again' };
    for (;;) {
      try {
        await this.#recorded.add({ call, outcome });
        recorded(outcome.result);
        return;
      } catch (error) {
        troubled(error);
        if (!lease.isValid()) return;
        await sleep(DATABASE_PAUSE_MS);
      }
    }
  }

  async #make(call: MailingCall): Promise<MailingOutcome> {
    if (!this.#parts.lease.isValid()) return { result: 'again' };
    try {
      const messageIds = await this.#ask(call.chatId, call);
      return { result: 'sent', messageIds: [...messageIds, ...(await this.#follow(call))] };
    } catch (error) {
      const outcome = outcomeOf(this.#refused(error));
      return call.repeatable && outcome.result === 'unknown' ? { result: 'again' } : outcome;
    }
  }

  /** Answers the messages it made: none when it was not made, which is reported and no more. */
  async #follow({ chatId, followUp }: MailingCall): Promise<number[]> {
    if (!followUp) return [];
    const { lease, limits, fare, troubled } = this.#parts;
    limits.answered(chatId, performance.now());
    for (let tries = 1; ; tries++) {
      await this.#turnOf(chatId);
      if (!lease.isValid()) return [];
      this.#bucket.take(performance.now());
      limits.take(chatId, performance.now(), 1, fare);
      try {
        return await this.#ask(chatId, followUp);
      } catch (error) {
        const refusal = this.#refused(error);
        if (outcomeOf(refusal).result === 'again' && tries < FOLLOW_UP_TRIES && !this.#stopped) continue;
        troubled(new Error(`What follows an album was not sent: ${refusal.description}`));
        return [];
      }
    }
  }

  /** Waits until the chat may be written to again; not at all when the mailing stops. */
  async #turnOf(chatId: number): Promise<void> {
    const { limits, fare } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const now = performance.now();
      const wait = Math.max(this.#pausedUntil - now, limits.botWaitMs(now, fare), limits.chatWaitMs(chatId, now));
      if (wait <= 0) return;
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  async #ask(chatId: number, { method, payload }: Pick<MailingCall, 'method' | 'payload'>): Promise<number[]> {
    const made = await this.#parts.api.call(method, { chat_id: chatId, ...payload }, CALL_TIMEOUT_MS);
    this.#failures = 0;
    return messageIdsIn(made);
  }

  /** Why a call failed; pauses as long as that asks for. */
  #refused(error: unknown): SendError {
    const refusal = classifySendError(error);
    const pause = this.#pauseAfter(refusal);
    if (pause > 0) this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + pause);
    if (refusal.kind === 'flood') this.#parts.limits.pauseBot(pause, performance.now());
    return refusal;
  }

  /** While Telegram has trouble, calls are made one by one with growing pauses, so that few of them end as unknown. */
  #pauseAfter({ kind, retryAfterMs }: SendError): number {
    if (kind === 'flood') return retryAfterMs ?? FIRST_PAUSE_MS;
    if (kind === 'blocked' || kind === 'chat_not_found' || kind === 'bad_request') return 0;
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
  }
}

function bucketOf(rate: number): TokenBucket {
  return new TokenBucket(Math.max(1, rate * BURST_SECONDS), rate, performance.now());
}

/** The gateways' words for "whoever was to answer did not": the call may have been carried out. */
const ANSWER_LOST = new Set([502, 504]);
/** The connection was not made, so that the call cannot have been carried out. */
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a refusal means for a call that must not be made twice. */
function outcomeOf({ kind, code, description: error }: SendError): MailingOutcome {
  switch (kind) {
    case 'flood':
    case 'unauthorized':
      return { result: 'again' };
    case 'server':
      return ANSWER_LOST.has(code ?? 0) ? { result: 'unknown', error } : { result: 'again' };
    case 'network':
      return NEVER_REACHED.has(error) ? { result: 'again' } : { result: 'unknown', error };
    case 'blocked':
      return { result: 'blocked', error };
    case 'chat_not_found':
    case 'bad_request':
    case 'not_modified':
      return { result: 'failed', error };
  }
}
