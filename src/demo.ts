/**
 * `npm run demo`: a simulated Telegram with three phones on one page, and Teller wired to it with a sample bank's
 * documents. Nothing to configure and nothing left behind: its data live in a temporary folder.
 * `npm run demo -- --customers 200` lets so many more customers come in, for whom broadcasts are.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startApplication } from './app/build.js';
import { Lifecycle } from './app/lifecycle.js';
import { loadConfig } from './config/env.js';
import { createLogger, safeError } from './platform/logging/logger.js';
import { type Simulator, gatherCrowd, startSimulator } from './simulator/index.js';

const TOKEN = '7000000001:demo-token-of-the-simulated-bot';
const CUSTOMER = { id: 1001, first_name: 'Айгерим', language_code: 'ru', phone: '+77010000001', sim_role: 'customer' };
const MODERATOR = { id: 1002, first_name: 'Данияр', language_code: 'ru', phone: '+77010000002', sim_role: 'moderator' };
const ADMIN = { id: 1003, first_name: 'Мадина', language_code: 'ru', phone: '+77010000003', sim_role: 'admin' };
const PREFERRED_PORT = 8080;
const MOST_CUSTOMERS = 2_000;

async function main(): Promise<void> {
  const customers = customersIn(process.argv.slice(2));
  process.stdout.write('Starting the demo: a database, a simulated Telegram and a bot…\n');
  const dataDir = await mkdtemp(join(tmpdir(), 'teller-demo-'));
  const simulator = await openSimulator();
  const config = loadConfig({ env: demoEnvironment(simulator.url, dataDir), argv: [] });
  const log = createLogger({ dir: config.settings.dirs.logs, console: false });
  const lifecycle = new Lifecycle(log);
  lifecycle.onRelease('data', () => rm(dataDir, { recursive: true, force: true }));
  lifecycle.onRelease('simulator', () => simulator.close());
  try {
    const bot = simulator.world.addBot(TOKEN, 'kokzhiek_bank_bot', 'Kokzhiek Bank');
    for (const person of [CUSTOMER, MODERATOR, ADMIN]) simulator.world.addPerson(person);
    const teller = await startApplication(config, log);
    lifecycle.onRelease('Teller', () => teller.lifecycle.release());
    lifecycle.onRelease('crowd', gatherCrowd(simulator.world, bot, customers));
  } catch (error) {
    await lifecycle.release();
    throw error;
  }
  lifecycle.releaseOnSignal();
  process.stdout.write(`\nThe demo runs. Open ${simulator.url}\nCtrl-C stops it; nothing is kept.\n`);
}

/** @throws Error when what is asked for is no number of people that a demo can hold */
function customersIn(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: { customers: { type: 'string', default: '0' } } });
  const customers = Number(values.customers);
  if (Number.isInteger(customers) && customers >= 0 && customers <= MOST_CUSTOMERS) return customers;
  throw new Error(`--customers takes a number from 0 to ${MOST_CUSTOMERS}.`);
}

/** Keys of language models may come from the environment; everything else is the demo's own. */
function demoEnvironment(apiRoot: string, dataDir: string): NodeJS.ProcessEnv {
  const models = Object.entries(process.env).filter(([name]) =>
    /^(AI_PROVIDER|OPENAI_|ANTHROPIC_|LLM_TIMEOUT_MS|EMBEDDINGS|CONTEXTS_DIR|LOG_DIR)/.test(name),
  );
  return {
    ...Object.fromEntries(models),
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    DATA_DIR: dataDir,
    ADMIN_TELEGRAM_IDS: String(ADMIN.id),
    MODERATOR_TELEGRAM_IDS: String(MODERATOR.id),
    PORT: '0',
    METRICS_PORT: '0',
  };
}

/** On the usual port, or on any when that one is taken. */
async function openSimulator(): Promise<Simulator> {
  try {
    return await startSimulator({ port: PREFERRED_PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startSimulator({ port: 0 });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo could not start: ${String(safeError(error).message)}\n`);
  process.exit(1);
});
