/** `npm run audit:verify` proves that the audit log is as it was written; it ends with 1 when it is not. */
import { proveAudit } from './app/audit.js';
import { createKeyRing } from './app/foundation.js';
import { loadConfig, readDotenv } from './config/env.js';
import type { Problem, Verdict } from './modules/audit/index.js';
import { resolveEncryptionKey } from './platform/crypto/encryption-key.js';
import { startEmbeddedPostgres } from './platform/db/embedded-postgres.js';

async function main(): Promise<void> {
  readDotenv();
  const config = loadConfig();
  const { settings, secrets } = config;
  const { key } = resolveEncryptionKey(secrets.encryptionKey, settings.dirs.data);
  const embedded = secrets.databaseUrl === undefined ? await startEmbeddedPostgres(settings.dirs.data) : undefined;
  try {
    const verdict = await proveAudit(config, secrets.databaseUrl ?? embedded?.url ?? '', createKeyRing(config, key));
    process.stdout.write(`${inWords(verdict)}\n`);
    process.exitCode = verdict.sound ? 0 : 1;
  } finally {
    await embedded?.stop();
  }
}

function inWords(verdict: Verdict): string {
  if (!verdict.sound) return `The audit log is BROKEN after ${verdict.rows} sound rows: ${problemInWords(verdict.problem)}`;
  const waiting = verdict.unsealed > 0 ? ` ${verdict.unsealed} more are too new to be sealed.` : '';
  return `The audit log is sound: ${verdict.rows} rows.${waiting}`;
}

function problemInWords(problem: Problem): string {
  switch (problem.kind) {
    case 'changed':
      return `row ${problem.auditId} is not as it was written.`;
    case 'row_missing':
      return `row ${problem.auditId} is missing.`;
    case 'link_missing':
      return `link ${problem.seq} of the chain is missing, with its row.`;
    case 'rewritten':
      return `link ${problem.seq} differs from the head that was kept in the archive.`;
    case 'tail_missing':
      return `the tail is missing: rows ${problem.from} to ${problem.to} of the chain, by the head kept in the archive.`;
    case 'row_added':
      return `row ${problem.auditId} was added past the log.`;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
