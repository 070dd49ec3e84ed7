/** What the commands that work offline on a folder of documents share: their options and how they end. */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadOfflineSettings, readDotenv } from '../config/env.js';
import type { OfflineOptions } from './offline.js';

/** Told to the user as it stands, without a stack. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

type Option = 'help' | 'contexts' | 'day' | 'threshold' | 'golden' | 'html' | 'baseline' | 'write-baseline';
export type Arguments = Readonly<Partial<Record<Option, string | boolean>>>;

const FLAGS: readonly Option[] = ['help', 'write-baseline'];

/** @throws WrongUse for an option the command does not have. */
export function readArguments(options: readonly Option[], argv: readonly string[] = process.argv.slice(2)): Arguments {
  try {
    const kinds = options.map((name) => [name, { type: FLAGS.includes(name) ? 'boolean' : 'string' }] as const);
    return parseArgs({ args: [...argv], options: Object.fromEntries(kinds), strict: true }).values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

const DAY = z.iso.date();
const SHARE = z.coerce.number().min(0).max(1);

/** @throws WrongUse where one is missing or wrong. */
export function offlineOptions({ contexts, day, threshold }: Arguments): OfflineOptions {
  readDotenv();
  const settings = loadOfflineSettings();
  if (typeof contexts !== 'string' || contexts === '') throw new WrongUse('--contexts DIR names the folder of documents.');
  if (!statSync(contexts, { throwIfNoEntry: false })?.isDirectory()) throw new WrongUse(`There is no folder ${contexts}.`);
  if (day !== undefined && !DAY.safeParse(day).success) throw new WrongUse('--day is a date such as 2026-12-31.');
  const from = threshold === undefined ? settings.autoResolveFrom : SHARE.safeParse(threshold || 'none').data;
  if (from === undefined) throw new WrongUse('--threshold is a number from 0 to 1.');
  return { contexts, autoResolveFrom: from, defaultLocale: settings.defaultLocale, ...(typeof day === 'string' && { day }) };
}

/** Runs a command to its exit code; what it throws is told on stderr and ends it with 2. */
export function runOffline(usage: string, work: () => Promise<number>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  // Whoever reads the output may stop reading when they have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  work().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(error instanceof WrongUse ? `${message}\n\n${usage}` : `${message}\n`);
      process.exit(2);
    },
  );
}
