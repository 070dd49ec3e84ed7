import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { keptSecret } from '../crypto/kept-secret.js';
import { commandForPostgres } from './postgres-account.js';
import type { EmbeddedPostgresReport, EmbeddedPostgresRequest } from './embedded-postgres-main.js';

export interface EmbeddedPostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./embedded-postgres-main.js', import.meta.url));
const PREDECESSOR_PATIENCE_MS = 15_000;
/** Where PostgreSQL writes its port in `postmaster.pid`, from 0. */
const PORT_LINE = 3;

/**
 * Starts the real PostgreSQL that npm brought, with its data under `dataDir/postgres`, on a free port of
 * loopback. Data survive restarts; after a kill it waits for the predecessor's server to leave.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgresServer> {
  mkdirSync(dataDir, { recursive: true });
  const databaseDir = join(dataDir, 'postgres');
  const password = keptSecret(join(dataDir, 'postgres.password'), () => randomBytes(24).toString('base64url'));
  const keeper = join(dataDir, 'postgres.pid');
  await predecessorGone(databaseDir, keeper);
  const unfinished = join(dataDir, 'postgres.unfinished');
  // A kill while the files were being made has left some that no server starts with, and no data in them.
  if (existsSync(unfinished)) rmSync(databaseDir, { recursive: true, force: true });
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) writeFileSync(unfinished, '');
  const [command = '', ...args] = commandForPostgres([process.execPath, MAIN], databaseDir);
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  if (child.pid !== undefined) writeFileSync(keeper, String(child.pid));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const report = new Promise<EmbeddedPostgresReport>((resolve) => {
    child.once('message', (message) => resolve(message as EmbeddedPostgresReport));
    child.once('error', (error) => resolve({ error: error.message }));
    child.once('exit', (code) => resolve({ error: `it ended with code ${String(code)}` }));
  });
  child.send({ databaseDir, password } satisfies EmbeddedPostgresRequest);
  const started = await report;
  if ('error' in started) throw new Error(`The embedded PostgreSQL in ${databaseDir} did not start: ${started.error}`);
  rmSync(unfinished, { force: true });
  child.unref();
  child.channel?.unref();
  return {
    url: urlOf(password, started.port),
    stop: async () => {
      // Unreferenced, the child would not keep this process waiting for its end.
      child.ref();
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** Uses the server that a running Teller has started on the same data, or starts one for as long as `stop` is not called. */
export async function joinEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgresServer> {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!isRunning(pidFile, 'comm', 'postgres')) return startEmbeddedPostgres(dataDir);
  const port = Number(contentOf(pidFile)?.split('\n')[PORT_LINE]);
  const password = contentOf(join(dataDir, 'postgres.password'))?.trim() ?? '';
  return { url: urlOf(password, port), stop: () => Promise.resolve() };
}

function urlOf(password: string, port: number): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/** Waits for the server and for the child that keeps it, which is all there is to see early in a start. */
async function predecessorGone(databaseDir: string, keeper: string): Promise<void> {
  const deadline = Date.now() + PREDECESSOR_PATIENCE_MS;
  while (isRunning(keeper, 'cmdline', MAIN) || isRunning(join(databaseDir, 'postmaster.pid'), 'comm', 'postgres')) {
    if (Date.now() > deadline) {
      throw new Error(`Another process is using the database in ${databaseDir}; stop it first or set DATA_DIR.`);
    }
    await sleep(100);
  }
}

function isRunning(pidFile: string, shownBy: 'comm' | 'cmdline', name: string): boolean {
  const pid = Number(contentOf(pidFile)?.split('\n')[0]);
  if (!(pid > 0)) return false;
  // The number may be another program's by now, after a reboot or in a new container.
  if (existsSync('/proc/self/comm')) return contentOf(`/proc/${pid}/${shownBy}`)?.includes(name) ?? false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined when there is no such file, or no more. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
