/**
 * Leaves a faiss-node that loads in node_modules where it can, and never fails an install.
 *
 * faiss-node's own install script downloads a binary, which many networks refuse. So npm is told not to run
 * it (`allowScripts` in package.json), and its one source file is compiled here against the system's
 * libfaiss. Versions of npm that do not know `allowScripts` run the script, and remove the package when it
 * fails; then the source is fetched again. As root on Debian or Ubuntu missing libraries are installed with
 * apt. Where nothing helps Teller scans its vectors exactly: same answers, more processor time.
 *
 * TELLER_FAISS=off skips this step.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptInstall, canInstall } from './lib/apt.mjs';
import { restorePackage } from './lib/npm-source.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGE = join(ROOT, 'node_modules/faiss-node');
const SYSTEM_PACKAGES = ['libfaiss-dev', 'libopenblas-dev', 'g++'];
const COMPILE_TIMEOUT_MS = 5 * 60_000;

/** faiss-node is written for FAISS 1.7.4, which moved idx_t out of the class Index. */
const SHIM = `#include <faiss/Index.h>
#if FAISS_VERSION_MAJOR * 10000 + FAISS_VERSION_MINOR * 100 + FAISS_VERSION_PATCH < 10704
namespace faiss { using idx_t = Index::idx_t; }
#endif
`;

/** Its search never frees the copy of the query it makes: six kilobytes a question at 1536 dimensions. */
const LEAK = 'float *xq = new float[length];';
const LEAK_MENDED = 'std::vector<float> query(length);\n    float *xq = query.data();';

function say(text) {
  console.log(`faiss: ${text}`);
}

/** Tried in another process: a library that does not fit this processor would end the one that loads it. */
function loads() {
  if (!existsSync(join(PACKAGE, 'package.json'))) return false;
  const check = "const f = require('faiss-node'); new f.IndexFlatIP(2).add([0, 1]);";
  const options = { cwd: ROOT, stdio: 'ignore', timeout: 20_000 };
  return spawnSync(process.execPath, ['-e', check], options).status === 0;
}

function nodeHeaders() {
  const resolve = createRequire(join(ROOT, 'package.json')).resolve;
  const candidates = [join(dirname(process.execPath), '../include/node'), '/usr/include/node'];
  try {
    candidates.unshift(join(dirname(resolve('node-api-headers/package.json')), 'include'));
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
  return candidates.find((directory) => existsSync(join(directory, 'node_api.h')));
}

/**
 * Teller's own node-addon-api is preferred: it can turn FAISS's exceptions (a full disk) into JavaScript's.
 */
function addonApi() {
  const own = join(ROOT, 'node_modules/node-addon-api');
  if (existsSync(join(own, 'napi.h'))) return own;
  const fromPackage = createRequire(join(PACKAGE, 'package.json'));
  return dirname(fromPackage.resolve('node-addon-api/package.json'));
}

function compilerArguments(shim, source, output) {
  const headers = nodeHeaders();
  if (!headers) throw new Error("node's headers (node_api.h) are nowhere to be found");
  return [
    '-O3', '-std=c++17', '-fPIC', '-shared', '-fopenmp', '-w',
    '-DNAPI_VERSION=6', '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=faiss_node',
    // Ending a worker in the middle of a call must not end the process.
    '-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    '-include', shim, '-I', headers, '-I', addonApi(), source,
    // The library's own threads outlive the worker that loaded it, so its code must stay in memory.
    '-Wl,-z,nodelete', '-o', output, '-lfaiss', '-lopenblas',
  ];
}

/** @throws {Error} with the compiler's first error when a build does not come about. */
function compile() {
  const build = join(PACKAGE, 'build/compile');
  const [shim, source, output] = ['shim.h', 'faiss.cc', 'faiss-node.node'].map((name) => join(build, name));
  mkdirSync(build, { recursive: true });
  writeFileSync(shim, SHIM);
  writeFileSync(source, readFileSync(join(PACKAGE, 'src/faiss.cc'), 'utf8').replace(LEAK, LEAK_MENDED));
  const options = { encoding: 'utf8', timeout: COMPILE_TIMEOUT_MS, stdio: 'pipe' };
  const done = spawnSync('g++', compilerArguments(shim, source, output), options);
  if (done.error) throw new Error('g++ is not there', { cause: done.error });
  if (done.status !== 0) throw new Error(/(?:error: |cannot find ).*/.exec(done.stderr)?.[0] ?? 'g++ failed');
  mkdirSync(join(PACKAGE, 'build/Release'), { recursive: true });
  renameSync(output, join(PACKAGE, 'build/Release/faiss-node.node'));
  rmSync(build, { recursive: true });
}

function compileWithSystemPackages() {
  try {
    compile();
  } catch (error) {
    if (!canInstall()) throw error;
    say(`installing ${SYSTEM_PACKAGES.join(', ')} ...`);
    if (!aptInstall(SYSTEM_PACKAGES)) throw new Error('apt-get could not install them', { cause: error });
    compile();
  }
}

function install() {
  if (!existsSync(join(PACKAGE, 'src/faiss.cc'))) {
    rmSync(PACKAGE, { recursive: true, force: true });
    restorePackage(ROOT, 'faiss-node', ['prebuild-install']);
  }
  compileWithSystemPackages();
  if (!loads()) throw new Error('the compiled module does not load');
}

function advice() {
  if (process.platform !== 'linux') return 'for the fast one: npm explore faiss-node -- npm run install';
  return `for the fast one install ${SYSTEM_PACKAGES.join(', ')}, then: node scripts/install-faiss.mjs`;
}

function isWanted() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return process.env.TELLER_FAISS !== 'off' && Boolean(optionalDependencies?.['faiss-node']);
}

if (isWanted() && !loads()) {
  try {
    install();
    say('ready.');
  } catch (error) {
    say(`not available, the exact search is used (${error.message}); ${advice()}`);
  }
}
