import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { createLogger, redact, safeError } from '../../src/platform/logging/logger.js';
import { eventually } from '../support/eventually.js';

const TOKEN = '4200000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

describe('the log', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'teller-log-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function written(name: string, write: (log: ReturnType<typeof createLogger>) => void): Promise<Record<string, unknown>> {
    const log = createLogger({ dir: join(dir, name), console: false });
    write(log);
    return eventually(async () => JSON.parse(await readFile(join(dir, name, 'teller.log'), 'utf8')) as Record<string, unknown>);
  }

  test('is one line of JSON in a folder it makes itself', async () => {
    const line = await written('deep/er', (log) => log.info({ botId: 1 }, 'lease taken'));
    expect(line).toMatchObject({ level: 30, botId: 1, msg: 'lease taken', pid: process.pid });
    expect(String(line.time)).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('shows an error with its class, code, message and cause', async () => {
    const cause = Object.assign(new RangeError('deep'), { code: 'E1' });
    const line = await written('error', (log) => log.error({ err: new TypeError('top', { cause }) }, 'failed'));
    expect(line.err).toMatchObject({ type: 'TypeError', message: 'top', cause: { type: 'RangeError', code: 'E1', message: 'deep' } });
  });

  test('shows no bot token when Telegram cannot be reached, neither in the message nor in the stack', async () => {
    const error: unknown = await createBotApi(TOKEN, 'http://127.0.0.1:9').call('getMe', {}).catch((reason: unknown) => reason);
    const shown = JSON.stringify(safeError(error));
    expect(shown).toContain('127.0.0.1:9');
    expect(shown).not.toContain(TOKEN.split(':')[1]);
  });

  test.each<[string, string, string]>([
    ['a token alone', TOKEN, '<token>'],
    ['a token in an address of the Bot API', `https://api.telegram.org/bot${TOKEN}/getMe`, 'https://api.telegram.org/bot<token>/getMe'],
    ['a token in a sentence', `token=${TOKEN}, ok`, 'token=<token>, ok'],
    ['the password of a database', 'postgresql://teller:s3cret@db:5432/teller', 'postgresql://teller:<password>@db:5432/teller'],
    ['a password with signs in it', 'redis://:p%40ss:w@cache:6379', 'redis://:<password>@cache:6379'],
    ['nothing of an ordinary sentence', 'at 12:30:45 on 127.0.0.1:5432, file.js:10:15', 'at 12:30:45 on 127.0.0.1:5432, file.js:10:15'],
  ])('cuts out %s', (_name, text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test('shows what was thrown without being an error, and survives a cause that leads back to itself', () => {
    expect(safeError(`no ${TOKEN}`)).toEqual({ message: 'no <token>' });
    const circle = new Error('round');
    circle.cause = circle;
    expect(JSON.stringify(safeError(circle))).toContain('round');
  });
});
