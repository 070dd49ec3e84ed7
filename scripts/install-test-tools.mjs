/**
 * Looks before the tests for the programs they use, and installs the missing ones with apt when root on
 * Debian or Ubuntu. Never fails: tests that need a tool that is not there say so themselves.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { aptInstall, canInstall } from './lib/apt.mjs';

const TOOLS = [
  {
    name: 'Chromium',
    purpose: 'the browser tests',
    variable: 'CHROMIUM_PATH',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium', 'fonts-noto-color-emoji'],
  },
  {
    name: 'Redis',
    purpose: 'the tests of the queue',
    variable: 'REDIS_SERVER_PATH',
    programs: ['redis-server'],
    packages: ['redis-server'],
  },
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isThere({ variable, programs }) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const named = process.env[variable];
  if (named) return isProgram(named);
  const isIn = (directory) => programs.some((name) => isProgram(join(directory, name)));
  return directories.filter(isAbsolute).some(isIn);
}

function provide(tool) {
  if (isThere(tool)) return;
  const packages = tool.packages.join(', ');
  if (canInstall()) {
    console.log(`${tool.name}, for ${tool.purpose}, is missing; installing ${packages} ...`);
    if (aptInstall(tool.packages) && isThere(tool)) return;
  }
  console.log(`${tool.name}, for ${tool.purpose}, is missing: install ${packages}, or set ${tool.variable}.`);
}

TOOLS.forEach(provide);
