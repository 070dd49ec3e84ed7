/** `npm run audit:verify` as an auditor runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const VERIFY = fileURLToPath(new URL('../../src/verify-audit.js', import.meta.url));

test('audit:verify in a folder where no Teller is says so, and leaves nothing there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'teller-nothing-'));
  try {
    const env = { PATH: process.env.PATH, DATA_DIR: dir, BOT_TOKEN: `123456:${'t'.repeat(35)}` };
    await expect(promisify(execFile)(process.execPath, [VERIFY], { env, cwd: dir })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`There is no Teller in ${dir}.`),
    });
    expect(readdirSync(dir)).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
