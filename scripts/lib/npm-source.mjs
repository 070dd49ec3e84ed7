/**
 * Puts a package that npm left out back into node_modules, with what it needs, as package-lock.json has
 * them: same place, same version, checked against the recorded digest. No install script is run.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FETCH_TIMEOUT_MS = 120_000;

function findInLock(packages, name, from) {
  for (let dir = from; ; dir = dir.slice(0, dir.lastIndexOf('/node_modules/'))) {
    const path = `${dir}/node_modules/${name}`;
    if (packages[path]) return path;
    if (!dir.includes('/node_modules/')) break;
  }
  return packages[`node_modules/${name}`] ? `node_modules/${name}` : undefined;
}

function closure(packages, path, skip, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const name of Object.keys(packages[path].dependencies ?? {})) {
    const dependency = findInLock(packages, name, path);
    if (dependency && !skip.includes(name)) closure(packages, dependency, skip, found);
  }
  return found;
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', timeout: FETCH_TIMEOUT_MS, stdio: 'pipe' });
}

function pack(spec, directory) {
  const args = ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', directory];
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const done = run(command, [...first, ...args], directory);
  if (done.status !== 0) throw new Error(`${spec} could not be fetched`);
}

function verify(file, integrity) {
  const [algorithm, expected] = integrity.split(/-(.*)/s);
  const actual = createHash(algorithm).update(readFileSync(file)).digest('base64');
  if (actual !== expected) throw new Error(`the digest of ${file} is not the one in package-lock.json`);
}

function unpack(root, path, entry, staging) {
  mkdirSync(join(staging, 'tree'), { recursive: true });
  pack(`${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`, staging);
  const archive = readdirSync(staging).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new Error(`${path} came without an archive`);
  verify(join(staging, archive), entry.integrity);
  const args = ['-xzf', archive, '-C', 'tree', '--strip-components=1', '--no-same-owner'];
  const done = run('tar', args, staging);
  if (done.status !== 0) throw new Error(`${archive} could not be unpacked`);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  renameSync(join(staging, 'tree'), join(root, path));
}

/**
 * Brings `node_modules/<name>` and its dependencies, less those named in `skip`, where they are missing.
 * @throws {Error} when the lock file does not know the package, or the registry cannot be reached.
 */
export function restorePackage(root, name, skip) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const path = `node_modules/${name}`;
  if (!packages[path]) throw new Error(`package-lock.json does not have ${name}`);
  const staging = join(root, 'node_modules/.cache/teller-source');
  rmSync(staging, { recursive: true, force: true });
  try {
    for (const part of closure(packages, path, skip)) {
      if (existsSync(join(root, part, 'package.json'))) continue;
      unpack(root, part, packages[part], join(staging, part.replaceAll('/', '+')));
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
