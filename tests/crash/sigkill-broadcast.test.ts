/**
 * Random kills while a broadcast is under way. The seed is printed and may be given as CRASH_SEED. Nobody gets it
 * twice, nobody is forgotten, and of whom nobody knows whether they got it, the ledger says so.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { registerCrowd } from '../support/crowd.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { moderatorPhone } from '../support/desk.js';
import { eventually } from '../support/eventually.js';
import { KillableTeller } from '../support/killable.js';
import { randomFrom } from '../support/random.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { tellerEnvironment } from '../support/teller.js';

const CUSTOMERS = 400;
const KILLS = 8;
const TEXT = 'Biz 1 mamyrda jumys istemeimiz';

interface Row {
  readonly state: string;
  readonly telegram_id: number;
}

describe('random kills during a broadcast', () => {
  let simulator: TestSimulator;
  let database: TestDatabase;
  let dir: string;
  let teller: KillableTeller;

  beforeAll(async () => {
    simulator = await startTestSimulator();
    database = await createTestDatabase();
    dir = await mkdtemp(join(tmpdir(), 'teller-crash-'));
    const rates = { SEND_RATE: '200', BROADCAST_RATE: '60' };
    teller = new KillableTeller({ ...tellerEnvironment(simulator, database.url, dir), ...rates });
    await teller.start();
  });
  afterAll(async () => {
    await teller.kill();
    await simulator.close();
    await database.release();
    await rm(dir, { recursive: true, force: true });
  });

  const rows = (): Promise<Row[]> =>
    database.owner('broadcast_recipients').join('persons', 'persons.id', 'person_id').select<Row[]>('state', 'telegram_id');

  test('never make anybody get it twice, and account for everybody', async () => {
    const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const random = randomFrom(seed);
    const moderator = await moderatorPhone(simulator);
    await registerCrowd(simulator, database, CUSTOMERS);
    await moderator.send(`/broadcast ${TEXT}`);
    await moderator.waitFor(/Рассылка №\d+|Broadcast #\d+/, 30_000);
    await moderator.press(({ text }) => /Отправить|Send/.test(text));
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(200 + random() * 700);
      await teller.kill();
      await teller.start();
    }
    await eventually(async () => {
      const [broadcast] = await database.owner('broadcasts').select<{ state: string }[]>('state');
      expect({ seed, state: broadcast?.state }).toEqual({ seed, state: 'finished' });
    }, 90_000);
    const ledger = await rows();
    expect(ledger).toHaveLength(CUSTOMERS);
    const got = new Map<unknown, number>();
    for (const { params } of simulator.calls().filter(({ params }) => params['text'] === TEXT)) {
      got.set(params['chat_id'], (got.get(params['chat_id']) ?? 0) + 1);
    }
    const wrong = ledger.filter(({ state, telegram_id }) => {
      const times = got.get(telegram_id) ?? 0;
      return state === 'sent' ? times !== 1 : state === 'unknown' ? times > 1 : true;
    });
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    const unknown = ledger.filter(({ state }) => state === 'unknown').length;
    process.stdout.write(`kills: ${KILLS}, recipients: ${CUSTOMERS}, nobody twice, unknown: ${unknown}, seed: ${seed}\n`);
  }, 240_000);
});
