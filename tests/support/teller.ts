import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Overrides, startApplication } from '../../src/app/build.js';
import { loadConfig } from '../../src/config/env.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { type TestDatabase, createTestDatabase } from './database.js';
import { type TestSimulator, startTestSimulator } from './simulator.js';

/** The sample bank's documents. */
export const CONTEXTS = fileURLToPath(new URL('../../../contexts', import.meta.url));
export const MODERATOR_IDS = [900_001, 900_002];
/** Short, so that a bot moves within a test's patience. */
export const TEST_LEASES = { ttlMs: 1_500, tickMs: 300 };

export interface TestTeller {
  readonly simulator: TestSimulator;
  readonly database: TestDatabase;
  /** The HTTP API. */
  readonly url: string;
  readonly metricsUrl: string;
  readonly logFile: string;
  release(): Promise<void>;
}

export interface TestTellerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly overrides?: Overrides;
  /** Parts that the test shares between several Tellers, and releases itself. */
  readonly simulator?: TestSimulator;
  readonly database?: TestDatabase;
}

/** The whole product in this process: its own database, wired to a simulator of its own. */
export async function startTeller(options: TestTellerOptions = {}): Promise<TestTeller> {
  const simulator = options.simulator ?? (await startTestSimulator());
  const database = options.database ?? (await createTestDatabase());
  const dir = await mkdtemp(join(tmpdir(), 'teller-test-'));
  const env = { ...tellerEnvironment(simulator, database.url, dir), ...options.env };
  const config = loadConfig({ env, argv: [] });
  const log = createLogger({ dir: config.settings.dirs.logs, console: false });
  const application = await startApplication(config, log, { leaseTimes: TEST_LEASES, ...options.overrides });
  return {
    simulator,
    database,
    url: application.url,
    metricsUrl: application.metricsUrl,
    logFile: join(dir, 'teller.log'),
    async release() {
      await application.lifecycle.release();
      if (!options.simulator) await simulator.close();
      if (!options.database) await database.release();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function tellerEnvironment(simulator: TestSimulator, url: string, dir: string): Record<string, string> {
  return {
    NODE_ENV: 'test',
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.url,
    DATABASE_URL: url,
    // Several Tellers over one database share it.
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    DATA_DIR: dir,
    LOG_DIR: dir,
    CONTEXTS_DIR: CONTEXTS,
    // The sample bank's frequent questions would answer before the documents that most tests are about.
    AUTO_RESOLVE_THRESHOLD: '1',
    MODERATOR_TELEGRAM_IDS: MODERATOR_IDS.join(','),
    PORT: '0',
    METRICS_PORT: '0',
  };
}
