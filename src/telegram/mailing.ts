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
import { type BotApi, messagesMade } from './bot-api.js';
import type { Lease } from './lease.js';
import { type Fare, type SendLimits, TokenBucket } from './limits.js';
import type { Begun, MailingCall, MailingLedger, MailingOutcome, MailingResult } from './mailing-ledger.js';
import { MailingSender } from './mailing-sender.js';
import { Trouble } from './mailing-trouble.js';

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

const SAFETY_NET_MS = 10_000;
const PAGE = 500;
const MAX_PARALLEL = 500;
const DATABASE_PAUSE_MS = 1_000;
/** Until the ledger is read again, once a call was refused that it had offered. */
const REFUSED_PAUSE_MS = 200;
/** Part of a second's allowance that may be sent at once, to make up for timers that come late. */
const BURST_SECONDS = 0.1;

export class Mailing {
  readonly #parts: MailingParts;
  #bucket: TokenBucket;
  readonly #waiting: MailingCall[] = [];
  readonly #begun: Batcher<MailingCall, Begun>;
  readonly #recorded: Batcher<MailingResult, void>;
  readonly #trouble = new Trouble();
  readonly #sender: MailingSender;
  readonly #active = new Set<Promise<void>>();
  #calls = 0;
  #loading = false;
  #mayHoldMore = true;
  #timer: NodeJS.Timeout | undefined;
  #rereading: NodeJS.Timeout | undefined;
  #safetyNet: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();

  constructor(parts: MailingParts) {
    const { ledger, lease, rate } = parts;
    this.#parts = parts;
    this.#bucket = bucketOf(rate);
    this.#sender = new MailingSender({ ...parts, trouble: this.#trouble, stopping: this.#stopping.signal });
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

  get #mostCalls(): number {
    return this.#trouble.lasts ? 1 : MAX_PARALLEL;
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
    while (!this.#stopped && lease.isValid() && this.#calls < this.#mostCalls && !repliesWait()) {
      const call = this.#waiting[0];
      if (this.#waiting.length < PAGE / 2) this.#load();
      if (!call) return;
      const now = performance.now();
      const bucket = this.#bucketFor(call);
      const wait = Math.max(this.#trouble.waitMs(now), bucket.waitMs(now), limits.botWaitMs(now, fare));
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
      bucket.take(now, messagesOf(call));
      limits.take(call.chatId, now, messagesMade(call.payload), fare);
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
    const loaded = ledger.next(lease.botId, [...this.#parts.inHand], PAGE, fare).then(
      (calls) => this.#take(calls),
      (error: unknown) => {
        troubled(error);
        this.#wakeIn(DATABASE_PAUSE_MS);
      },
    );
    this.#track(
      loaded.finally(() => {
        this.#loading = false;
        this.#run();
      }),
    );
  }

  #take(calls: readonly MailingCall[]): void {
    // Woken meanwhile: something more urgent may have come.
    if (this.#mayHoldMore) return;
    this.#mayHoldMore = calls.length === PAGE;
    const { inHand } = this.#parts;
    // The mailing of the other fare may have come before, where a broadcast is no longer paid for, or is now.
    const free = calls.filter(({ id }) => !inHand.has(id));
    for (const { id } of free) inHand.add(id);
    this.#waiting.push(...free);
  }

  /** A call that is not made costs nothing of the rate. */
  #giveBack(call: MailingCall): void {
    this.#bucket.giveBack(messagesOf(call));
    this.#parts.limits.giveBack(call.chatId, messagesMade(call.payload), this.#parts.fare);
  }

  /** The ledger has refused a call that it had offered: the mailing was held, and what else was read before is as old. */
  #readAnew(): void {
    for (const { id } of this.#waiting.splice(0)) this.#parts.inHand.delete(id);
    this.#wakeIn(REFUSED_PAUSE_MS);
  }

  #wakeIn(ms: number): void {
    if (this.#stopped) return;
    this.#rereading ??= setTimeout(() => {
      this.#rereading = undefined;
      this.wake();
    }, ms);
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
    const begun = await this.#begun.add(call).catch((error: unknown) => {
      troubled(error);
      return undefined;
    });
    if (begun === 'refused' || begun === 'given_up') {
      this.#giveBack(call);
      if (begun === 'refused') this.#readAnew();
      return;
    }
    // A mark of which nobody knows whether it was taken is taken back: no call has been made.
    const outcome: MailingOutcome = begun ? await this.#sender.send(call) : { result: 'again' };
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
}

/** With what follows: that takes its turn by the limits of the bot and the chat when it is made. */
function messagesOf({ payload, followUp }: MailingCall): number {
  return messagesMade(payload) + (followUp ? 1 : 0);
}

function bucketOf(rate: number): TokenBucket {
  return new TokenBucket(Math.max(1, rate * BURST_SECONDS), rate, performance.now());
}
