import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '../../src/platform/db/database.js';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.js';
import { eventually } from '../support/eventually.js';

const MODULE = fileURLToPath(new URL('../../src/platform/db/embedded-postgres.js', import.meta.url));

/** A process that starts the server, tells its URL and lives on until it is killed. */
function startParent(dir: string): { readonly parent: ChildProcess; readonly url: Promise<string> } {
  const code = `import { joinEmbeddedPostgres, startEmbeddedPostgres } from ${JSON.stringify(MODULE)};
    setInterval(() => {}, 1000);
    process.stdout.write('starting ');
    process.stdout.write((await startEmbeddedPostgres(${JSON.stringify(dir)})).url + '\\n');`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = new Promise<string>((resolve) => {
    let output = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /postgresql:\S+(?=\n)/.exec(output);
      if (found) resolve(found[0]);
    });
  });
  return { parent, url };
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const db = connectDatabase({ url, poolSize: 1 });
  try {
    const { rows } = await db.raw<{ rows: T[] }>(sql);
    return rows;
  } finally {
    await db.destroy();
  }
}

describe('the embedded PostgreSQL', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'teller-embedded-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const serverPid = async (dir: string): Promise<number> =>
    Number((await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  test('is joined by a command beside the running Teller, and left running by it; started by it when none runs', async () => {
    const dir = join(root, 'joined');
    const server = await startEmbeddedPostgres(dir);
    const joined = await joinEmbeddedPostgres(dir);
    expect(joined.url).toBe(server.url);
    await joined.stop();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    const own = await joinEmbeddedPostgres(dir);
    expect(await query(own.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await own.stop();
    await expect(query(own.url, 'select 1 as one')).rejects.toThrow();
  });

  test('leaves when its parent is killed, and a restart on the same folder works at once and has the data', async () => {
    const dir = join(root, 'data');
    const { parent, url } = startParent(dir);
    await query(await url, 'create table kept (id int)');
    await query(await url, 'insert into kept values (1)');
    const pid = await serverPid(dir);
    parent.kill('SIGKILL');
    const began = performance.now();
    const server = await startEmbeddedPostgres(dir);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(existsSync(`/proc/${pid}/comm`)).toBe(false);
    expect(await query(server.url, 'select id from kept')).toEqual([{ id: 1 }]);
    await server.stop();
    expect(existsSync(join(dir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('starts after a parent that was killed while the files were being made', async () => {
    const dir = join(root, 'young');
    const { parent } = startParent(dir);
    await eventually(() => expect(existsSync(join(dir, 'postgres', 'PG_VERSION'))).toBe(true));
    parent.kill('SIGKILL');
    const server = await startEmbeddedPostgres(dir);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('starts anew where a killed start has left half of the files', async () => {
    const dir = join(root, 'half');
    await mkdir(join(dir, 'postgres', 'base'), { recursive: true });
    await writeFile(join(dir, 'postgres', 'PG_VERSION'), '18\n');
    await writeFile(join(dir, 'postgres.unfinished'), '');
    const server = await startEmbeddedPostgres(dir);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(existsSync(join(dir, 'postgres.unfinished'))).toBe(false);
  });

  test('says what is wrong when it cannot start', async () => {
    const dir = join(root, 'broken');
    await mkdir(join(dir, 'postgres'), { recursive: true });
    await writeFile(join(dir, 'postgres', 'PG_VERSION'), '9.0\n');
    await expect(startEmbeddedPostgres(dir)).rejects.toThrow(/did not start: .*(version|file|directory)/s);
  });
});
