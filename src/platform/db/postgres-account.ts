/**
 * PostgreSQL refuses to run as root. When Teller itself runs as root (containers, quick trials), the embedded
 * server runs as the account `postgres`, made when it is missing.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const ACCOUNT = 'postgres';

/** The securebit makes access(2), by which PostgreSQL checks its own binaries, respect the capability. */
const RIGHT_TO_PASS = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];

/**
 * The command that runs `program` so that it may start PostgreSQL on `databaseDir`, which is made when missing.
 * Where a private folder (such as a home or a temporary one) bars the account from its own files, it gets the
 * right to pass.
 */
export function commandForPostgres(program: readonly string[], databaseDir: string): readonly string[] {
  mkdirSync(databaseDir, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return program;
  const { uid, gid } = accountIds();
  chownSync(databaseDir, uid, gid);
  const barred = [databaseDir, ...program.filter((part) => part.startsWith('/'))].some((path) => !mayPass(dirname(path)));
  const rights = barred ? RIGHT_TO_PASS : [];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, '--', ...program];
}

function accountIds(): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, ACCOUNT], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT], { stdio: 'ignore' });
    return { uid: id('-u'), gid: id('-g') };
  }
}

function mayPass(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0;
  return open && (dirname(folder) === folder || mayPass(dirname(folder)));
}
