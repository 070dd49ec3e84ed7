/** System packages for the install steps: only as root on a machine with apt, and never interactively. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const OPTIONS = [
  '-qq', '-y', '--no-install-recommends',
  '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20',
  '-o', 'DPkg::Lock::Timeout=120',
];

function apt(...args) {
  const done = spawnSync('apt-get', [...OPTIONS, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: 'ignore',
    timeout: INSTALL_TIMEOUT_MS,
  });
  return done.status === 0;
}

/** Whether this process may install system packages. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * Installs Debian packages, refreshing the package lists only when they do not know a package yet.
 * @returns {boolean} whether all of them are there now.
 */
export function aptInstall(packages) {
  return apt('install', ...packages) || (apt('update') && apt('install', ...packages));
}
