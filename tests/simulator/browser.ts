import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Starts the Chromium of this machine without a window; says what to do when there is none. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? findProgram();
  if (executablePath === undefined) {
    throw new Error('The browser tests need Chromium: install it, or name it in CHROMIUM_PATH');
  }
  // As root, which is common in containers, Chromium starts only without its sandbox.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

function findProgram(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const paths = folders.flatMap((folder) => PROGRAMS.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}
