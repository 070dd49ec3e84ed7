/**
 * Random kills while hundreds of updates pass. The seed is printed and may be given as CRASH_SEED. What is counted:
 * a moderator writes numbered messages to many customers, and the customers write back; each message must be
 * stored once, arrive, and arrive in order; a repeat is allowed only for a kill that hit a send.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { moderatorPhone, seedHandoff } from '../support/desk.js';
import { eventually } from '../support/eventually.js';
import { KillableTeller } from '../support/killable.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { randomFrom } from '../support/random.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { tellerEnvironment } from '../support/teller.js';

const CUSTOMERS = 20;
const TO_EACH = 12;
const FROM_EACH = 2;
const KILLS = 12;

describe('random kills under load', () => {
  let simulator: TestSimulator;
  let database: TestDatabase;
  let dir: string;
  let teller: KillableTeller;

  beforeAll(async () => {
    simulator = await startTestSimulator();
    database = await createTestDatabase();
    dir = await mkdtemp(join(tmpdir(), 'teller-crash-'));
    teller = new KillableTeller({ ...tellerEnvironment(simulator, database.url, dir), SEND_RATE: '200' });
    await teller.start();
  });
  afterAll(async () => {
    await teller.kill();
    await simulator.close();
    await database.release();
    await rm(dir, { recursive: true, force: true });
  });

  test(
    'lose nothing, double no effect and keep the order of each chat',
    async () => {
      const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
      const random = randomFrom(seed);
      const moderator = await moderatorPhone(simulator);
      const customers = Array.from({ length: CUSTOMERS }, (_, i) => simulator.phone({ first_name: `C${i}` }));
      const threads: number[] = [];
      for (const customer of customers) {
        await customer.send('/start');
        await customer.waitFor(/На каком языке/);
        threads.push(await seedHandoff(simulator, database, customer, moderator));
      }

      const writing = Promise.all([
        writeToCustomers(moderator, threads, random),
        ...customers.map((customer, i) => writeBack(customer, i, random)),
      ]);
      let repeatsAllowed = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(150 + random() * 700);
        await teller.kill();
        repeatsAllowed += CUSTOMERS + 1;
        await teller.start();
      }
      await writing;

      await eventually(async () => {
        const [open] = await database.owner('outbox').where({ state: 'pending' }).count<{ count: number }[]>('* as count');
        const [waiting] = await database.owner('inbox').where({ state: 'pending' }).count<{ count: number }[]>('* as count');
        expect({ open: open?.count, waiting: waiting?.count, seed }).toEqual({ open: 0, waiting: 0, seed });
      }, 90_000);

      let repeats = 0;
      for (const [i, customer] of customers.entries()) {
        const got = numbered(await customer.messages(), `to C${i} #`);
        repeats += got.length - new Set(got).size;
        expect({ seed, got: withoutRepeats(got) }).toEqual({ seed, got: upTo(TO_EACH) });
        const heard = numbered(await moderator.messages(), `from C${i} #`);
        repeats += heard.length - new Set(heard).size;
        expect({ seed, heard: withoutRepeats(heard) }).toEqual({ seed, heard: upTo(FROM_EACH) });
      }
      const stored = await database.owner('messages').whereRaw(`text like 'to C%' or text like 'from C%'`).select<{ text: string }[]>('text');
      expect({ seed, stored: stored.length }).toEqual({ seed, stored: CUSTOMERS * (TO_EACH + FROM_EACH) });
      expect(new Set(stored.map(({ text }) => text)).size).toBe(stored.length);
      expect(await database.owner('inbox').where({ state: 'dead' })).toEqual([]);
      expect(await database.owner('outbox').where({ state: 'failed' })).toEqual([]);
      expect(repeats).toBeLessThanOrEqual(repeatsAllowed);
      process.stdout.write(`kills: ${KILLS}, updates: ${stored.length}, repeated replies: ${repeats}, seed: ${seed}\n`);
    },
    240_000,
  );
});

async function writeToCustomers(moderator: Phone, threads: readonly number[], random: () => number): Promise<void> {
  for (let number = 1; number <= TO_EACH; number++) {
    for (const [i, thread] of threads.entries()) {
      await moderator.send(`to C${i} #${number}`, { reply_to_message_id: thread });
      await sleep(random() * 30);
    }
  }
}

async function writeBack(customer: Phone, i: number, random: () => number): Promise<void> {
  for (let number = 1; number <= FROM_EACH; number++) {
    await sleep(random() * 5_000);
    await customer.send(`from C${i} #${number}`);
  }
}

function numbered(messages: readonly SeenMessage[], prefix: string): number[] {
  return messages.flatMap(({ sim, text }) => {
    const at = sim.direction === 'out' ? (text ?? '').indexOf(prefix) : -1;
    return at < 0 ? [] : [Number(text?.slice(at + prefix.length))];
  });
}

/** A repeat stands right behind the first: the chat goes on only after the record. */
function withoutRepeats(numbers: readonly number[]): number[] {
  return numbers.filter((number, i) => number !== numbers[i - 1]);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
