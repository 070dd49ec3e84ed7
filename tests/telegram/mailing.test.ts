import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { SendLimits } from '../../src/telegram/limits.js';
import { Mailing } from '../../src/telegram/mailing.js';
import type { Begun, MailingCall, MailingLedger, MailingResult } from '../../src/telegram/mailing-ledger.js';
import type { FaultSpec } from '../../src/simulator/faults.js';
import { eventually } from '../support/eventually.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { BOT_ID, openChats } from './support.js';

const LEASE = { botId: BOT_ID, fence: 1, isValid: () => true };

/** A ledger in memory, which can be held. */
class Ledger implements MailingLedger {
  readonly offered: string[] = [];
  readonly results: MailingResult[] = [];
  /** When they were recorded, in milliseconds. */
  readonly times: number[] = [];
  held = false;
  /** Who wants nothing any more. */
  readonly unwanted = new Set<string>();
  reads = 0;
  /** How often it cannot be read. */
  failures = 0;
  readonly #waiting = new Map<string, MailingCall>();

  constructor(calls: readonly MailingCall[]) {
    for (const call of calls) this.#waiting.set(call.id, call);
  }

  next(_botId: number, inHand: readonly string[], limit: number): Promise<MailingCall[]> {
    this.reads++;
    if (this.failures-- > 0) return Promise.reject(new Error('The database is not there'));
    const free = this.held ? [] : [...this.#waiting.values()].filter(({ id }) => !inHand.includes(id));
    return Promise.resolve(free.slice(0, limit));
  }

  begin(_lease: unknown, calls: readonly MailingCall[]): Promise<Begun[]> {
    this.offered.push(...calls.map(({ id }) => id));
    return Promise.resolve(
      calls.map(({ id }) => {
        if (this.held || !this.#waiting.has(id)) return 'refused';
        if (!this.unwanted.has(id)) return 'begun';
        this.#waiting.delete(id);
        return 'given_up';
      }),
    );
  }

  record(_lease: unknown, results: readonly MailingResult[]): Promise<void> {
    this.results.push(...results);
    this.times.push(...results.map(() => performance.now()));
    for (const { call, outcome } of results) if (outcome.result !== 'again') this.#waiting.delete(call.id);
    return Promise.resolve();
  }

  abandon(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a mailing', () => {
  let simulator: TestSimulator;
  let mailing: Mailing | undefined;
  let other: Mailing | undefined;
  beforeAll(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(async () => {
    simulator.world.faults.clear();
    await Promise.all([mailing?.stop(), other?.stop()]);
  });
  afterAll(() => simulator.close());

  const start = (ledger: MailingLedger, rate: number, limits = new SendLimits(rate, performance.now())): void => {
    const api = createBotApi(simulator.token, simulator.url);
    const heard = { repliesWait: () => false, recorded: () => undefined, troubled: () => undefined };
    const parts = { ledger, lease: LEASE, api, limits, rate, inHand: new Set<string>(), ...heard };
    [mailing, other] = [new Mailing({ ...parts, fare: 'free' }), new Mailing({ ...parts, fare: 'paid' })];
    mailing.start();
  };
  const callsTo = (chats: readonly number[], more: Partial<MailingCall> = {}): MailingCall[] =>
    chats.map((chatId, index) => ({ id: String(index), chatId, method: 'sendMessage', payload: { text: 'Hello' }, ...more }));

  test('that is held offers next to nothing more, takes nothing of the rate, and goes on with everybody', async () => {
    const ledger = new Ledger(callsTo(await openChats(simulator, 120)));
    const limits = new SendLimits(100, performance.now());
    start(ledger, 100, limits);
    await eventually(() => expect(ledger.results.length).toBeGreaterThan(10));
    ledger.held = true;
    const before = ledger.offered.length;
    await eventually(() => expect(ledger.offered.length).toBeGreaterThan(before));
    const since = Date.now();
    // Long enough for every one of the others to be offered, if they were.
    await eventually(() => expect(Date.now() - since).toBeGreaterThan(800));
    expect(ledger.offered.length - before).toBeLessThan(30);
    expect(limits.botWaitMs(performance.now())).toBe(0);
    ledger.held = false;
    mailing?.wake();
    await eventually(() => expect(ledger.results).toHaveLength(120));
    expect(new Set(ledger.results.map(({ call }) => call.id)).size).toBe(120);
  });

  test('makes no call that another of the bot has in hand, though both were offered it', async () => {
    const ledger = new Ledger(callsTo(await openChats(simulator, 20)));
    start(ledger, 100);
    other?.start();
    await eventually(() => expect(ledger.results.length).toBeGreaterThanOrEqual(20));
    await Promise.all([mailing?.stop(), other?.stop()]);
    expect(ledger.results).toHaveLength(20);
  });

  test('goes on soon when several calls that were under way were lost at once', async () => {
    const ledger = new Ledger(callsTo(await openChats(simulator, 60)));
    simulator.world.faults.add({ kind: 'reset', times: 8 });
    start(ledger, 100);
    await eventually(() => expect(ledger.results).toHaveLength(60), 5_000);
  });

  test('makes one call at a time while Telegram has trouble', async () => {
    const ledger = new Ledger(callsTo(await openChats(simulator, 60)));
    simulator.world.faults.add({ kind: 'reset', times: 0 });
    start(ledger, 100);
    const [first = 0] = await eventually(() => (ledger.times.length > 0 ? ledger.times : Promise.reject(new Error('Nothing is lost yet'))));
    const later = await eventually(() => {
      const times = ledger.times.filter((at) => at > first + 300);
      if (times.length < 3) throw new Error('Not tried again yet');
      return times;
    }, 10_000);
    const pauses = later.slice(1).map((at, index) => at - (later[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(300);
  }, 20_000);

  test('loses no time over those who want nothing any more', async () => {
    const calls = callsTo(await openChats(simulator, 60));
    const ledger = new Ledger(calls);
    for (const { id } of calls) if (Number(id) % 2 > 0) ledger.unwanted.add(id);
    start(ledger, 100);
    await eventually(() => expect([ledger.results.length, ledger.offered.length]).toEqual([30, 60]));
    expect(ledger.reads).toBe(1);
  });

  test('reads its ledger again soon when that could not be read', async () => {
    const ledger = new Ledger(callsTo(await openChats(simulator, 5)));
    ledger.failures = 1;
    start(ledger, 100);
    await eventually(() => expect(ledger.results).toHaveLength(5), 5_000);
  });

  const gateway = (error_code: number): FaultSpec => ({ kind: '5xx', error_code });
  test.each<[string, FaultSpec, readonly string[], readonly string[]]>([
    ['the connection broke before the call was carried out', { kind: 'reset' }, ['unknown'], ['again', 'sent']],
    ['the connection broke after it', { kind: 'reset_after_accept' }, ['unknown'], ['again', 'sent']],
    ['a gateway got no answer (502)', gateway(502), ['unknown'], ['again', 'sent']],
    ['a gateway waited too long (504)', gateway(504), ['unknown'], ['again', 'sent']],
    ['Telegram failed (500)', gateway(500), ['again', 'sent'], ['again', 'sent']],
    ['Telegram takes nothing (503)', gateway(503), ['again', 'sent'], ['again', 'sent']],
    ['it is too much (429)', { kind: '429' }, ['again', 'sent'], ['again', 'sent']],
    ['the person has blocked the bot', { kind: '403' }, ['blocked'], ['blocked']],
    ['the call is wrong', { kind: '400' }, ['failed'], ['failed']],
  ])('knows what to make of it when %s', async (_name, fault, once, repeatable) => {
    const outcomes = async (call: Partial<MailingCall>): Promise<string[]> => {
      const ledger = new Ledger(callsTo(await openChats(simulator, 1), call));
      simulator.world.faults.add(fault);
      start(ledger, 100);
      return eventually(() => {
        mailing?.wake();
        const results = ledger.results.map(({ outcome }) => outcome.result);
        if (results.at(-1) === 'again' || results.length === 0) throw new Error('Nothing has come of it yet');
        return results;
      });
    };
    expect(await outcomes({})).toEqual(once);
    await mailing?.stop();
    expect(await outcomes({ repeatable: true })).toEqual(repeatable);
  });
});
