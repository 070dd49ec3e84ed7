/** `npm run audit:verify` proves that the audit log is as it was written; it ends with 1 when it is not. */
import { proveAudit } from './app/audit.js';
import { runCommand } from './app/command.js';
import type { Problem, Verdict } from './modules/audit/index.js';

runCommand(async ({ config, url, keys }) => {
  const verdict = await proveAudit(config, url, keys);
  process.stdout.write(`${inWords(verdict)}\n`);
  process.exitCode = verdict.sound ? 0 : 1;
});

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
    case 'unsealed':
      return `row ${problem.auditId} has waited for its seal too long. Is a Teller with the role "worker" or "all" running?`;
    case 'unanchored':
      return `from link ${problem.seq} on no head is kept in the archive, so that a missing tail would not show. Is this Teller's DATA_DIR?`;
  }
}
