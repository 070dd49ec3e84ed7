import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveBot } from '../../src/modules/bots/index.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { KillableTeller } from '../support/killable.js';
import type { Phone } from '../support/phone.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { tellerEnvironment } from '../support/teller.js';

type Environment = Readonly<Record<string, string>>;

/** One PostgreSQL, one Telegram with several bots, and a process for each part of the work, as in production. */
export interface Installation {
  readonly simulator: TestSimulator;
  readonly database: TestDatabase;
  readonly botIds: readonly number[];
  readonly bots: readonly [KillableTeller, KillableTeller];
  readonly workers: readonly [KillableTeller, KillableTeller];
  readonly api: KillableTeller;
  /** An admin of the first bot. */
  readonly admin: Phone;
  release(): Promise<void>;
}

const ADMIN = 906_001;

/** @param added what the environment of all processes has besides */
export async function startInstallation(bots: number, added: Environment): Promise<Installation> {
  const simulator = await startTestSimulator();
  const database = await createTestDatabase();
  const dirs: string[] = [];
  const botIds = [simulator.botId];
  const keys = new KeyRing(Buffer.alloc(32, 7));
  for (let bot = 2; bot <= bots; bot++) {
    const token = `420000000${bot}:simulated-token`;
    simulator.world.addBot(token);
    botIds.push(await saveBot(database.db, keys, token));
  }
  const staff = { ADMIN_TELEGRAM_IDS: String(ADMIN) };
  const process = async (ROLE: string): Promise<KillableTeller> => {
    // As on hosts of their own: they share no files.
    const dir = await mkdtemp(join(tmpdir(), `teller-${ROLE}-`));
    dirs.push(dir);
    return new KillableTeller({ ...tellerEnvironment(simulator, database.url, dir), LEASES: 'production', ...added, ...staff, ROLE });
  };
  const pair = async (role: string) => [await process(role), await process(role)] as const;
  const parts = { bots: await pair('bot'), workers: await pair('worker'), api: await process('api') };
  const all = [...parts.bots, ...parts.workers, parts.api];
  await Promise.all(all.map((each) => each.start()));
  return {
    ...{ simulator, database, botIds, ...parts },
    admin: simulator.phone({ id: ADMIN, first_name: 'Ada', language_code: 'en' }),
    async release() {
      await Promise.all(all.map((each) => each.kill()));
      await simulator.close();
      await database.release();
      await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
}
